import type { CellShape } from './plain/cell-shapes.ts'
import { literal, literals } from './quote.ts'
import type { Table, TableColumn } from './table.ts'
import { isTyped } from './table-format.ts'

/** A decimal number as text: sign, digits, one point, exponent. No spaces, no separators, no NaN or Infinity. */
export const numberPattern = '[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?'

const numericType = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\))$/

export const isNumericType = (type: string) => numericType.test(type)
export const isFloatType = (type: string) => type === 'FLOAT' || type === 'DOUBLE'
export const isTextFormat = ({ format }: Pick<Table, 'format'>) => !isTyped(format)

/** Whether the cells of a column are texts, whatever the field's type. */
export const isWrittenAsText = (table: Pick<Table, 'format'>, { partition = false }: TableColumn) =>
  partition || isTextFormat(table)

/**
 * SQL: is the cell missing? In CSV and TSV an empty cell is NULL in the view, and missing only when '' is listed; in
 * JSON Lines and Parquet NULL always is. NaN is, where the list has it in any case of letters.
 */
export function missingSql(
  table: Pick<Table, 'format'>,
  { sql, type, partition = false }: TableColumn,
  missing: readonly string[],
): string {
  const delimited = isTextFormat(table) && table.format !== 'jsonl'
  if (delimited && !partition && missing.length === 1 && missing[0] === '') return isNullSql({ sql })
  if (delimited) return `${isOneOf(`coalesce(${sql}, '')`, missing)}`
  if (type === 'VARCHAR') return `(${sql} IS NULL OR coalesce(${isOneOf(sql, missing)}, false))`
  const nan = isFloatType(type) && missing.some((text) => text.toLowerCase() === 'nan')
  return nan ? `(${sql} IS NULL OR coalesce(isnan(${sql}), false))` : isNullSql({ sql })
}

/** SQL: has the cell no value at all? */
export const isNullSql = ({ sql }: Pick<TableColumn, 'sql'>) => `(${sql} IS NULL)`

const isOneOf = (text: string, texts: readonly string[]) =>
  texts.length === 1
    ? `(${text} = ${literal(texts[0]!)})`
    : `list_contains(${literals(texts)}::VARCHAR[], ${text})`

/** SQL: the cell as DOUBLE, infinities included, of a column that looks like numbers; undefined of any other. */
export function rawNumberSql({ sql, type, shape }: TableColumn): string | undefined {
  if (type !== 'VARCHAR') return undefined
  // To the cast to DOUBLE, +-5 is a number.
  if (shape === 'whole') return `try_cast(${sql} AS BIGINT)::DOUBLE`
  return shape === 'decimal' ? `try_cast(${sql} AS DOUBLE)` : undefined
}

/** SQL: the cell as a time, infinite ones included, of a column that holds times; undefined of any other. */
export function rawTimeSql({ sql, type, shape }: TableColumn): string | undefined {
  if (/^DATE$|^TIMESTAMP/.test(type)) return `(${sql})::TIMESTAMPTZ`
  if (type !== 'VARCHAR') return undefined
  // The cast of a text to an instant looks for a time zone, which takes longer than all else.
  return shape === 'day' ? `try_cast(${sql} AS DATE)::TIMESTAMP` : instantSql({ sql, shape })
}

/** SQL: the cell as an instant of a column of texts that all look like one; undefined of any other. */
export function instantSql({
  sql,
  shape,
}: {
  sql: string
  shape: CellShape | undefined
}): string | undefined {
  const instant = `try_cast(${sql} AS TIMESTAMPTZ)`
  if (shape === 'late instant') return `CASE WHEN NOT contains(${sql}, 'T24') THEN ${instant} END`
  return shape === 'instant' ? instant : undefined
}

/** SQL: the cell as a finite DOUBLE, NULL where it is none. */
export function numberSql({ sql, type }: TableColumn): string {
  if (type === 'VARCHAR')
    return finite(
      `CASE WHEN regexp_full_match(${sql}, '${numberPattern}') THEN try_cast(${sql} AS DOUBLE) END`,
    )
  return isNumericType(type) ? finite(`(${sql})::DOUBLE`) : 'NULL::DOUBLE'
}

/** SQL: the cell as text; an empty cell of a text format is '', or NULL where the column is said to be filled. */
export const textSql = (table: Pick<Table, 'format'>, { sql, type, filled = false }: TableColumn) =>
  isTextFormat(table) && !filled ? `coalesce(${sql}, '')` : type === 'VARCHAR' ? sql : `(${sql})::VARCHAR`

const finite = (number: string) => `CASE WHEN isfinite(${number}) THEN ${number} END`
