import { createHash } from 'node:crypto'
import { inputError } from '../errors.ts'
import { counted, grouped } from '../report/number.ts'

/** The engine's time grows with their square: 20,000 take ten seconds. */
const mostColumns = 50_000

/** @throws AssayError input `too-many-columns` */
export function requireFewColumns(count: number, label: string): void {
  if (count <= mostColumns) return
  throw inputError(
    'too-many-columns',
    `${label} has ${counted(count, 'column')}; at most ${grouped(mostColumns)} can be read.`,
    {
      hint: 'Write the table the long way round: a row for each value, with a column for what it measures.',
      file: label,
    },
  )
}

/** SQL name of a view, by what it shows: a file, and how it is read. */
export const relationOf = (what: string) =>
  `table_${createHash('sha256').update(what).digest('hex').slice(0, 16)}`

/** SQL of a view's rows with their number, from 1, in the column `r`. */
export const numbered = (relation: string) => `(SELECT row_number() OVER () AS r, * FROM ${relation})`
