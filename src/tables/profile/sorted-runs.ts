import type { Column, Engine } from '../engine/engine.ts'
import { ascending } from './ascending.ts'

/** Different values in ascending order, and how often each is there. */
export interface Runs {
  readonly values: Float64Array
  readonly counts: Float64Array
}

/** The numbers of a column in ascending order, of which there is at least one. */
export interface Ordered {
  readonly count: number
  readonly min: number
  readonly max: number
  /** to be read once; no value comes twice */
  readonly runs: AsyncIterable<Runs> | Iterable<Runs>
}

/** A column of numbers. */
export interface Numbers {
  /** SQL: DOUBLE, no NaN, zero with one sign; NULL is left out */
  readonly sql: string
  /** whether most of its values seem to differ; it decides only how they are brought into order */
  readonly mostDiffer: boolean
}

export interface OrderOptions {
  /** rows of the relation */
  readonly rows: number
  /** columns that one statement may take */
  readonly atOnce: number
  /** numbers that are held in memory to be sorted; in twice the memory; more are by the engine, on the disk. Default: 2²⁴, 128 MiB */
  readonly mostHeld?: number
}

const batch = 1 << 16

/**
 * The numbers of columns in ascending order, column by column, which is the same for any number of threads and any
 * order of the rows. Each is to be read before the next is asked for.
 * @returns undefined for a column without numbers
 */
export async function* sortedRuns(
  engine: Engine,
  relation: string,
  columns: readonly Numbers[],
  { rows, atOnce, mostHeld = 2 ** 24 }: OrderOptions,
): AsyncGenerator<Ordered | undefined> {
  for (let first = 0; first < columns.length; first += atOnce) {
    const some = columns.slice(first, first + atOnce)
    if (some.length > 1) {
      yield* (await groupedTogether(engine, relation, some)).map(ofRuns)
      continue
    }
    const { sql, mostDiffer } = some[0]!
    const cells = `(SELECT ${sql} AS v FROM ${relation}) WHERE v IS NOT NULL`
    if (!mostDiffer) yield ofRuns(await grouped(engine, cells))
    else if (rows <= mostHeld) yield await sorted(engine, cells, rows)
    else yield await sortedOnDisk(engine, cells)
  }
}

function ofRuns(all: Runs): Ordered | undefined {
  const { values, counts } = all
  if (values.length === 0) return undefined
  return {
    count: counts.reduce((sum, count) => sum + count, 0),
    min: values[0]!,
    max: values[values.length - 1]!,
    runs: [all],
  }
}

async function grouped(engine: Engine, cells: string): Promise<Runs> {
  const [values, counts] = await engine.columns(
    `SELECT v, count(*)::DOUBLE AS n FROM ${cells} GROUP BY v ORDER BY v`,
  )
  return { values: numbersOf(values), counts: numbersOf(counts) }
}

async function groupedTogether(
  engine: Engine,
  relation: string,
  columns: readonly Numbers[],
): Promise<Runs[]> {
  const [places, allValues, allCounts] = await engine.columns(
    `SELECT i, v, count(*)::DOUBLE AS n FROM (
       SELECT unnest([${columns.map(({ sql }) => sql).join(', ')}]) AS v, unnest([${[...columns.keys()].join(', ')}]) AS i
       FROM ${relation})
     WHERE v IS NOT NULL GROUP BY i, v ORDER BY i, v`,
  )
  const [place, values, counts] = [numbersOf(places), numbersOf(allValues), numbersOf(allCounts)]
  let from = 0
  return columns.map((_, i) => {
    let to = from
    while (place[to] === i) to++
    const own = { values: values.subarray(from, to), counts: counts.subarray(from, to) }
    from = to
    return own
  })
}

async function sorted(engine: Engine, cells: string, rows: number): Promise<Ordered | undefined> {
  const held = new Float64Array(rows)
  const [found] = await engine.rows(`SELECT count(*) AS n FROM ${cells}`)
  let count = 0
  for await (const chunk of whole(engine.numbers(`SELECT v FROM ${cells}`), Number(found?.n))) {
    held.set(chunk, count)
    count += chunk.length
  }
  if (count === 0) return undefined
  const values = ascending(held.subarray(0, count))
  return { count, min: values[0]!, max: values[count - 1]!, runs: runsOf([values]) }
}

async function sortedOnDisk(engine: Engine, cells: string): Promise<Ordered | undefined> {
  const [found] = await engine.rows(`SELECT count(*) AS n, min(v) AS min, max(v) AS max FROM ${cells}`)
  const count = Number(found?.n)
  if (count === 0) return undefined
  const chunks = whole(engine.numbers(`SELECT v FROM ${cells} ORDER BY v`), count)
  return { count, min: Number(found?.min), max: Number(found?.max), runs: runsOfChunks(chunks) }
}

/** What fails after the first numbers of a stream ends it without a word. */
async function* whole(chunks: AsyncIterable<Float64Array>, count: number): AsyncGenerator<Float64Array> {
  let read = 0
  for await (const chunk of chunks) {
    read += chunk.length
    yield chunk
  }
  if (read !== count) throw new Error(`The engine gave ${read} of ${count} numbers.`)
}

function* runsOf(chunks: Iterable<Float64Array>): Generator<Runs> {
  const open = openRuns()
  for (const chunk of chunks) yield* open.push(chunk)
  yield* open.end()
}

async function* runsOfChunks(chunks: AsyncIterable<Float64Array>): AsyncGenerator<Runs> {
  const open = openRuns()
  for await (const chunk of chunks) yield* open.push(chunk)
  yield* open.end()
}

/** Equal neighbours of ascending numbers become one; what is yielded holds until the next is asked for. */
function openRuns() {
  const values = new Float64Array(batch)
  const counts = new Float64Array(batch)
  let last = -1
  return {
    *push(ascending: Float64Array): Generator<Runs> {
      // An iterator takes three times as long.
      for (let i = 0; i < ascending.length; i++) {
        const value = ascending[i]!
        if (last >= 0 && values[last] === value) {
          counts[last]!++
          continue
        }
        if (last === batch - 1) {
          yield { values, counts }
          last = -1
        }
        last++
        values[last] = value
        counts[last] = 1
      }
    },
    *end(): Generator<Runs> {
      if (last >= 0) yield { values: values.subarray(0, last + 1), counts: counts.subarray(0, last + 1) }
    },
  }
}

function numbersOf(column: Column | undefined): Float64Array {
  if (column?.kind === 'number') return column.values
  throw new Error('The engine was asked for numbers.')
}
