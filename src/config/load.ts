import { dirname, resolve } from 'node:path'
import { configurationError } from '../errors.ts'
import { inputCalled } from '../stage/calling.ts'
import { isAddress } from './address.ts'
import { changedContracts } from './changed-contracts.ts'
import { changedData } from './changed-data.ts'
import { changedPointers } from './changed-pointers.ts'
import { checkConfig, withName } from './check-config.ts'
import { configText } from './config-text.ts'
import { judgedConfig } from './judged-config.ts'
import { judges, judgingTables, policyDigest } from './policy.ts'
import type { Project } from './project.ts'
import { readContracts } from './read-contracts.ts'
import type { Config } from './schema.ts'
import type { Sources } from './sources.ts'
import { isTree, type Tree, withValue } from './tree.ts'
import { parseYaml, type YamlDocument } from './yaml-document.ts'

/**
 * Reads modelassay.yml once, merges the inputs into it, takes what judges from the base, and checks the whole.
 * @throws AssayError configuration: `base-at-fault`, `config-not-found`, `config-missing`, `yaml-unreadable`, `unknown-key`, `missing-key`, `wrong-value`
 */
export async function loadProject(sources: Sources): Promise<Project> {
  const path = resolve(sources.workspace, sources.file)
  const root = dirname(path)
  const text = await configText(path, sources)
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
    return checkConfig(withName(merged, root), document, given)
  }
  const { checked, notes, fault, judgedByBase, pending, added } = await judgedConfig(own, path, changed, {
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

const empty = (file: string): YamlDocument => ({ value: {}, place: () => ({ file }) })

function linesOf(tree: Tree, document: YamlDocument): Record<string, number> {
  const lines: Record<string, number> = {}
  const visit = (value: unknown, path: string[]) => {
    if (path.length > 0) lines[path.join('.')] = document.place(path).line ?? 1
    if (isTree(value)) for (const key of Object.keys(value)) visit(value[key], [...path, key])
  }
  visit(tree, [])
  return lines
}
