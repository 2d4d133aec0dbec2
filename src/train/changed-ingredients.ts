import { alone, differing, flattened, type Texts } from '../record/differences.ts'
import { withPackages } from '../record/locked-packages.ts'
import type { Change } from '../record/training-change.ts'
import type { Ingredients } from './ingredients.ts'

/** More than anybody reads; both lists of ingredients are kept. */
const most = 50

/**
 * Why two trainings have two fingerprints, what people look for first. A file that is told of by what it holds (a
 * parameter, a lockfile, a table) is not told of again as a file.
 */
export function changedIngredients(before: Ingredients, after: Ingredients): Change[] {
  const between = (kind: Change['kind'], of: (ingredients: Ingredients) => Texts): Change[] =>
    differing(kind, of(before), of(after))
  const told = [
    ...between('parameter', ({ params = {} }) => flattened(params)),
    ...between('data', ({ sources }) =>
      Object.fromEntries(sources.tables.map(({ name, identity }) => [name, short(identity.value)])),
    ),
    ...between('contract', ({ sources }) => shortened(sources.contracts)),
    ...between('command', ({ sources }) => flattened(sources.command)),
    ...between('seeds', ({ sources }) =>
      alone([sources.seeds.join(', '), sources.ship].filter(Boolean).join(': ')),
    ),
    ...withPackages(
      between('dependency', ({ sources }) => shortened(sources.lockfiles)),
      before.packages,
      after.packages,
    ),
    ...between('interpreter', ({ machine }) => machine.interpreters),
    ...between('variable', ({ machine }) => shortened(machine.variables ?? {})),
    ...between('container', ({ machine }) => flattened(machine.container ?? {})),
    ...between('platform', ({ machine }) => flattened(machine.platform)),
    ...between('workflow', ({ sources }) =>
      sources.workflow ? { [sources.workflow.path]: short(sources.workflow.digest) } : {},
    ),
    ...between('suite', ({ sources }) => alone(sources.suite_version)),
  ]
  const known = new Set([before, after].flatMap(filesToldOtherwise))
  const files = between('input', ({ sources }) => shortened(sources.inputs ?? {})).filter(
    ({ name }) => name === undefined || !known.has(name),
  )
  const all = [...told, ...files]
  return (all.length > 0 ? all : lastResort(before, after)).slice(0, most)
}

/** Parameters that the file cannot be read from, or files that were too many to keep. */
function lastResort(before: Ingredients, after: Ingredients): Change[] {
  if (before.fingerprint === after.fingerprint) return []
  const params = differing('input', paramsFile(before), paramsFile(after))
  return params.length > 0 ? params : [{ kind: 'input', before: 'other files', after: 'these files' }]
}

const paramsFile = ({ sources: { params } }: Ingredients): Texts =>
  params ? { [params.path]: short(params.digest) } : {}

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

const short = (digest: string | undefined) =>
  digest === undefined ? 'content not known' : digest.replace(/^(sha256:|git:)(.{12}).*$/, '$1$2')

const shortened = (digests: Texts): Texts =>
  Object.fromEntries(Object.entries(digests).map(([name, digest]) => [name, short(digest)]))
