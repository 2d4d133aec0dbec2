import type { Direction } from '../record/evaluate-gate.ts'
import type { DiffCell } from './metric-diff.ts'
import { numberFormat } from './number.ts'

/** `▼ 0.0870 worse`; '' where one side has no value. */
export function changeText({ change, better, value }: Pick<DiffCell, 'change' | 'better' | 'value'>): string {
  if (change === undefined || value === undefined) return ''
  if (change === 0) return 'equal'
  const arrow = change > 0 ? '▲' : '▼'
  const size = numberFormat([change])(Math.abs(change))
  return better === undefined ? `${arrow} ${size}` : `${arrow} ${size} ${better ? 'better' : 'worse'}`
}

/** Where the true change lies, in plain words under it; '' where there was no test. */
export function rangeText(
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
  if (words(least) !== words(most)) return `<sub>likely ${sizes[0]} worse to ${sizes[1]} better</sub>`
  const [from, to] = least < 0 ? [...sizes].reverse() : sizes
  return `<sub>likely ${from} to ${to} ${words(least)}</sub>`
}
