import { inputError } from '../errors.ts'
import { faultText } from './csv/csv-faults.ts'
import type { Table } from './table.ts'

/**
 * For readers that cannot do without a row: refuses a table that has records which are not whole, or no rows.
 * @throws AssayError input `broken-rows`, `no-rows`
 */
export function requireWhole(table: Table): void {
  const [first] = [...table.faults.first].sort((a, b) => a.line - b.line)
  if (first !== undefined) {
    const total = Object.values(table.faults.counts).reduce((sum, count) => sum + count, 0)
    throw inputError(
      'broken-rows',
      `${first.file ?? table.label}, line ${first.line}: ${faultText(first, table.columns.length)}${total > 1 ? `; ${total - 1} more rows are broken` : ''}.`,
      {
        hint: 'Write every row with as many cells as the header.',
        file: first.file ?? table.label,
        line: first.line,
      },
    )
  }
  if (table.rows === 0) {
    throw inputError('no-rows', `${table.label} has a header but no rows.`, {
      hint: 'Check the step that writes it.',
      file: table.label,
    })
  }
}
