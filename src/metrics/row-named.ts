import { visible } from '../report/visible.ts'
import type { Predictions } from './predictions.ts'

/** Which row is meant; ids are hostile text. */
export function rowNamed(named: NonNullable<Predictions['named']>, row: number): string {
  if (named === 'by-place') return `row ${row + 1}`
  return `the row of the id ${JSON.stringify(visible(named[row] ?? '', 60))}`
}

/** The first row at fault and what it has, to follow how many there are; empty where rows have no names. */
export function firstAtFault(named: Predictions['named'], row: number, value: number): string {
  if (named === undefined) return ''
  return `: ${rowNamed(named, row)} has ${Number.isNaN(value) ? 'NaN or nothing' : value}`
}
