/** A table, its contract, and what frictionless needs to be asked of it. */
export interface ParityCase {
  readonly name: string
  /** name of the file; what ends in .gz is compressed before it is written */
  readonly file: string
  readonly text: string
  /** Table Schema, which both programs take as it is */
  readonly schema: TableSchema
  /** line of each record of the file, the header being the first; of JSON Lines, a header that is not there has 0 */
  readonly lines: readonly number[]
  /** other CSV files by table name, for foreign keys */
  readonly others?: Readonly<Record<string, { readonly text: string; readonly schema: TableSchema }>>
}

export interface TableSchema {
  readonly fields: readonly (Readonly<Record<string, unknown>> & {
    readonly name: string
    readonly type: string
    readonly constraints?: Readonly<Record<string, unknown>>
  })[]
  readonly fieldsMatch?: string
  readonly missingValues?: readonly string[]
  readonly primaryKey?: readonly string[]
  readonly foreignKeys?: readonly {
    readonly fields: readonly string[]
    readonly reference: { readonly resource: string; readonly fields: readonly string[] }
  }[]
}

/** A CSV of these lines, none of which has a line break in a cell. */
export function csvCase(
  name: string,
  schema: TableSchema,
  lines: readonly string[],
  others?: ParityCase['others'],
): ParityCase {
  return {
    name,
    file: 'data.csv',
    text: `${lines.join('\n')}\n`,
    schema,
    lines: lines.map((_, i) => i + 1),
    ...(others && { others }),
  }
}
