import { readFileSync, writeFileSync } from 'node:fs'

/** Rows of a CSV file as objects of text. The penguins' values hold no commas and no quotes. */
export function readCsv(file) {
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/)
  const columns = header.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]]))
  })
}

/** Writes rows as CSV with the columns of the first row. */
export function writeCsv(file, rows) {
  const columns = Object.keys(rows[0])
  const lines = rows.map((row) => columns.map((column) => row[column]).join(','))
  writeFileSync(file, `${[columns.join(','), ...lines].join('\n')}\n`)
}
