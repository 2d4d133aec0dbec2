import { median, type Timing } from './measure.ts'

export interface Row {
  readonly what: string
  readonly who: string
  readonly figure: string
  /** the first row of a group is what the others are divided by it */
  readonly ratio: string
}

export function rowsOf(what: string, timings: readonly Timing[]): Row[] {
  const first = median(timings[0]!.seconds)
  return timings.map(({ name, seconds, peak }, i) => ({
    what: i === 0 ? what : '',
    who: name,
    figure: `${median(seconds).toFixed(2)} s (${seconds[0]!.toFixed(2)} – ${seconds.at(-1)!.toFixed(2)})${megabytes(peak)}`,
    ratio: i === 0 ? '1' : (median(seconds) / first).toFixed(2),
  }))
}

const megabytes = (peak: number | undefined) =>
  peak === undefined ? '' : `, ${Math.round(peak / 2 ** 20)} MiB`

/** A Markdown table. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ['measured', 'who', 'median (min – max)', 'times ours'],
    ...rows.map(({ what, who, figure, ratio }) => [what, who, figure, ratio]),
  ]
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  return [line(cells[0]!), line(widths.map((width) => '-'.repeat(width))), ...cells.slice(1).map(line)].join(
    '\n',
  )
}
