import type { Digest } from '../record/digest.ts'
import type { Faults } from './csv-faults.ts'
import type { TableFormat } from './table-file.ts'

export interface TableColumn {
  /** as in the file: may be empty, repeated, or any text */
  readonly name: string
  /** the column in SQL: never the user's text */
  readonly sql: string
  /** DuckDB's type; VARCHAR for every column of a text format, where an empty cell is NULL */
  readonly type: string
}

/** A table that the engine can query. Its rows are those that are whole; `faults` has the others. */
export interface Table {
  /** what messages call the file */
  readonly label: string
  readonly format: TableFormat
  readonly digest: Digest
  readonly bytes: number
  readonly rows: number
  readonly columns: readonly TableColumn[]
  readonly faults: Faults
  /** SQL name of the rows */
  readonly relation: string
  /** SQL of the rows with their number, from 1, in the column `r` */
  readonly numbered: string
  /** where a row is: its number among all data rows, header not counted, and in text formats its line */
  place(row: number): { readonly row: number; readonly line?: number }
}
