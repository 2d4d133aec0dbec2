import type { Direction } from '../../record/gate-terms.ts'
import { numberFormat } from '../number.ts'
import type { DiffCell } from './metric-diff.ts'

/** `▼ 0.0870 worse`; '' where one side has no value. */
export function changeText({ change, better, value }: Pick<DiffCell, 'change' | 'better' | 'value'>): string {
  if (change === undefined || value === undefined) return ''
  if (change === 0) return 'equal'
  const arrow = change > 0 ? '▲' : '▼'
  const size = numberFormat([change])(Math.abs(change))
  return better === undefined ? `${arrow} ${size}` : `${arrow} ${size} ${better ? 'better' : 'worse'}`
}

/** Where the true change lies, under the change of a Markdown table; '' where there was no test. */
export function rangeText(cell: Pick<DiffCell, 'interval'>, direction: Direction | undefined): string {
  const words = rangeWords(cell, direction)
  return words === '' ? '' : `<sub>likely ${words}</sub>`
}

/** Where the true change lies, in plain words: `0.012 worse to 0.030 better`; '' where there was no test. */
export function rangeWords(
  { interval }: Pick<DiffCell, 'interval'>,
  direction: Direction | undefined,
): string {
  if (interval === undefined || direction === undefined) return ''
  const gains = interval.map((bound) => (direction === 'higher' ? bound : -bound))
  const [least, most] = [Math.min(...gains), Math.max(...gains)]
  if (least === 0 && most === 0) return ''
  const format = numberFormat(interval)
  const sizes = [least, most].map((gain) => format(Math.abs(gain)))
  const words = (gain: number) => (gain < 0 ? 'worse' : 'better')
  if (words(least) !== words(most)) return `${sizes[0]} worse to ${sizes[1]} better`
  const [from, to] = least < 0 ? [...sizes].reverse() : sizes
  return `${from} to ${to} ${words(least)}`
}
