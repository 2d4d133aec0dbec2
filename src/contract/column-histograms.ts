import type { ColumnHistogram } from '../record/data-validate.ts'
import { isOfBound } from '../report/faults/picture-of.ts'
import type { Engine, Value } from '../tables/engine/engine.ts'
import { literal } from '../tables/quote.ts'
import type { Table } from '../tables/table.ts'
import type { Examined } from './check.ts'
import { hasValue } from './checks/column.ts'
import { numericTypes } from './checks/contradictions.ts'
import { type Reading, withReadings } from './reading.ts'
import { outcomeOf } from './weight.ts'

const bins = 20
/** Columns of a table that are counted; a table with more faulty ones has something else wrong. */
const mostColumns = 12
/** Rows that tell where most values are; what is counted is counted in all. */
const sampled = 500_000
/** Beyond these quantiles values count as below or above the bins. */
const reach = [0.005, 0.995]

interface Asked {
  readonly reading: Reading
  readonly minimum?: number
  readonly maximum?: number
  /** SQL: the value as a double; NULL where it is none, or not finite */
  readonly number: string
  /** SQL: is that beyond what is allowed? */
  readonly outside: string
}

/** The numbers of the columns with cells beyond a bound, counted in bins that what is allowed is within. */
export async function columnHistograms(
  engine: Engine,
  name: string,
  table: Table,
  { rows, groups, readings }: Examined,
): Promise<ColumnHistogram[]> {
  const faulty = groups.filter(
    ({ faulty, count, rule, weight = {} }) =>
      faulty !== undefined && isOfBound(rule) && outcomeOf(count, rows, weight) !== 'tolerated',
  )
  const asked = readings
    .filter(
      ({ place, matched: { field } }) =>
        numericTypes.includes(field.type) && faulty.some(({ column }) => column === place),
    )
    .slice(0, mostColumns)
    .map(askedOf)
  if (asked.length === 0) return []
  const numbers = asked.map(({ number }, i) => `${number} AS x${i}`).join(', ')
  const read = asked.map(({ reading }) => reading)
  const every = Math.max(1, Math.ceil(table.rows / sampled))
  const [ends = {}] = await engine.rows(
    `SELECT ${asked.map((_, i) => `quantile_disc(x${i}, [${reach.join(', ')}]) AS q${i}`).join(', ')}
     FROM (SELECT ${numbers} FROM ${withReadings(table.numbered, read)} WHERE r % ${every} = 0)`,
  )
  const scaled = asked.flatMap((one, i) => {
    const scale = scaleOf(one, (ends[`q${i}`] ?? []) as readonly Value[])
    return scale === undefined ? [] : [{ ...one, ...scale, x: `x${i}` }]
  })
  if (scaled.length === 0) return []
  const counts = scaled.flatMap((one, i) => [
    `map_entries(histogram(${binOf(one)}) FILTER (WHERE ${one.x} IS NOT NULL)) AS a${i}`,
    `map_entries(histogram(${binOf(one)}) FILTER (WHERE ${one.outside.replaceAll('?', one.x)})) AS o${i}`,
  ])
  const [found = {}] = await engine.rows(
    `SELECT ${counts.join(', ')} FROM (SELECT ${numbers} FROM ${withReadings(table.relation, read)})`,
  )
  return scaled.map(({ reading, minimum, maximum, low, high }, i) => {
    const all = countsOf(found[`a${i}`])
    const outside = countsOf(found[`o${i}`])
    return {
      table: name,
      field: reading.matched.field.name,
      low,
      high,
      counts: all.slice(1, -1),
      outside: outside.slice(1, -1),
      below: all[0]!,
      above: all.at(-1)!,
      ...(minimum !== undefined && { minimum }),
      ...(maximum !== undefined && { maximum }),
    }
  })
}

function askedOf(reading: Reading): Asked {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = reading.matched.field.constraints
  const bounds = [
    { operator: '<', bound: numberOf(minimum) },
    { operator: '<=', bound: numberOf(exclusiveMinimum) },
    { operator: '>', bound: numberOf(maximum) },
    { operator: '>=', bound: numberOf(exclusiveMaximum) },
  ].flatMap(({ operator, bound }) => (bound === undefined ? [] : [`? ${operator} ${double(bound)}`]))
  const least = numberOf(exclusiveMinimum ?? minimum)
  const most = numberOf(exclusiveMaximum ?? maximum)
  const value = `try_cast(${reading.value} AS DOUBLE)`
  return {
    reading,
    ...(least !== undefined && { minimum: least }),
    ...(most !== undefined && { maximum: most }),
    number: `CASE WHEN ${hasValue(reading)} AND isfinite(${value}) THEN ${value} END`,
    outside: bounds.length === 0 ? 'false' : bounds.join(' OR '),
  }
}

/** Bounds of large whole numbers are written as texts. */
function numberOf(bound: unknown): number | undefined {
  const number = bound === undefined ? Number.NaN : Number(bound)
  return Number.isFinite(number) ? number : undefined
}

const double = (value: number) => `${literal(String(value))}::DOUBLE`

/** From the least to the greatest of what most values are and what is allowed, with a bin's room beyond both bounds. */
function scaleOf({ minimum, maximum }: Asked, ends: readonly Value[]) {
  const known = [...ends.filter((end) => typeof end === 'number'), minimum, maximum].filter(
    (value) => value !== undefined,
  )
  if (known.length === 0) return undefined
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const room = (most - least) / (bins - 2) || Math.max(0.5, Math.abs(least) / 100)
  const low = least === minimum || least === most ? least - room : least
  const high = most === maximum || least === most ? most + room : most
  // Numbers at either end of what a double holds leave no width that could be divided.
  return Number.isFinite(high - low) && (high - low) / bins > 0 ? { low, high } : undefined
}

/** 0 below the bins, then one a bin, then above. */
const binOf = ({ x, low, high }: { readonly x: string; readonly low: number; readonly high: number }) =>
  `CASE WHEN ${x} < ${double(low)} THEN 0 WHEN ${x} > ${double(high)} THEN ${bins + 1}
    ELSE 1 + least(${bins - 1}, floor((${x} - ${double(low)}) / ${double((high - low) / bins)})::INTEGER) END`

function countsOf(entries: Value | undefined): number[] {
  const counts = Array.from({ length: bins + 2 }, () => 0)
  for (const { key, value } of (entries ?? []) as unknown as readonly { key: number; value: number }[])
    counts[Number(key)] = Number(value)
  return counts
}
