import type { Column } from '../../tables/engine/engine.ts'
import type { Joined, JoinSide } from '../../tables/join-columns.ts'
import type { LocatedTable } from '../../tables/locate.ts'
import { joinPlainColumns, readPlainColumns } from '../../tables/plain/plain-columns.ts'
import { type PlainTable, plainTable } from '../../tables/plain/plain-table.ts'
import type { WrittenAs } from '../../tables/read.ts'
import type { Wanted } from '../../tables/read-columns.ts'
import type { Table } from '../../tables/table.ts'

/** A file to read: where it is, and what messages call it. */
export interface NamedFile {
  readonly path: string
  readonly label: string
  /** absent: as is usual for its format */
  readonly writtenAs?: WrittenAs
}

/** A table to read, whose files have been looked up. */
export interface NamedTable extends LocatedTable {
  /** absent: as is usual for its format */
  readonly writtenAs?: WrittenAs
}

/** How predictions and labels are read; undefined: not in this way. */
export interface Tables<T extends OpenedTable> {
  open(file: NamedFile | NamedTable): Promise<T | undefined>
  read(table: T, wanted: readonly Wanted[]): Promise<Column[] | undefined>
  join(left: Side<T>, right: Side<T>): Promise<Joined | undefined>
}

export type OpenedTable = Pick<Table, 'label' | 'columns' | 'rows'>
type Side<T> = Omit<JoinSide, 'table'> & { readonly table: T }

const aloneIn = (named: NamedFile | NamedTable): Pick<NamedFile, 'path' | 'label'> | undefined => {
  if ('path' in named) return named
  const [first] = named.files
  return named.several || first === undefined ? undefined : { path: first.file, label: named.label }
}

/** Text that needs no engine, which is most of it. */
export const plainTables: Tables<PlainTable> = {
  open: async (named) => {
    const alone = aloneIn(named)
    return alone === undefined || named.writtenAs !== undefined
      ? undefined
      : plainTable(alone.path, alone.label)
  },
  read: async (table, wanted) => readPlainColumns(table, wanted),
  join: async (left, right) => joinPlainColumns(left, right),
}
