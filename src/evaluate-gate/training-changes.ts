import type { Change } from '../record/evaluate-gate.ts'
import type { TrainRecord } from '../record/train.ts'
import { counted } from '../report/number.ts'

/** More than anybody reads; the records themselves have all. */
const most = 50
const longest = 200

/** What decides a training and differs between two of them: commit, data, contracts, parameters, dependencies, seeds, command. */
export function trainingChanges(before: TrainRecord, after: TrainRecord): Change[] {
  const sides = [before, after] as const
  const between = (kind: Change['kind'], of: (record: TrainRecord) => Texts): Change[] =>
    differing(kind, of(sides[0]), of(sides[1]))
  return [
    ...between('commit', ({ run }) => alone(run.sha?.slice(0, 12))),
    ...between('data', ({ tables = [] }) =>
      Object.fromEntries(tables.map((table) => [table.name, tableText(table)])),
    ),
    ...between('contract', ({ signature = [] }) =>
      Object.fromEntries(signature.map(({ table, digest }) => [table, short(digest)])),
    ),
    ...between('parameter', ({ params = {} }) => flattened(params)),
    ...between('dependency', ({ environment }) => digests(environment, 'lockfiles')),
    ...between('interpreter', ({ environment }) => texts(environment, 'interpreters')),
    ...between('platform', ({ environment }) => texts(environment, 'platform')),
    ...between('seeds', ({ seeds }) => alone(seeds?.join(', '))),
    ...between('command', ({ command }) => alone(command?.run)),
  ].slice(0, most)
}

/** By name; the name is '' where there is only one of the kind. */
type Texts = Readonly<Record<string, string>>

function differing(kind: Change['kind'], before: Texts, after: Texts): Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap((name) => {
    const [from, to] = [own(before, name), own(after, name)]
    if (from === to) return []
    return {
      kind,
      ...(name !== '' && { name: cut(name) }),
      ...(from !== undefined && { before: cut(from) }),
      ...(to !== undefined && { after: cut(to) }),
    }
  })
}

const own = (values: Texts, name: string) => (Object.hasOwn(values, name) ? values[name] : undefined)
const alone = (text: string | undefined): Texts => (text === undefined ? {} : { '': text })
const short = (digest: string) => digest.slice(0, 19)
const cut = (text: string) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)

function tableText({ identity, rows }: NonNullable<TrainRecord['tables']>[number]): string {
  const content = identity.value === undefined ? 'content not known' : short(identity.value)
  return rows === undefined ? content : `${counted(rows, 'row')}, ${content}`
}

/** Nested parameters by their path, so that one that differs does not show all. */
function flattened(value: unknown, path = ''): Texts {
  if (value !== null && typeof value === 'object' && !Array.isArray(value))
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, member]) =>
        Object.entries(flattened(member, path === '' ? key : `${path}.${key}`)),
      ),
    )
  return { [path]: JSON.stringify(value) ?? 'undefined' }
}

const part = (environment: TrainRecord['environment'], key: string): Record<string, unknown> => {
  const value = environment?.[key]
  return value !== null && typeof value === 'object' ? { ...value } : {}
}

const texts = (environment: TrainRecord['environment'], key: string): Texts =>
  Object.fromEntries(Object.entries(part(environment, key)).map(([name, value]) => [name, String(value)]))

const digests = (environment: TrainRecord['environment'], key: string): Texts =>
  Object.fromEntries(Object.entries(texts(environment, key)).map(([name, value]) => [name, short(value)]))
