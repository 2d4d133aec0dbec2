import type { Table, TableColumn } from '../tables/table.ts'
import { canonicalNumber } from './cell-text.ts'

/** Columns of a table that have a name of their own, without some; in the order of their names. */
export const hashedColumns = (
  { columns }: Pick<Table, 'columns'>,
  without: ReadonlySet<string>,
): string[] => {
  const names = columns.map(({ name }) => name)
  return [...new Set(names)].filter((name) => name !== '' && !without.has(name)).sort()
}

/**
 * SQL of the lower 64 bits of the MD5 of a row's cells in some columns. Equal rows have equal hashes in every format
 * and version of the engine: 1, 1.0 and 1e0 are one number, True and true one value, and an empty cell is none. Two
 * different rows of a million have the same one with a probability below 1e-7.
 * @returns the name of the first column that the table has not, where it has not all
 */
export function rowHash(
  { columns }: Pick<Table, 'columns'>,
  names: readonly string[],
): { readonly sql: string } | { readonly lacks: string } {
  const found = names.map((name) => columns.find((column) => column.name === name))
  const lacks = found.indexOf(undefined)
  if (lacks >= 0) return { lacks: names[lacks]! }
  const cells = found.map((column) => cell(column!))
  // Texts hold these two control characters so seldom that no row is taken for another by them.
  const text = `concat_ws(chr(31), ${cells.map((sql) => `coalesce(${sql}, chr(30))`).join(', ')})`
  return { sql: `md5_number_lower(${text})` }
}

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*)$/

function cell({ sql, type }: TableColumn): string {
  const text = `nullif((${sql})::VARCHAR, '')`
  if (numeric.test(type)) return `coalesce(${canonicalNumber(`(${sql})::DOUBLE`)}, ${text})`
  return type === 'VARCHAR' ? written(sql, text) : text
}

/** A number as it is written but for zeros at its end, which is much faster than to write it anew. */
const written = (sql: string, text: string) =>
  `CASE WHEN try_cast(${sql} AS DOUBLE) IS NULL THEN
      CASE WHEN ${sql} IN ('True', 'TRUE') THEN 'true' WHEN ${sql} IN ('False', 'FALSE') THEN 'false' ELSE ${text} END
    WHEN ${sql} ^@ '.' OR ${sql} ^@ '+' OR ${sql} ^@ '-.' OR contains(${sql}, 'e') OR contains(${sql}, 'E')
      THEN coalesce(${canonicalNumber(`try_cast(${sql} AS DOUBLE)`)}, ${text})
    WHEN contains(${sql}, '.') THEN rtrim(rtrim(${sql}, '0'), '.') ELSE ${text} END`
