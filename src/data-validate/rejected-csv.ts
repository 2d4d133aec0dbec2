import type { RejectedRow } from '../contract/rejected-rows.ts'

/**
 * Rows at fault as CSV: where each is, all that is wrong in it, and its own cells. A text that a spreadsheet would run
 * as a formula gets an apostrophe before it, and `escaped` says in which of the row's own columns, so that the cells
 * can be had again as they were.
 * @param columns names of the table's own columns
 * @param file what messages call the table's file
 */
export function rejectedCsv(columns: readonly string[], rows: readonly RejectedRow[], file: string): string {
  const lines = rows.map(({ place, faults, cells }) => {
    const escaped = cells.flatMap((cell, i) => (cell !== null && isFormula(cell) ? [i + 1] : []))
    return [
      place.file ?? file,
      place.line === undefined ? null : String(place.line),
      String(place.row),
      faults.join('; '),
      escaped.join(' '),
      ...cells,
    ]
  })
  return [['file', 'line', 'row', 'faults', 'escaped', ...columns], ...lines].map(csvRow).join('')
}

const csvRow = (cells: readonly (string | null)[]) => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(cell: string | null): string {
  if (cell === null || cell === '') return ''
  const text = isFormula(cell) ? `'${cell}` : cell
  return /^[\p{L}\p{N}_.:/ -]*$/u.test(text) ? text : `"${text.replaceAll('"', '""')}"`
}

/** What begins like a formula and is no number. */
const isFormula = (cell: string) =>
  /^[=@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(cell) ||
  (/^[+-]./s.test(cell) && !/^[+-](\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell))
