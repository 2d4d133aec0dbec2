import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { hashedColumns, rowHash } from '../dataset-checks/row-hash.ts'
import type { Engine } from '../tables/engine/engine.ts'
import { literal } from '../tables/quote.ts'
import type { Table } from '../tables/table.ts'

/** Rows whose hashes are kept: 8 bytes each, at most 32 MiB a table. */
const mostRows = 2 ** 22

export const rowHashes = z.object({
  table: z.string(),
  /** file of the evidence: Parquet, one column `h`, distinct and in order */
  evidence: z.string(),
  /** columns that the hashes are of */
  columns: z.array(z.string()),
})
export type RowHashes = z.infer<typeof rowHashes>

/**
 * Keeps the hashes of a training table's rows, without their labels, so that a later gate can tell which test rows a
 * model was trained on.
 * @returns undefined where the table is too large, or has nothing but labels
 */
export async function keepRowHashes(
  engine: Engine,
  table: Table,
  {
    name,
    labels,
    evidence,
  }: { readonly name: string; readonly labels: readonly string[]; readonly evidence: string },
): Promise<RowHashes | undefined> {
  const columns = hashedColumns(table, new Set(labels))
  const hash = rowHash(table, columns)
  if (table.rows > mostRows || columns.length === 0 || 'lacks' in hash) return undefined
  const path = `trained-rows-${name}.parquet`
  const file = join(engine.scratch, path)
  await engine.run(
    `COPY (SELECT DISTINCT ${hash.sql} AS h FROM ${table.relation} ORDER BY h) TO ${literal(file)} (FORMAT parquet)`,
  )
  await copyFile(file, join(evidence, path))
  return { table: name, evidence: path, columns }
}
