import type { Table, TableColumn } from '../../tables/table.ts'

/** Constraints of Table Schema that look at one cell or one column. */
export const constraintNames = [
  'required',
  'unique',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'pattern',
  'enum',
] as const
export type ConstraintName = (typeof constraintNames)[number]

/** What a field says about how its cells are written. */
export interface FieldOptions {
  readonly format?: string | undefined
}
export type OptionName = keyof FieldOptions

export type Operator = '=' | '<=' | '>='

/** A value of a type as a contract writes it: a bound, or one of a list. */
export interface Written {
  /** SQL of it, to be compared with a cell's value */
  readonly sql: string
  /** what it is ordered by among others of its type */
  readonly order: number | bigint | string
}

/** SQL of a cell that is not missing. */
export interface TypedCell {
  /** comparable value; NULL where the cell is not of the type, and for whole numbers beyond 128 bits */
  readonly value: string
  /** does it have the type? In terms of a column that holds the value, so that nothing is parsed twice */
  ok(value: string): string
  /** what tells cells apart whose values are the same or NULL: its own text, or NULL where the value is enough */
  rest(value: string): string
  /** the value against one that the contract writes */
  compared(value: string, operator: Operator, written: Written): string
  /** what `minLength` and `maxLength` count */
  length?(value: string): string
}

/** A type with the options of one field. */
export interface CellType {
  /** what a cell looks like, for messages */
  readonly looks: string
  /** what a value in the contract looks like, for messages */
  readonly writes: string
  /** what `length` counts, for messages */
  readonly parts?: string
  /** can a typed column, as Parquet has them, hold it at all? */
  stores(type: string): boolean
  cell(table: Pick<Table, 'format'>, column: TableColumn): TypedCell
  /** a bound or a listed value; undefined where it is none of this type */
  written(value: unknown): Written | undefined
}

/** What is known of a type before any field has it. */
export interface TypeDefinition {
  /** which constraints mean something for it, as the specification has it */
  readonly constraints: readonly ConstraintName[]
  /** which options do */
  readonly options: readonly OptionName[]
  of(options: FieldOptions): CellType
}
