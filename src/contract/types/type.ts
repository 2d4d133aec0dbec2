import type { Table, TableColumn } from '../../tables/table.ts'

/** The constraints of Table Schema that are checked. */
export const constraintNames = [
  'required',
  'unique',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'pattern',
  'enum',
] as const
export type ConstraintName = (typeof constraintNames)[number]

/** What a field says about how its cells are written. */
export interface FieldOptions {
  readonly format?: string | undefined
  readonly decimalChar?: string | undefined
  readonly groupChar?: string | undefined
  readonly bareNumber?: boolean | undefined
  readonly trueValues?: readonly string[] | undefined
  readonly falseValues?: readonly string[] | undefined
  readonly delimiter?: string | undefined
  readonly itemType?: string | undefined
}
export type OptionName = Exclude<keyof FieldOptions, 'format'>

export type Operator = '=' | '<=' | '>=' | '<' | '>'

/** A value of a type as a contract writes it: a bound, or one of a list. */
export interface Written {
  /** SQL of it, to be compared with a cell's value */
  readonly sql: string
  /** what it is ordered by among others of its type; the same for equal values */
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
  /** is the value one of these? */
  among(value: string, list: readonly Written[]): string
  /** bounds that a cell keeps only where it has the type, so that who keeps them need not be asked for it */
  readonly provenBy?: 'a bound' | 'bounds on both sides'
  /** its values are of 64 bits, and most likely between these */
  readonly reach?: readonly [low: number, high: number]
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

/** Options that contradict each other or ask for what cannot be checked. */
export interface Misuse {
  readonly option: keyof FieldOptions
  readonly message: string
}

/** What is known of a type before any field has it. */
export interface TypeDefinition {
  /** which constraints mean something for it, as the specification has it */
  readonly constraints: readonly ConstraintName[]
  /** formats beside `default`; a text in angle brackets is described, not written so */
  readonly formats?: readonly string[]
  /** which options beside the format mean something for it */
  readonly options?: readonly OptionName[]
  /** whether the field may have `categories` */
  readonly categories?: boolean
  /** options are asked about before anything is made of them */
  misuse?(options: FieldOptions): Misuse | undefined
  of(options: FieldOptions): CellType
}
