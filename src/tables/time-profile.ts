import type { TimeProfile } from './profile-schema.ts'
import type { Run } from './sorted-runs.ts'
import { type Known, summariseRuns } from './summarise-runs.ts'
import type { TableColumn } from './table.ts'

const dayLength = '2024-01-31'.length

const isDay = ({ type, shape }: TableColumn) => shape === 'day' || type === 'DATE'

/**
 * When the times of a column are.
 * @param cells that are not missing
 * @param runs its times in order, in milliseconds since the epoch
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
