import { alone, differing, flattened, type Texts } from '../../record/differences.ts'
import { type LockedPackagesOf, withPackages } from '../../record/locked-packages.ts'
import type { TrainRecord } from '../../record/train.ts'
import type { Change } from '../../record/training-change.ts'
import { counted } from '../../report/number.ts'

/** More than anybody reads; the records themselves have all. */
const most = 50

/**
 * What decides a training and differs between two of them: commit, data, contracts, parameters, dependencies, seeds,
 * command, machine; packages last, of which there may be hundreds.
 * @param locked packages of the lockfiles: told where it is not known which ones were installed
 */
export function trainingChanges(
  before: TrainRecord,
  after: TrainRecord,
  locked: { readonly before?: LockedPackagesOf; readonly after?: LockedPackagesOf } = {},
): Change[] {
  const sides = [before, after] as const
  const between = (kind: Change['kind'], of: (record: TrainRecord) => Texts): Change[] =>
    differing(kind, of(sides[0]), of(sides[1]))
  const lockfiles = between('dependency', ({ environment }) => digests(environment, 'lockfiles'))
  const isInstalled = sides.every(({ environment }) => environment?.packages !== undefined)
  const dependencies = isInstalled ? lockfiles : withPackages(lockfiles, locked.before, locked.after)
  // Who takes a trained model has a machine, too, but not the one that trained it.
  const areTrained = sides.every(({ verdict }) => verdict === 'trained')
  return [
    ...between('commit', ({ run }) => alone(run.sha?.slice(0, 12))),
    ...between('data', ({ tables = [] }) =>
      Object.fromEntries(tables.map((table) => [table.name, tableText(table)])),
    ),
    ...between('contract', ({ signature = [] }) =>
      Object.fromEntries(signature.map(({ table, digest }) => [table, short(digest)])),
    ),
    ...between('parameter', ({ params = {} }) => flattened(params)),
    ...dependencies.filter((change) => lockfiles.includes(change)),
    ...between('container', ({ environment }) => texts(environment, 'container')),
    ...between('setting', ({ environment }) => texts(environment, 'settings')),
    ...between('interpreter', ({ environment }) => texts(environment, 'interpreters')),
    ...between('platform', ({ environment }) => texts(environment, 'platform')),
    ...between('seeds', ({ seeds }) => alone(seeds?.join(', '))),
    ...between('command', ({ command }) => alone(command?.run)),
    ...(areTrained ? between('hardware', ({ observed }) => texts(observed, 'hardware')) : []),
    ...between('package', ({ environment }) => flattenedTexts(part(environment, 'packages'))),
    ...dependencies.filter((change) => !lockfiles.includes(change)),
  ].slice(0, most)
}

const short = (digest: string) => digest.slice(0, 19)
function tableText({ identity, rows }: NonNullable<TrainRecord['tables']>[number]): string {
  const content = identity.value === undefined ? 'content not known' : short(identity.value)
  return rows === undefined ? content : `${counted(rows, 'row')}, ${content}`
}

const part = (
  environment: Readonly<Record<string, unknown>> | undefined,
  key: string,
): Record<string, unknown> => {
  const value = environment?.[key]
  return value !== null && typeof value === 'object' ? { ...value } : {}
}

const texts = (environment: Readonly<Record<string, unknown>> | undefined, key: string): Texts =>
  Object.fromEntries(Object.entries(part(environment, key)).map(([name, value]) => [name, String(value)]))

/** `numpy (python)` */
const flattenedTexts = (tools: Record<string, unknown>): Texts =>
  Object.fromEntries(
    Object.entries(tools).flatMap(([tool, packages]) =>
      packages !== null && typeof packages === 'object'
        ? Object.entries(packages).map(([name, version]) => [`${name} (${tool})`, String(version)])
        : [],
    ),
  )

const digests = (environment: TrainRecord['environment'], key: string): Texts =>
  Object.fromEntries(Object.entries(texts(environment, key)).map(([name, value]) => [name, short(value)]))
