import { inputError } from '../errors.ts'
import { counted, grouped } from '../report/number.ts'
import type { Table } from './table.ts'

/**
 * Compares what the engine read of a table with what was found in its bytes.
 * @param found rows that a statement over the whole table counted
 * @throws AssayError input `table-changed`
 */
export function requireRows({ label, rows }: Pick<Table, 'label' | 'rows'>, found: unknown): void {
  if (found === rows) return
  throw inputError(
    'table-changed',
    `${label} has ${counted(rows, 'row')} at one reading and ${grouped(Number(found))} at the next.`,
    { hint: 'See that nothing writes to the file while it is read.', file: label },
  )
}
