import { inputError } from '../../errors.ts'

/**
 * Cells of a small CSV text: commas, quotes doubled inside quotes, any line ends. Tables go through DuckDB; this is
 * for metrics files, which must be readable where the engine is not.
 * @param file named in the error
 * @throws AssayError if a quote is left open
 */
export function parseCsv(text: string, file: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text)
    if (found === null) {
      throw inputError(
        'unreadable-csv',
        `${file} is no readable CSV: a quote in row ${rows.length + 1} is out of place`,
        {
          file,
          hint: 'Quote a whole cell or none of it, and double the quotes inside.',
        },
      )
    }
    const [, quoted, plain, end] = found
    row.push(quoted?.replaceAll('""', '"') ?? plain!)
    if (end !== ',') {
      rows.push(row)
      row = []
    } else if (cell.lastIndex === text.length) {
      row.push('')
    }
  }
  if (row.length > 0) rows.push(row)
  return rows
}
