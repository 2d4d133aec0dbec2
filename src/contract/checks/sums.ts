import type { Value } from '../../tables/engine/engine.ts'
import type { FaultGroup } from '../fault-group.ts'
import type { Probe } from '../probe.ts'
import { withReadings } from '../reading.ts'
import type { Bounds } from './bounds.ts'
import { askedOf, type CheckedColumn, noValues } from './column.ts'
import { exactSum, exactWholeSum } from './exact-sum.ts'
import { type NumericColumn, numericColumn } from './numeric-column.ts'
import { groupOf, type Statement } from './statement.ts'
import { judgeStatistic, rounded, tooLarge } from './statistic.ts'

/**
 * Sum and mean. A plain sum, whose last digits are those of the threads, is enough where the bounds are further away
 * than its error can be; otherwise the exact one is taken, by a statement of its own that is some ten times as slow.
 */
export const sumProbes = (statement: Statement, column: CheckedColumn): Probe[] => [
  ...summedProbes(statement, column, 'sum'),
  ...summedProbes(statement, column, 'mean'),
]

function summedProbes(statement: Statement, column: CheckedColumn, kind: 'sum' | 'mean'): Probe[] {
  const bounds = column.checks[kind]
  if (bounds === undefined) return []
  const numbers = numericColumn(column.reading)
  const { double, lost } = numbers
  return [
    {
      aggregates: [
        `count(${double})`,
        `sum(${double})`,
        `sum(abs(${double}))`,
        `max(abs(${double}))`,
        `count(*) FILTER (WHERE ${lost})`,
      ],
      judge(answers) {
        const plain = plainSum(answers)
        if (isWithin(plain, kind, bounds)) return undefined
        return { settle: () => judgeExactly(statement, column, kind, bounds, numbers) }
      },
    },
  ]
}

interface PlainSum {
  readonly count: number
  readonly sum: number
  /** sum of what the values are without their sign */
  readonly size: number
  readonly largest: number
  /** values that no double stands for */
  readonly lost: number
}

const plainSum = ([count, sum, size, largest, lost]: readonly Value[]): PlainSum => ({
  count: Number(count),
  sum: Number(sum),
  size: Number(size),
  largest: Number(largest),
  lost: Number(lost),
})

/** Larger values are never taken for certain, since they may be too large for the exact sum. */
const largestPlain = 2 ** 62

/**
 * Whether the exact sum, or mean, surely lies within the bounds. In any order the error of a sum of n doubles is below
 * n 2^-53 times the sum of their sizes (Higham 2002, section 4.2); four times as much covers the reading of whole
 * numbers as doubles, the sizes' own error, and the digits that are compared.
 */
function isWithin(
  { count, sum, size, largest, lost }: PlainSum,
  kind: 'sum' | 'mean',
  bounds: Bounds,
): boolean {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = bounds
  if (count === 0 || lost > 0 || !(largest < largestPlain)) return false
  const over = kind === 'sum' ? 1 : count
  const error = (4 * (count + 16) * 2 ** -53 * size) / over
  return sum / over - error > min && sum / over + error < max
}

async function judgeExactly(
  statement: Statement,
  column: CheckedColumn,
  kind: 'sum' | 'mean',
  bounds: Bounds,
  { isWhole, exact, lost }: NumericColumn,
): Promise<FaultGroup | undefined> {
  const asked = askedOf(column, kind)
  const { min = 0, max = 0 } = bounds
  const size = Math.max(Math.abs(min), Math.abs(max))
  const { aggregates, read } = isWhole ? exactWholeSum(exact, lost) : exactSum(exact, size)
  const [row = {}] = await statement.engine.rows(
    `SELECT ${aggregates.map((aggregate, i) => `${aggregate} AS a${i}`).join(', ')}
     FROM ${withReadings(statement.table.relation, [column.reading])}`,
  )
  const { count, beyond, ...summed } = read(aggregates.map((_, i) => row[`a${i}`] ?? null))
  const value = isWhole && kind === 'sum' ? summed.sum : rounded(summed[kind])
  const judged =
    beyond > 0
      ? tooLarge(asked, beyond, kind)
      : count === 0
        ? noValues(asked, kind)
        : judgeStatistic(asked, kind, value, bounds)
  return judged && groupOf(statement, judged)
}
