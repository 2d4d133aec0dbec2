import { join } from 'node:path'
import type { Engine } from '../tables/engine/engine.ts'
import { literal, oneFile } from '../tables/quote.ts'
import type { Sheet, SheetColumn } from './dataset.ts'

/**
 * SQL name of the rows `r` of a sheet with a hash `h` of their cells in some columns. Equal cells have equal hashes;
 * whether rows with one hash are equal is for {@link encoded} to say.
 */
export type Fingerprints = (sheet: Sheet, columns: readonly SheetColumn[]) => Promise<string>

/** Computes each set of columns of a sheet once. */
export function fingerprintsIn(engine: Engine): Fingerprints {
  const made = new Map<string, Promise<string>>()
  const make = async (relation: string, of: string, columns: readonly SheetColumn[]) => {
    const file = join(engine.scratch, `${relation}.parquet`)
    const cells = columns.map(({ sql }) => sql).join(', ')
    await engine.run(`COPY (SELECT r, hash(${cells}) AS h FROM ${of}) TO ${literal(file)} (FORMAT parquet)`)
    await engine.run(`CREATE OR REPLACE VIEW ${relation} AS SELECT * FROM read_parquet(${oneFile(file)})`)
    return relation
  }
  return (sheet, columns) => {
    const key = `${sheet.relation} ${columns.map(({ sql }) => sql).join(' ')}`
    const known = made.get(key) ?? make(`${sheet.relation}_h${made.size}`, sheet.relation, columns)
    made.set(key, known)
    return known
  }
}

/** SQL of the cells of some columns as one text that tells all rows apart: each with its length before it, or `-`. */
export const encoded = (columns: readonly SheetColumn[]) =>
  `concat(${columns.map(({ sql }) => `coalesce(length(${sql}) || ':' || ${sql}, '-')`).join(', ')})`

/** Rows that one pass over hashes may hold at a time, so that memory does not grow with the table. */
const rowsAPass = 2 ** 22

/** SQL conditions on a hash `h` that together take every row once. */
export function passesOver(rows: number): string[] {
  const passes = Math.max(1, Math.ceil(rows / rowsAPass))
  return Array.from({ length: passes }, (_, pass) => `h % ${passes} = ${pass}`)
}
