import { counted, grouped } from '../../report/number.ts'
import type { FaultGroup } from '../fault-group.ts'
import { quoted } from '../finding.ts'
import { withReadings } from '../reading.ts'
import { askedOf, type CheckedColumn, noValues, valueSql, wholeFault } from './column.ts'
import { type Duration, durationOf } from './duration.ts'
import { lackingOf, readingNamed } from './lacking.ts'
import { shownTexts } from './shown-texts.ts'
import { groupOf, type Statement } from './statement.ts'

/** Times of each series, sorted, against the one before: where they are further apart than a step, steps are missing. */
export async function checkGaps(statement: Statement, column: CheckedColumn): Promise<FaultGroup[]> {
  const { gaps } = column.checks
  if (gaps === undefined) return []
  const { engine, table, limit } = statement
  const asked = askedOf(column, 'gaps')
  const { reading } = column
  const lacking = lackingOf(gaps.by ?? [], statement.readings)
  if (lacking !== undefined) {
    if (statement.absent.includes(lacking)) return []
    const message = `the series of ${quoted(column.name)} cannot be told apart: the table has no column ${quoted(lacking)} that can be read`
    return [groupOf(statement, wholeFault(asked, message, ['by']))]
  }
  const series = (gaps.by ?? []).flatMap((by) => readingNamed(by, statement.readings) ?? [])
  const keys = series.flatMap((one, i) => [
    `CASE WHEN NOT ${one.missing} THEN ${one.value} END AS k${i}`,
    `CASE WHEN NOT ${one.missing} THEN ${one.rest} END AS t${i}`,
  ])
  const names = series.flatMap((_, i) => [`k${i}`, `t${i}`])
  const partition = names.length === 0 ? '' : `PARTITION BY ${names.join(', ')} `
  const readings = [...new Set([reading, ...series])]
  const [row] = await engine.rows(
    `SELECT count(*) AS cells, coalesce(sum(missing), 0)::DOUBLE AS steps,
       ${shownTexts(`min_by({r: r, t: t, p: p, n: missing}, r, ${limit}) FILTER (WHERE missing > 0)`)} AS first FROM (
         SELECT r, t, p, coalesce(greatest(${missingSteps(durationOf(gaps.step))}, 0), 0) AS missing FROM (
           SELECT r, t, v, lag(v) OVER w AS u, lag(t) OVER w AS p FROM (
             SELECT r, ${reading.matched.column.sql} AS t, try_cast(${valueSql(reading)} AS TIMESTAMPTZ) AS v${keys.map((key) => `, ${key}`).join('')}
             FROM ${withReadings(table.numbered, readings)})
           WHERE v IS NOT NULL WINDOW w AS (${partition}ORDER BY v, r)))`,
  )
  if (Number(row?.cells) === 0) return [groupOf(statement, noValues(asked, 'run of steps'))]
  const steps = Number(row?.steps)
  if (steps <= gaps.max) return []
  const allowed =
    gaps.max === 0 ? '' : `; ${grouped(steps)} are in all, the contract allows ${grouped(gaps.max)}`
  const first = (row?.first ?? []) as unknown as readonly Gap[]
  return [
    groupOf(
      statement,
      { ...asked, count: steps },
      first.map(({ r, t, p, n }) => ({
        ...table.place(Number(r)),
        value: t,
        message: `${counted(Number(n), 'step')} of ${gaps.step} ${Number(n) === 1 ? 'is' : 'are'} missing in ${quoted(column.name)} between ${quoted(p)} and ${quoted(t)}${allowed}`,
      })),
    ),
  ]
}

interface Gap {
  readonly r: number
  readonly t: string
  /** text of the time before */
  readonly p: string
  /** steps that are missing between them */
  readonly n: number
}

/** SQL: steps between the times `u` and `v` that no time stands for. Months are of the calendar, however long. */
const missingSteps = (step: Duration) =>
  'months' in step
    ? `(date_diff('month', u, v) - 1) // ${step.months}`
    : `(epoch_us(v) - epoch_us(u) - 1) // ${step.seconds * 1_000_000}`
