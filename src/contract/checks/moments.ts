import { counted } from '../../report/number.ts'
import { quoted } from '../finding.ts'
import type { Judgement, Probe } from '../probe.ts'
import type { Bounds } from './bounds.ts'
import { type Asked, askedOf, type CheckedColumn, noValues, wholeFault } from './column.ts'
import { exactSum, exactWholeSum } from './exact-sum.ts'
import { numericColumn } from './numeric-column.ts'
import { judgeStatistic, rounded } from './statistic.ts'

/** Sum, mean and standard deviation. */
export const momentProbes = (column: CheckedColumn): Probe[] => [
  ...summedProbes(column, 'sum'),
  ...summedProbes(column, 'mean'),
  ...deviationProbes(column),
]

function summedProbes(column: CheckedColumn, kind: 'sum' | 'mean'): Probe[] {
  const bounds = column.checks[kind]
  if (bounds === undefined) return []
  const asked = askedOf(column, kind)
  const { isWhole, exact, lost } = numericColumn(column.reading)
  const summing = isWhole ? exactWholeSum(exact, lost) : exactSum(exact, sizeOf(bounds))
  return [
    {
      aggregates: summing.aggregates,
      judge(answers) {
        const { count, beyond, ...summed } = summing.read(answers)
        if (beyond > 0) return tooLarge(asked, beyond, kind)
        if (count === 0) return noValues(asked, kind)
        const value = isWhole && kind === 'sum' ? summed.sum : rounded(summed[kind])
        return judgeStatistic(asked, kind, value, bounds)
      },
    },
  ]
}

const sizeOf = ({ min = 0, max = 0 }: Bounds) => Math.max(Math.abs(min), Math.abs(max))

const tooLarge = (asked: Asked, count: number, what: string): Judgement =>
  wholeFault(
    asked,
    `${quoted(asked.field)} has ${counted(count, 'value')} too large to be summed exactly, so that its ${what} is undefined`,
  )

/** Their squares would leave the doubles, which the engine answers with an error. */
const largestDeviating = 1e100

/**
 * The engine merges what its threads found, so that the last digits are theirs: the nine that are compared are not.
 */
function deviationProbes(column: CheckedColumn): Probe[] {
  const bounds = column.checks.std
  if (bounds === undefined) return []
  const asked = askedOf(column, 'std')
  const { double, lost } = numericColumn(column.reading)
  const limit = `'${largestDeviating}'::DOUBLE`
  const fits = `abs(${double}) <= ${limit}`
  return [
    {
      aggregates: [
        `count(${double})`,
        `count(*) FILTER (WHERE ${lost} OR NOT (${fits}))`,
        `stddev_samp(${double}) FILTER (WHERE ${fits})`,
      ],
      judge([all, beyond, std]) {
        const count = Number(all)
        if (Number(beyond) > 0) return tooLarge(asked, Number(beyond), 'standard deviation')
        if (count === 0) return noValues(asked, 'standard deviation')
        if (count === 1)
          return wholeFault(
            asked,
            `${quoted(asked.field)} has one value, so that its standard deviation is undefined`,
          )
        return judgeStatistic(asked, 'standard deviation', Number(Number(std).toPrecision(9)), bounds)
      },
    },
  ]
}
