import type { Value } from '../../tables/engine/engine.ts'

const limb = 53
const most = 2 ** 63
/** Beyond these the numbers are scaled, so that what a bound tells apart is summed. */
const ordinary = 40

/**
 * A sum of doubles that is the same for every order of the rows, and so for every number of threads: each value is cut
 * into whole numbers of 2^0, 2^-53 and 2^-106 (times a scale), whose sums have no rounding.
 */
export interface ExactSum {
  /** SQL aggregates */
  readonly aggregates: readonly string[]
  /** @param answers of the aggregates, in their order */
  read(answers: readonly Value[]): Summed
  /** SQL of the sum over the aggregates' names, to within the last digits of a double */
  approximate(names: readonly string[]): string
}

export interface Summed {
  readonly count: number
  /** values that are too large to be summed exactly */
  readonly beyond: number
  /** nearest double of the sum, and of the mean; NaN without values */
  readonly sum: number
  readonly mean: number
}

/**
 * @param value SQL of a finite DOUBLE, or NULL
 * @param size of what the sum or mean is held against; 0 where it tells nothing
 */
export function exactSum(value: string, size = 0): ExactSum {
  const exponent = scaleOf(size)
  const x = exponent === 0 ? `(${value})` : `((${value}) * ${double(2 ** -exponent)})`
  const fraction = `(${x} - trunc(${x}))`
  const scaled = `(${fraction} * ${double(2 ** limb)})`
  return {
    aggregates: [
      `count(${value})`,
      `count(*) FILTER (WHERE abs(${x}) >= ${double(most)})`,
      `sum(try_cast(trunc(${x}) AS BIGINT))`,
      `sum(try_cast(trunc(${scaled}) AS BIGINT))`,
      `sum(try_cast((${scaled} - trunc(${scaled})) * ${double(2 ** limb)} AS BIGINT))`,
    ],
    read([count, beyond, ...limbs]) {
      const total = limbs.reduce((sum, part) => (sum << BigInt(limb)) + whole(part), 0n)
      const unit = exponent - 2 * limb
      return {
        count: Number(count),
        beyond: Number(beyond),
        sum: nearest(total, 1n, unit),
        mean: nearest(total, whole(count), unit),
      }
    },
    approximate: ([count, beyond, ...limbs]) =>
      `CASE WHEN ${count} > 0 AND ${beyond} = 0 THEN ${limbs
        .map((part, i) => `${part}::DOUBLE * ${double(2 ** (exponent - i * limb))}`)
        .join(' + ')} END`,
  }
}

/**
 * The same of whole numbers, which need no cutting.
 * @param value SQL of a HUGEINT, or NULL
 * @param lost SQL: is there a value that is no HUGEINT?
 */
export function exactWholeSum(value: string, lost: string): Pick<ExactSum, 'aggregates' | 'read'> {
  const limit = `${2n ** 95n}::HUGEINT`
  const small = `(${value}) BETWEEN -${limit} AND ${limit}`
  return {
    aggregates: [
      `count(${value})`,
      `count(*) FILTER (WHERE ${lost} OR NOT (${small}))`,
      `sum(${value}) FILTER (WHERE ${small})`,
    ],
    read: ([count, beyond, total]) => ({
      count: Number(count),
      beyond: Number(beyond),
      sum: nearest(whole(total), 1n, 0),
      mean: nearest(whole(total), whole(count), 0),
    }),
  }
}

const double = (value: number) => `'${value}'::DOUBLE`

const whole = (value: Value | undefined) => BigInt(String(value ?? 0))

function scaleOf(size: number): number {
  if (size === 0) return 0
  const exponent = Math.floor(Math.log2(Math.abs(size)))
  return Math.abs(exponent) <= ordinary ? 0 : exponent
}

/** `total / count * 2^exponent`; the division keeps more digits than a double has. */
function nearest(total: bigint, count: bigint, exponent: number): number {
  if (count === 0n) return Number.NaN
  const kept = 128
  const size = Number(((total < 0n ? -total : total) << BigInt(kept)) / count)
  return (total < 0n ? -1 : 1) * size * 2 ** -kept * 2 ** exponent
}
