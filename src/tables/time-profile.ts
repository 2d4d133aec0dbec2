import type { Engine } from './engine.ts'
import type { TimeProfile } from './profile-schema.ts'
import { sortedRuns } from './sorted-runs.ts'
import { summariseRuns } from './summarise-runs.ts'
import type { TableColumn } from './table.ts'
import type { TypedColumn } from './typed-copy.ts'

const dayLength = '2024-01-31'.length

/** SQL of a text of a column as milliseconds since the epoch, UTC; undefined of columns that hold no times. */
export function timeSql({ type, shape }: TableColumn, sql: string): string | undefined {
  const isDay = shape === 'day' || type === 'DATE'
  if (!isDay && shape !== 'instant' && !/^TIMESTAMP/.test(type)) return undefined
  // The cast takes 24:00:00 for the next day's beginning.
  const time = `CASE WHEN NOT contains(${sql}, 'T24') THEN try_cast(${sql} AS TIMESTAMPTZ) END`
  return `CASE WHEN isfinite(${time}) THEN epoch_ms(${time})::DOUBLE + 0 END`
}

/**
 * When the times of a column are. Those that are none, or beyond the days that JavaScript knows, are invalid.
 * @param time see {@link timeSql}
 * @returns undefined where there is none
 */
export async function timeProfile(
  engine: Engine,
  relation: string,
  { count }: TypedColumn,
  column: TableColumn,
  time: string,
): Promise<TimeProfile | undefined> {
  const known = `CASE WHEN abs(${time}) <= 8.64e15 THEN ${time} END`
  const [span] = await engine.rows(
    `SELECT count(v) AS n, min(v) AS min, max(v) AS max, approx_count_distinct(v) AS different
     FROM (SELECT ${known} AS v FROM ${relation})`,
  )
  const [n, min, max, different] = [span?.n, span?.min, span?.max, span?.different].map(Number)
  if (!n) return undefined
  const { quantiles, histogram } = await summariseRuns(sortedRuns(engine, relation, known, different!), {
    count: n,
    min: min!,
    max: max!,
  })
  const isDay = column.shape === 'day' || column.type === 'DATE'
  const told = (ms: number) => {
    const text = new Date(Math.round(ms)).toISOString()
    return isDay && text.endsWith('T00:00:00.000Z') ? text.slice(0, dayLength) : text
  }
  return {
    invalid: count - n,
    min: told(min!),
    max: told(max!),
    ...(quantiles && { quantiles: quantiles.map(({ p, value }) => ({ p, value: told(value) })) }),
    ...(histogram && { histogram: { edges: histogram.edges.map(told), counts: histogram.counts } }),
  }
}
