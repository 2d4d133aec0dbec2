import { basename, dirname, resolve } from 'node:path'
import { AssayError, configurationError } from '../errors.ts'
import { type Calling, inputCalled } from '../stage/calling.ts'
import { isAddress } from './address.ts'
import { changedContracts } from './changed-contracts.ts'
import { changedData } from './changed-data.ts'
import { changedPointers } from './changed-pointers.ts'
import { changedWorkflow } from './changed-workflow.ts'
import { configAbove } from './config-above.ts'
import { explain, type Given, keyPathText } from './explain.ts'
import { baseAtFault, readOrFault } from './faulty-base.ts'
import { inWorkspace } from './in-workspace.ts'
import type { Override } from './inputs.ts'
import { knownKeysOf } from './known-keys.ts'
import { pendingRules } from './pending-policy.ts'
import { plainText } from './plain-text.ts'
import {
  addedEvaluations,
  hasRules,
  judgedBy,
  judges,
  judgingTables,
  movedEvaluations,
  policyDigest,
} from './policy.ts'
import type { PolicyBase } from './policy-base.ts'
import type { Project } from './project.ts'
import { readContracts } from './read-contracts.ts'
import { refuseLinkOut } from './refuse-link-out.ts'
import { type Config, configSchema } from './schema.ts'
import { isTree, lostKey, type Tree, withValue } from './tree.ts'
import { unknownTables } from './unknown-tables.ts'
import { unreadable } from './unreadable.ts'
import { type KeyPath, parseYaml, type YamlDocument } from './yaml-document.ts'

export interface Sources {
  readonly workspace: string
  /** configuration file, relative to the workspace */
  readonly file: string
  /** the file was asked for by name, so it must be there */
  readonly asked: boolean
  /** folder up to which one that is not there is looked for above; default: nowhere */
  readonly top?: string
  readonly overrides: readonly Override[]
  /** what messages call an override; by default an input of a workflow */
  readonly called?: Calling
  /** commit whose own rules judge where no base does */
  readonly sha?: string
  /** the run judges a commit of a protected branch */
  readonly onBranch: boolean
  readonly base?: PolicyBase
  /** whether a base whose own file is at fault stops this, or what is right of it judges; default: it does */
  readonly faultyBase?: 'stops' | 'left-out'
  /** whether waivers of the file itself count where no base judges; default: they do not */
  readonly waivers?: 'own' | 'none'
}

/**
 * Reads modelassay.yml once, merges the inputs into it, takes what judges from the base, and checks the whole.
 * @throws AssayError configuration: `base-at-fault`, `config-not-found`, `config-missing`, `yaml-unreadable`, `unknown-key`, `missing-key`, `wrong-value`
 */
export async function loadProject(sources: Sources): Promise<Project> {
  const path = resolve(sources.workspace, sources.file)
  const root = dirname(path)
  const text = await textOf(path, sources)
  const document = text === undefined ? empty(sources.file) : parseYaml(text, sources.file)
  const own = document.value ?? {}
  if (!isTree(own))
    throw configurationError('wrong-value', `${sources.file} must be a map of keys`, {
      hint: 'Begin it with `name: <model>`.',
      file: sources.file,
    })
  const changed = (await sources.base?.changed()) ?? []
  const { called = inputCalled('github') } = sources
  const read = (tree: Tree) => {
    const given = sources.overrides.map(({ input, at, value }) => ({
      called: called(input),
      at: placeOfInput(tree, at, called(input)),
      value,
    }))
    const merged = given.reduce((to, { at, value }) => withValue(to, at, value), tree)
    return check(withName(merged, root), document, given)
  }
  const { checked, notes, fault, judgedByBase, pending, added } = await judged(own, path, changed, {
    ...sources,
    read,
  })
  const config = withWaiversThatCount(checked, judgedByBase, sources, notes)
  for (const data of judgedByBase ? await judgingData(config, root, changed, sources) : [])
    notes.push(`this change edits what it is judged on (${data})`)
  const contracts = await readContracts(config, root, sources, judgedByBase)
  const overridden = sources.overrides
    .filter(({ at }) => judges(at, config))
    .map(({ input }) => `the rules were overridden by the input ${input}`)
  const sha = judgedByBase ? sources.base?.sha : sources.sha
  return {
    root,
    ...(text !== undefined && { file: sources.file }),
    config,
    policy: {
      digest: policyDigest(config, contracts),
      ...(sha && { sha }),
      protected:
        (sources.base ? judgedByBase && notes.length === 0 : sources.onBranch) && overridden.length === 0,
      notes: [...notes, ...overridden],
      ...(fault !== undefined && { fault }),
      ...(pending.length > 0 && { pending }),
      ...(added.length > 0 && { added }),
    },
    lines: linesOf(own, document),
    contracts,
  }
}

/** Of the files that a change edits, the data that it is judged on, what points to them, and contracts of its own. */
async function judgingData(
  config: Config,
  root: string,
  changed: readonly string[],
  { workspace, base }: Sources,
): Promise<ReadonlySet<string>> {
  const tables = Object.values(judgingTables(config))
    .flatMap(({ path }) => path)
    .filter((path) => !isAddress(path))
    .map((path) => resolve(root, path))
  const pointers = base === undefined ? [] : await changedPointers(tables, changed, workspace, base)
  const contracts = base === undefined ? [] : await changedContracts(config, root, workspace, base, changed)
  return new Set([...(await changedData(config, root, workspace, changed)), ...pointers, ...contracts])
}

/** Who could write a waiver into what is judged could let anything pass: those of a change, or of any branch, are nobody's. */
function withWaiversThatCount(
  config: Config,
  judgedByBase: boolean,
  { base, file, waivers = 'none' }: Sources,
  notes: string[],
): Config {
  if (config.waivers.length === 0 || judgedByBase || (!base && waivers === 'own')) return config
  notes.push(`the waivers in ${file} do not count before they are on the branch that is merged into`)
  return { ...config, waivers: [] }
}

async function textOf(path: string, sources: Sources): Promise<string | undefined> {
  const { file, asked, called = inputCalled('github') } = sources
  await refuseLinkOut(path, file, sources.workspace)
  try {
    return await plainText(path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT' && !asked) {
      await refuseOneAbove(sources)
      return undefined
    }
    throw configurationError('config-not-found', unreadable(file, cause), {
      hint: `Name the configuration file with ${called('config')}; in a workflow, check out the repository first.`,
      file,
      cause,
    })
  }
}

async function refuseOneAbove({
  workspace,
  file,
  top = workspace,
  called = inputCalled('github'),
}: Sources): Promise<void> {
  const above = await configAbove(workspace, file, top)
  if (above === undefined) return
  const folder = above.slice(0, -file.length - 1)
  throw configurationError('config-missing', `there is no ${file} in this folder, but there is ${above}`, {
    hint: `Go there (cd ${folder}), or name it with ${called('config')} (${above}).`,
  })
}

interface Judging extends Sources {
  /** checks a tree with the inputs in it */
  readonly read: (tree: Tree) => Config
}

/** The change's configuration with what judges from the base, checked. */
async function judged(own: Tree, path: string, changed: readonly string[], sources: Judging) {
  const { base, file, workspace, read } = sources
  const notes: string[] = []
  const byItself = { fault: undefined, judgedByBase: false, pending: [], added: [] }
  if (!base) return { checked: read(own), notes, ...byItself }
  for (const workflow of await changedWorkflow(base, changed))
    notes.push(`this change edits the workflow that judges it (${workflow})`)
  const text = await base.read(inWorkspace(path, workspace))
  const document = readOrFault(() => parseYaml(text ?? '', `${file} at ${base.sha.slice(0, 7)}`))
  const tree = document instanceof AssayError ? {} : document.value
  if (!isTree(tree)) {
    notes.push(`${file} does not exist at the base commit, so the rules are this change's own`)
    return { checked: read(own), notes, ...byItself }
  }
  const merged = judgedBy(tree, own)
  const checked = document instanceof AssayError ? document : readOrFault(() => read(merged))
  if (checked instanceof AssayError) {
    const fault =
      document instanceof AssayError
        ? document
        : readOrFault(() => check(withName(tree, dirname(path)), document, []))
    if (!(fault instanceof AssayError)) throw checked
    return withoutFault(fault, tree, own, sources, notes)
  }
  if (!hasRules(tree) && hasRules(own))
    notes.push(`${file} has no rules at the base commit, so they are this change's own`)
  for (const name of movedEvaluations(tree, merged))
    notes.push(`this change has the evaluation ${name} made on another table than the base commit has it`)
  const pending = hasRules(tree) ? pendingRules(tree, own) : []
  return { checked, notes, fault: undefined, judgedByBase: true, pending, added: addedEvaluations(tree, own) }
}

/**
 * The change's configuration by what is right of the base's: its rules on data, or none.
 * @throws AssayError what is wrong with the change itself, which is its author's to mend first; `base-at-fault`
 */
function withoutFault(
  fault: AssayError,
  ofBase: Tree,
  own: Tree,
  { file, base, faultyBase = 'stops', read }: Judging,
  notes: readonly string[],
) {
  const alone = read(own)
  if (faultyBase === 'stops') throw baseAtFault(fault, file, base!.sha)
  const { name, data } = ofBase
  const onData = data === undefined ? fault : readOrFault(() => read(judgedBy({ name, data }, own)))
  const judgedByBase = !(onData instanceof AssayError)
  const note = `${file} is at fault at the base commit (${fault.message}), so ${judgedByBase ? 'of its rules those on data alone hold' : "the rules are this change's own"}`
  return {
    checked: judgedByBase ? onData : alone,
    notes: [...notes, note],
    fault: note,
    judgedByBase,
    pending: [],
    added: [],
  }
}

/** `evaluate.*` means the only evaluation, also where the file names it under `evaluations`. */
function placeOfInput(tree: Tree, keys: readonly string[], called: string): readonly string[] {
  if (keys[0] !== 'evaluate' || !isTree(tree.evaluations)) return keys
  const names = Object.keys(tree.evaluations)
  if (names.length === 1) return ['evaluations', names[0]!, ...keys.slice(1)]
  throw configurationError(
    'ambiguous-input',
    `${called} sets ${keys.join('.')} and does not say of which evaluation`,
    {
      hint: `Set it in the configuration file, under one of ${names.join(', ')}.`,
    },
  )
}

const schema = { published: 'schema/modelassay.json', knownKeys: knownKeysOf(configSchema) }

function check(tree: Tree, document: YamlDocument, givens: readonly Given[]): Config {
  const lost = lostKey(tree)
  if (lost)
    throw configurationError('unknown-key', `unknown key ${keyPathText(lost)}`, {
      hint: 'Choose another name.',
      ...document.place(lost),
    })
  const parsed = configSchema.safeParse(tree)
  const tablesGiven = givens.some(({ at }) => at.join('.') === 'data.tables')
  const unknown = parsed.success && !tablesGiven ? unknownTables(parsed.data, tree) : undefined
  if (parsed.success && unknown === undefined) return parsed.data
  const given = (path: KeyPath) => givens.find(({ at }) => at.every((key, i) => key === path[i]))
  throw explain(unknown ?? parsed.error!, { value: tree, place: document.place, given }, schema)
}

const empty = (file: string): YamlDocument => ({ value: {}, place: () => ({ file }) })

const withName = (tree: Tree, root: string): Tree =>
  tree.name === undefined ? { ...tree, name: nameOf(root) } : tree

const nameOf = (root: string) =>
  basename(root)
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, 64) || 'model'

function linesOf(tree: Tree, document: YamlDocument): Record<string, number> {
  const lines: Record<string, number> = {}
  const visit = (value: unknown, path: string[]) => {
    if (path.length > 0) lines[path.join('.')] = document.place(path).line ?? 1
    if (isTree(value)) for (const key of Object.keys(value)) visit(value[key], [...path, key])
  }
  visit(tree, [])
  return lines
}
