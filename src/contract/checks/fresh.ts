import { literal } from '../../tables/quote.ts'
import { named, quoted } from '../finding.ts'
import type { Probe } from '../probe.ts'
import { askedOf, type CheckedColumn, hasValue, noValues, valueSql, wholeFault } from './column.ts'
import { clockSql } from './contradictions.ts'
import { durationOf, intervalSql } from './duration.ts'

/**
 * How old the newest value is that does not lie beyond the clock, and which do. A day counts as its first moment in UTC.
 * @param now the time of the run
 */
export function freshProbes(column: CheckedColumn, now: Date | undefined): Probe[] {
  const { fresh } = column.checks
  if (fresh === undefined) return []
  const asked = askedOf(column, 'fresh')
  const { reading } = column
  const ofRun = fresh.clock === 'run'
  const clock = ofRun ? now && `${literal(now.toISOString())}::TIMESTAMPTZ` : clockSql(fresh.clock)
  if (clock === undefined) {
    const unknown = wholeFault(asked, 'the time of the run is not known', ['clock'])
    return [{ aggregates: ['count(*)'], judge: () => unknown }]
  }
  const time = `try_cast(${valueSql(reading)} AS TIMESTAMPTZ)`
  const at = `(${clock})::TIMESTAMPTZ`
  const ahead = `${hasValue(reading)} AND NOT coalesce(${time} <= ${at} + ${intervalSql(durationOf(fresh.max_ahead))}, false)`
  const newest = `max(CASE WHEN NOT (${ahead}) THEN ${time} END)`
  const name = quoted(column.name)
  // The run's own time would make the message another at every run.
  const called = ofRun ? 'the time of the run' : fresh.clock
  const isDay = reading.matched.field.type === 'date'
  return [
    {
      aggregates: [
        `count(*) FILTER (WHERE ${hasValue(reading)})`,
        newest,
        `coalesce(${newest} >= ${at} - ${intervalSql(durationOf(fresh.max_age))}, false)`,
      ],
      judge([count, found, isFresh]) {
        if (Number(count) === 0) return noValues(asked, 'age')
        if (isFresh === true) return undefined
        const message =
          found === null
            ? `${name} has no value up to ${called}`
            : `the newest value of ${name} is ${shownTime(String(found), isDay)}, more than ${fresh.max_age} before ${called}`
        return wholeFault(asked, message, ['max_age'])
      },
    },
    {
      aggregates: [`count(*) FILTER (WHERE ${ahead})`],
      judge([found]) {
        const count = Number(found)
        if (count === 0) return undefined
        const beyond = fresh.max_ahead === '0s' ? 'after' : `more than ${fresh.max_ahead} after`
        return {
          ...asked,
          asked: [...asked.asked, 'max_ahead'],
          count,
          rows: {
            broken: ahead,
            shown: `(${reading.matched.column.sql})::VARCHAR`,
            are: `whose ${named(column.name)} lies ${beyond} ${called}`,
            message: (value) => `${name} is ${quoted(value)}, ${beyond} ${called}`,
          },
        }
      },
    },
  ]
}

const shownTime = (time: string, isDay: boolean) => (isDay ? time.slice(0, 10) : time.replace(/\.000Z$/, 'Z'))
