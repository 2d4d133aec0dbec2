import { writtenAs } from '../contract/dialect.ts'
import { loadContract } from '../contract/load.ts'
import type { ReadFile } from '../data-versions/read-file.ts'
import type { Source } from '../record/refs.ts'
import { type LocatedTable, locateTable } from '../tables/locate.ts'
import type { WrittenAs } from '../tables/read.ts'
import type { Table } from '../tables/table.ts'
import type { TableToCheck } from './check-request.ts'

/** The files of tables, as far as there are any. */
export interface TableFiles {
  /** all of them, absolute */
  readonly allowed: readonly string[]
  /** @throws AssayError input, as locateTable: why the table has no files */
  of(table: string): LocatedTable
}

/** Looks the files of all tables up, which has to be done before the engine closes itself to all others. */
export async function filesOf(tables: readonly Pick<TableToCheck, 'name' | 'place'>[]): Promise<TableFiles> {
  const found = new Map<string, LocatedTable | { readonly error: unknown }>()
  for (const { name, place } of tables)
    found.set(name, await locateTable(place).catch((error: unknown) => ({ error })))
  return {
    allowed: [...found.values()].flatMap((one) => ('error' in one ? [] : one.files.map(({ file }) => file))),
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

/** The files of an opened table with their digests. */
export const readFiles = ({ files }: LocatedTable, { digest, bytes, parts }: Table): ReadFile[] =>
  files.map(({ file, label }, i) => ({ file, label, ...(parts?.[i] ?? { digest, bytes }) }))

/** Where the content of a table comes from: its one file, or each of several. */
export function versionsOf({ parts }: Table, sources: readonly (Source | undefined)[]) {
  const [source] = sources
  if (parts === undefined) return source === undefined ? {} : { source }
  return { files: parts.map((part, i) => ({ ...part, ...(sources[i] && { source: sources[i] }) })) }
}
