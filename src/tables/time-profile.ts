import type { TimeProfile } from './profile-schema.ts'
import type { Run } from './sorted-runs.ts'
import { type Known, summariseRuns } from './summarise-runs.ts'
import type { TableColumn } from './table.ts'

const dayLength = '2024-01-31'.length

const isDay = ({ type, shape }: TableColumn) => shape === 'day' || type === 'DATE'

/**
 * SQL of a text of a column as milliseconds since the epoch, UTC, NULL beyond the days that JavaScript knows; undefined
 * of columns that hold no times.
 */
export function timeSql(column: TableColumn, sql: string): string | undefined {
  if (!isDay(column) && column.shape !== 'instant' && !/^TIMESTAMP/.test(column.type)) return undefined
  // The cast takes 24:00:00 for the next day's beginning.
  const time = `CASE WHEN NOT contains(${sql}, 'T24') THEN try_cast(${sql} AS TIMESTAMPTZ) END`
  const milliseconds = `CASE WHEN isfinite(${time}) THEN epoch_ms(${time})::DOUBLE + 0 END`
  return `CASE WHEN abs(${milliseconds}) <= 8.64e15 THEN ${milliseconds} END`
}

/**
 * When the times of a column are.
 * @param cells that are not missing
 * @param runs its times in order, as {@link timeSql} has them
 * @returns undefined where there are none
 */
export async function timeProfile(
  column: TableColumn,
  cells: number,
  known: Known,
  runs: AsyncIterable<readonly Run[]>,
): Promise<TimeProfile | undefined> {
  if (known.count === 0) return undefined
  const { quantiles, histogram } = await summariseRuns(runs, known)
  const told = (ms: number) => {
    const text = new Date(Math.round(ms)).toISOString()
    return isDay(column) && text.endsWith('T00:00:00.000Z') ? text.slice(0, dayLength) : text
  }
  return {
    invalid: cells - known.count,
    min: told(known.min),
    max: told(known.max),
    ...(quantiles && { quantiles: quantiles.map(({ p, value }) => ({ p, value: told(value) })) }),
    ...(histogram && { histogram: { edges: histogram.edges.map(told), counts: histogram.counts } }),
  }
}
