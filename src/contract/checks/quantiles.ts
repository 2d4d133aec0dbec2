import { counted } from '../../report/number.ts'
import type { FaultGroup } from '../fault-group.ts'
import { quoted } from '../finding.ts'
import { withReadings } from '../reading.ts'
import type { Bounds } from './bounds.ts'
import { type Asked, askedOf, type CheckedColumn, noValues, weightOf, wholeFault } from './column.ts'
import { numericColumn } from './numeric-column.ts'
import { groupOf, type Statement } from './statement.ts'
import { judgeStatistic, rounded } from './statistic.ts'

interface QuantileCheck {
  readonly asked: Asked
  readonly share: number
  readonly what: string
  readonly bounds: Bounds
}

function quantileChecks(column: CheckedColumn): QuantileCheck[] {
  const { median, quantiles = {} } = column.checks
  const middle = median === undefined ? [] : [{ share: 0.5, what: 'median', bounds: median }]
  return [
    ...middle.map((one) => ({ ...one, asked: askedOf(column, 'median') })),
    ...Object.entries(quantiles).map(([share, bounds]) => {
      const { asked, ...quantile } = askedOf(column, 'quantiles')
      return {
        asked: { ...quantile, asked: [...asked, share], weight: weightOf(bounds) },
        share: Number(share),
        what: `${share} quantile`,
        bounds,
      }
    }),
  ]
}

/** Quantiles as numpy's `linear`. All of a column are one statement, since its values are held. */
export async function checkQuantiles(statement: Statement, column: CheckedColumn): Promise<FaultGroup[]> {
  const checks = quantileChecks(column)
  if (checks.length === 0) return []
  const { engine, table } = statement
  const { double, lost } = numericColumn(column.reading)
  const shares = checks.map(({ share }) => share).join(', ')
  const [row] = await engine.rows(
    `SELECT quantile_cont(${double}, [${shares}]) AS found, count(*) FILTER (WHERE ${lost}) AS lost
     FROM ${withReadings(table.relation, [column.reading])}`,
  )
  const found = row?.found as readonly number[] | null | undefined
  const lostCount = Number(row?.lost)
  return checks.flatMap(({ asked, what, bounds }, i) => {
    const value = found?.[i]
    const judged =
      lostCount > 0
        ? wholeFault(
            asked,
            `${quoted(column.name)} has ${counted(lostCount, 'value')} too large to be compared, so that its ${what} is undefined`,
          )
        : value === undefined
          ? noValues(asked, what)
          : judgeStatistic(asked, what, rounded(value), bounds)
    return judged === undefined ? [] : [groupOf(statement, judged)]
  })
}
