import type { Contract } from '../contract/schema/contract.ts'
import type { TableRole } from '../record/refs.ts'
import type { Engine } from '../tables/engine/engine.ts'
import type { Table } from '../tables/table.ts'
import type { CellKind } from './cell-kind.ts'
import type { Fingerprints } from './fingerprints.ts'
import type { Targets } from './target.ts'

/** A table that was opened, with the contract that says how its cells are read. */
export interface DatasetTable {
  readonly name: string
  readonly role: TableRole
  readonly table: Table
  readonly contract?: Contract
}

export interface SheetColumn {
  readonly name: string
  /** column of the sheet: the cell as a text that is the same for equal cells, NULL where it is missing */
  readonly sql: string
  readonly kind: CellKind
  /** whether the contract or the file gives its type */
  readonly typed: boolean
  /** whether the contract says that it identifies a row */
  readonly identifies: boolean
}

/** A table as the checks read it: every cell a comparable text, and the row's number in the column `r`. */
export interface Sheet extends DatasetTable {
  /** SQL name of the rows */
  readonly relation: string
  readonly rows: number
  readonly columns: readonly SheetColumn[]
}

/** What is predicted: one of some classes, or a value that is more or less. */
export type LabelKind = 'class' | 'value'

/** Everything that a check looks at. */
export interface Dataset {
  readonly engine: Engine
  readonly sheets: readonly Sheet[]
  readonly fingerprints: Fingerprints
  /** name of the column to be predicted */
  readonly label?: string
  readonly labelKind?: LabelKind
  /** of train tables: what is to be predicted */
  readonly targets: Targets
}

export const sheetsOf = ({ sheets }: Pick<Dataset, 'sheets'>, ...roles: readonly TableRole[]) =>
  sheets.filter(({ role }) => roles.includes(role))

/** Every test table with every train table. */
export const pairsOf = (dataset: Pick<Dataset, 'sheets'>): { test: Sheet; train: Sheet }[] =>
  sheetsOf(dataset, 'test').flatMap((test) => sheetsOf(dataset, 'train').map((train) => ({ test, train })))

export const columnOf = ({ columns }: Sheet, name: string) => columns.find((column) => column.name === name)
