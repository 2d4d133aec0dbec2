import type { Digest } from '../record/digest.ts'
import type { Faults } from './csv/csv-faults.ts'
import type { CellShape } from './plain/cell-shapes.ts'
import type { TableFormat } from './table-format.ts'

export interface TableColumn {
  /** as in the file: may be empty, repeated, or any text */
  readonly name: string
  /** the column in SQL: never the user's text */
  readonly sql: string
  /** DuckDB's type; VARCHAR for every column of a text format, where an empty cell is NULL */
  readonly type: string
  /** only missing cells are NULL: others need not be asked */
  readonly filled?: boolean
  /** what all its cells look like, where that is known of text */
  readonly shape?: CellShape
  /** where that is known of text: all its cells that are not empty are plain decimal numbers, between these */
  readonly extremes?: Extremes
  /** whole numbers between which, most likely, all its cells are */
  readonly reach?: readonly [low: number, high: number]
  /** SQL of what the cell is in JSON, where the format is that: one letter, see JsonKind */
  readonly jsonKind?: string
  /** its value stands in the names of folders: text in every format */
  readonly partition?: boolean
}

/** Of a column of decimal numbers of at most 15 digits, without plus and exponent, each rounded to a double. */
export interface Extremes {
  readonly low: number
  readonly high: number
  /** no cell is empty */
  readonly filled: boolean
  /** digits behind the point, at most */
  readonly decimals: number
}

/** One of the files that a table consists of. */
export interface TablePart {
  /** what the table's digest calls it: relative to the configuration's folder, or its address */
  readonly path: string
  readonly bytes: number
  readonly digest: Digest
}

/** Where a row is. */
export interface RowPlace {
  /** what messages call the file, where the table has several */
  readonly file?: string
  /** number among all data rows of its file, from 1, header not counted */
  readonly row: number
  /** its line in text formats, from 1 */
  readonly line?: number
}

/** A table that the engine can query. Its rows are those that are whole; `faults` has the others. */
export interface Table {
  /** what messages call the file */
  readonly label: string
  readonly format: TableFormat
  readonly digest: Digest
  readonly bytes: number
  readonly rows: number
  /** the engine has not been seen yet to read as many rows: who reads all of them first calls `requireRows` */
  readonly unconfirmed?: true
  readonly columns: readonly TableColumn[]
  readonly faults: Faults
  /** SQL name of the rows */
  readonly relation: string
  /** SQL of the rows with their number, from 1, in the column `r` */
  readonly numbered: string
  /** the one file whose records these are, where cells are what stands between delimiters and line feeds: no quote, no CR */
  readonly plain?: { readonly file: string; readonly delimiter: string }
  /** where the columns are named, in text formats that do so on a line; of several files the first */
  readonly header?: { readonly file?: string; readonly line: number }
  /** the files, where the table is configured to have several; then `digest` is the tree digest over them */
  readonly parts?: readonly TablePart[]
  /** where a row of `numbered` is */
  place(row: number): RowPlace
}
