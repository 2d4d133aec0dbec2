import { quoted } from '../finding.ts'
import type { Probe } from '../probe.ts'
import { askedOf, type CheckedColumn, noValues, wholeFault } from './column.ts'
import { numericColumn } from './numeric-column.ts'
import { judgeStatistic, tooLarge } from './statistic.ts'

/** Their squares would leave the doubles, which the engine answers with an error. */
const largestDeviating = 1e100

/**
 * Standard deviation. The engine merges what its threads found, so that the last digits are theirs: the nine that are
 * compared are not.
 */
export function deviationProbes(column: CheckedColumn): Probe[] {
  const bounds = column.checks.std
  if (bounds === undefined) return []
  const asked = askedOf(column, 'std')
  const { double, lost } = numericColumn(column.reading)
  const fits = `abs(${double}) <= '${largestDeviating}'::DOUBLE`
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
