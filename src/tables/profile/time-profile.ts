import type { TableColumn } from '../table.ts'
import type { TimeProfile } from './profile-schema.ts'
import type { Ordered } from './sorted-runs.ts'
import { summariseRuns } from './summarise-runs.ts'

const dayLength = '2024-01-31'.length

const isDay = ({ type, shape }: TableColumn) => shape === 'day' || type === 'DATE'

/**
 * When the times of a column are.
 * @param cells that are not missing
 * @param times in milliseconds since the epoch
 */
export async function timeProfile(column: TableColumn, cells: number, times: Ordered): Promise<TimeProfile> {
  const { quantiles, histogram } = await summariseRuns(times)
  const told = (ms: number) => {
    const text = new Date(Math.round(ms)).toISOString()
    return isDay(column) && text.endsWith('T00:00:00.000Z') ? text.slice(0, dayLength) : text
  }
  return {
    invalid: cells - times.count,
    min: told(times.min),
    max: told(times.max),
    ...(quantiles && { quantiles: quantiles.map(({ p, value }) => ({ p, value: told(value) })) }),
    ...(histogram && { histogram: { edges: histogram.edges.map(told), counts: histogram.counts } }),
  }
}
