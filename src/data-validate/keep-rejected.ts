import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rejectedRows } from '../contract/rejected-rows.ts'
import type { RejectedRows } from '../record/data-validate.ts'
import type { Engine } from '../tables/engine/engine.ts'
import type { CheckRequest, ReadTable } from './check-request.ts'
import type { HeldTable } from './references.ts'
import { rejectedCsv } from './rejected-csv.ts'

const limits = { rows: 10_000, bytes: 10_000_000 }

/** Names of tables become names of files; any other is numbered, as no name of a table begins. */
const fileName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/

export interface KeepRejected {
  /** of the table among all, from 1 */
  readonly number: number
  readonly evidence: string
  readonly policy: CheckRequest['rejected']
}

/** Keeps the rows of a table that are at fault in the evidence, where there are some and they may be kept. */
export async function keepRejected(
  engine: Engine,
  { name, source, files }: Pick<ReadTable, 'name' | 'source' | 'files'>,
  { table, loaded, examined }: HeldTable,
  { number, evidence, policy }: KeepRejected,
): Promise<RejectedRows[]> {
  if (policy === 'none' || (policy === 'committed' && !isCommitted({ source, files }))) return []
  const { rows, cut } = await rejectedRows(engine, loaded, table, examined, limits)
  if (rows.length === 0) return []
  const path = `rejected-${fileName.test(name) ? name : `_${number}`}.csv`
  const columns = table.columns.map((column) => column.name)
  await writeFile(join(evidence, path), rejectedCsv(columns, rows, table.label))
  return [{ table: name, path, rows: rows.length, ...(cut && { cut: true as const }) }]
}

/** Who can read the evidence of a public repository can read what it has committed anyway. */
function isCommitted({ source, files }: Pick<ReadTable, 'source' | 'files'>): boolean {
  const sources = files === undefined ? [source] : files.map((file) => file.source)
  return sources.every((one) => (one?.kind === 'git' || one?.kind === 'lfs') && one.modified === undefined)
}
