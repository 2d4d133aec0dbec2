import { alone, differing, flattened, type Texts } from '../../record/differences.ts'
import { sha256 } from '../../record/digest.ts'
import { withPackages } from '../../record/locked-packages.ts'
import type { Change } from '../../record/training-change.ts'
import { type Ingredients, inputsDigest } from './ingredients.ts'

/** More than anybody reads; both lists of ingredients are kept. */
const most = 50

/**
 * Why two trainings have two fingerprints, what people look for first. A file that is told of by what it holds (a
 * parameter, a lockfile, a table) is not told of again as a file.
 */
export function changedIngredients(before: Ingredients, after: Ingredients): Change[] {
  const between = (kind: Change['kind'], of: (ingredients: Ingredients) => Texts): Change[] =>
    differing(kind, of(before), of(after))
  /** Of digests all of it counts, and people see the beginning. */
  const betweenDigests = (kind: Change['kind'], of: (ingredients: Ingredients) => Digests): Change[] =>
    between(kind, (ingredients) => known(of(ingredients))).map(shortened)
  const told = [
    ...between('parameter', ({ params = {} }) => flattened(params)),
    ...betweenDigests('data', ({ sources }) =>
      Object.fromEntries(sources.tables.map(({ name, identity }) => [name, identity.value])),
    ),
    ...betweenDigests('contract', ({ sources }) => sources.contracts),
    ...between('command', commandTexts).filter(
      ({ name = '' }) => commandDigest(before, name) !== commandDigest(after, name),
    ),
    ...between('seeds', ({ sources }) =>
      alone([sources.seeds.join(', '), sources.ship].filter(Boolean).join(': ')),
    ),
    ...withPackages(
      betweenDigests('dependency', ({ sources }) => sources.lockfiles),
      before.packages,
      after.packages,
    ),
    ...between('interpreter', ({ machine }) => machine.interpreters),
    ...betweenDigests('variable', ({ machine }) => machine.variables ?? {}),
    ...between('container', ({ machine }) => flattened(machine.container ?? {})),
    ...between('platform', ({ machine }) => flattened(machine.platform)),
    ...betweenDigests('workflow', ({ sources: { workflow } }) =>
      workflow ? { [workflow.path]: workflow.digest } : {},
    ),
    ...between('suite', ({ sources }) => alone(sources.suite_version)),
  ]
  const toldOtherwise = new Set([before, after].flatMap(filesToldOtherwise))
  const files = betweenDigests('input', ({ sources }) => sources.inputs ?? {}).filter(
    ({ name }) => name === undefined || !toldOtherwise.has(name),
  )
  const inputs = before.sources.inputs && after.sources.inputs ? files : uncounted(before, after)
  const all = [...told, ...inputs]
  const shown = (all.length > 0 ? all : lastResort(before, after)).slice(0, most)
  // Packages and machines come first for people, but crowd out no file: by it a training is another one.
  const [file] = inputs
  return file === undefined || shown.includes(file) ? shown : [...shown.slice(0, most - 1), file]
}

/** Of what a command was before secrets were taken out of it: another machine may not know them. */
function commandDigest({ sources: { command } }: Ingredients, key: string): string {
  const [digest, text] = [command.digests?.[key], command[key]]
  return digest ?? sha256(typeof text === 'string' ? text : '')
}

/** Texts that secrets were taken out of are told apart by what they were. */
function commandTexts({
  sources: {
    command: { digests = {}, ...texts },
  },
}: Ingredients): Texts {
  const marked = Object.entries(texts).map(([key, text]) => {
    const digest = Object.hasOwn(digests, key) ? digests[key] : undefined
    return [key, digest === undefined ? text : `${text} (${short(digest)})`]
  })
  return flattened(Object.fromEntries(marked))
}

const otherFiles: Change = { kind: 'input', before: 'other files', after: 'these files' }

/** Files that were too many to keep, by the digest over them; by that of all sources where a training kept none. */
function uncounted(before: Ingredients, after: Ingredients): Change[] {
  const [one, other] = [before, after].map(({ sources: { inputs, inputs_digest } }) =>
    inputs === undefined ? inputs_digest : inputsDigest(inputs),
  )
  const equal =
    one === undefined || other === undefined ? before.sources_digest === after.sources_digest : one === other
  return equal ? [] : [otherFiles]
}

/** Parameters that the file cannot be read from, or files that were too many to keep. */
function lastResort(before: Ingredients, after: Ingredients): Change[] {
  if (before.fingerprint === after.fingerprint) return []
  const params = differing('input', paramsFile(before), paramsFile(after)).map(shortened)
  return params.length > 0 ? params : [otherFiles]
}

const paramsFile = ({ sources: { params } }: Ingredients): Texts =>
  params ? { [params.path]: params.digest } : {}

function filesToldOtherwise({ sources, params }: Ingredients): string[] {
  const { contracts, lockfiles, tables, workflow } = sources
  return [
    ...(sources.params && params ? [sources.params.path] : []),
    ...Object.keys(contracts),
    ...Object.keys(lockfiles),
    ...tables.flatMap(({ path }) => (typeof path === 'string' ? [path] : [])),
    ...(workflow ? [workflow.path] : []),
  ]
}

type Digests = Readonly<Record<string, string | undefined>>

const known = (digests: Digests): Texts =>
  Object.fromEntries(Object.entries(digests).map(([name, digest]) => [name, digest ?? 'content not known']))

/** Two that begin alike are shown as they are. */
function shortened({ before, after, ...change }: Change): Change {
  const [from, to] = short(before) === short(after) ? [before, after] : [short(before), short(after)]
  return { ...change, ...(from !== undefined && { before: from }), ...(to !== undefined && { after: to }) }
}

const short = (digest: string | undefined) => digest?.replace(/^(sha256:|git:|git\+x:)(.{12}).*$/, '$1$2')
