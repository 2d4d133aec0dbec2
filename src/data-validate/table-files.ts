import { writtenAs } from '../contract/dialect.ts'
import { loadContract } from '../contract/load.ts'
import { type Surroundings, sourcesOf } from '../data-versions/source.ts'
import { etagOf } from '../tables/identity.ts'
import { type LocatedTable, locateTable } from '../tables/locate.ts'
import type { WrittenAs } from '../tables/read.ts'
import type { Web } from '../tables/remote/fetch-file.ts'
import type { Table } from '../tables/table.ts'
import type { TableToCheck } from './check-request.ts'

/** The files of tables, as far as there are any. */
export interface TableFiles {
  /** all of them, absolute */
  readonly allowed: readonly string[]
  /** of a table, as far as it has any */
  find(table: string): LocatedTable | undefined
  /** @throws AssayError input, as locateTable: why the table has no files */
  of(table: string): LocatedTable
}

/** Looks the files of all tables up, which has to be done before the engine closes itself to all others. */
export async function filesOf(
  tables: readonly Pick<TableToCheck, 'name' | 'place'>[],
  web: Web | undefined,
): Promise<TableFiles> {
  const found = new Map<string, LocatedTable | { readonly error: unknown }>()
  for (const { name, place } of tables)
    found.set(name, await locateTable(place, web).catch((error: unknown) => ({ error })))
  return {
    allowed: [...found.values()].flatMap((one) => ('error' in one ? [] : one.files.map(({ file }) => file))),
    find(table) {
      const one = found.get(table)!
      return 'error' in one ? undefined : one
    },
    of(table) {
      const one = found.get(table)!
      if ('error' in one) throw one.error
      return one
    },
  }
}

/** How the contract of a table says that its files are written. */
export const writtenBy = ({ contract }: Pick<TableToCheck, 'contract'>): WrittenAs =>
  contract === undefined
    ? {}
    : writtenAs(loadContract(contract.text, contract.label, contract.context).contract)

/** Where the content of an opened table comes from: of its one file, or of each of several. What was fetched has its address. */
export async function versionsOf(
  located: LocatedTable,
  table: Pick<Table, 'digest' | 'bytes' | 'parts'>,
  around: Surroundings,
) {
  const { digest, bytes, parts } = table
  const read = located.files.map(({ file, label, uri }, i) => ({
    file,
    label,
    isLocal: uri === undefined,
    ...(parts?.[i] ?? { digest, bytes }),
  }))
  const sources = await sourcesOf(
    read.filter(({ isLocal }) => isLocal),
    around,
  )
  const next = sources.values()
  const all = read.map(({ isLocal }) => (isLocal ? next.next().value : undefined))
  const [source] = all
  if (parts === undefined) return { ...(source && { source }), ...etagOf(located) }
  return { files: parts.map((part, i) => ({ ...part, ...(all[i] && { source: all[i] }) })) }
}
