import type { KeyPath } from '../../config/yaml-document.ts'
import { counted } from '../../report/number.ts'
import { quoted } from '../finding.ts'
import type { Judgement } from '../probe.ts'
import { againstBound, type Bounds, broken } from './bounds.ts'
import { type Asked, wholeFault } from './column.ts'

/**
 * A number against its bounds.
 * @param what it is, as in "the mean"
 * @param below where in the check the bounds stand
 */
export function judgeStatistic(
  asked: Asked,
  what: string,
  value: number,
  bounds: Bounds,
  below: KeyPath = [],
): Judgement | undefined {
  const found = broken(value, bounds)
  if (found === undefined) return undefined
  return wholeFault(asked, `the ${what} of ${quoted(asked.field)} is ${againstBound(value, found)}`, [
    ...below,
    found.bound,
  ])
}

/**
 * Digits that are the same however a sum of decimals was rounded on the way: 0.1 + 0.7 is 0.8.
 */
export const rounded = (value: number) => Number(value.toPrecision(15))

/** Values that no sum can take in make it undefined. */
export const tooLarge = (asked: Asked, count: number, what: string): Judgement =>
  wholeFault(
    asked,
    `${quoted(asked.field)} has ${counted(count, 'value')} too large to be summed exactly, so that its ${what} is undefined`,
  )
