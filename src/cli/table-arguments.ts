import { counted } from '../report/number.ts'
import { faultText } from '../tables/csv/csv-faults.ts'
import { type LocatedTable, locateTable } from '../tables/locate.ts'
import type { Table } from '../tables/table.ts'

/** The files that a command line names: paths and patterns, together one table. */
export function locatedFiles(files: readonly string[]): Promise<LocatedTable> {
  const [only = '', ...others] = files
  const folder = process.cwd()
  return locateTable({ path: others.length === 0 ? only : [...files], root: folder, workspace: folder })
}

/** What was read, and what could not be. */
export function readText({ label, rows, columns, faults, parts = [] }: Table): string[] {
  const files = parts.length > 1 ? `${counted(parts.length, 'file')}, ` : ''
  const read = `${label}: ${files}${counted(rows, 'row')}, ${counted(columns.length, 'column')}`
  const broken = Object.values(faults.counts).reduce((sum, count) => sum + count, 0)
  const [first] = faults.first
  if (first === undefined) return [`${read}.`]
  const where = `${first.file === undefined ? '' : `${first.file}, `}line ${first.line}`
  return [
    `${read}.`,
    `${counted(broken, 'row')} left out, which no contract allows; ${where}: ${faultText(first, columns.length)}.`,
  ]
}
