import type { Column, Engine } from './engine.ts'

/** Equal values of a column, and how many they are. */
export interface Run {
  readonly value: number
  readonly count: number
}

/** A column of numbers. */
export interface Numbers {
  /** SQL: DOUBLE, no NaN, zero with one sign; NULL is left out */
  readonly sql: string
  /** about how many values differ; it decides only how they are sorted */
  readonly different: number
}

/** So many different values are grouped faster than all are sorted. */
const mostGroups = 1_000_000

/**
 * The numbers of columns in ascending order, column by column, which is the same for any number of threads and any
 * order of the rows. Each is to be read before the next is asked for.
 * @param atOnce columns that one statement may take
 */
export async function* sortedRuns(
  engine: Engine,
  relation: string,
  columns: readonly Numbers[],
  atOnce: number,
): AsyncGenerator<AsyncIterable<readonly Run[]>> {
  for (let first = 0; first < columns.length; first += atOnce) {
    const some = columns.slice(first, first + atOnce)
    if (some.length === 1) yield runsOf(engine, relation, some[0]!)
    else yield* (await runsOfSmall(engine, relation, some)).map(once)
  }
}

async function* once(runs: readonly Run[]): AsyncGenerator<readonly Run[]> {
  yield runs
}

async function* runsOf(engine: Engine, relation: string, { sql, different }: Numbers): AsyncGenerator<Run[]> {
  const cells = `(SELECT ${sql} AS v FROM ${relation}) WHERE v IS NOT NULL`
  if (different <= mostGroups) {
    const [values, counts] = await engine.columns(
      `SELECT v, count(*)::DOUBLE AS n FROM ${cells} GROUP BY v ORDER BY v`,
    )
    const times = numbersOf(counts)
    yield Array.from(numbersOf(values), (value, i) => ({ value, count: times[i]! }))
    return
  }
  let last: { value: number; count: number } | undefined
  for await (const chunk of engine.numbers(`SELECT v FROM ${cells} ORDER BY v`)) {
    const runs: Run[] = []
    for (const value of chunk) {
      if (last?.value === value) last.count++
      else {
        if (last !== undefined) runs.push(last)
        last = { value, count: 1 }
      }
    }
    yield runs
  }
  if (last !== undefined) yield [last]
}

async function runsOfSmall(engine: Engine, relation: string, columns: readonly Numbers[]): Promise<Run[][]> {
  const [places, values, counts] = await engine.columns(
    `SELECT i, v, count(*)::DOUBLE AS n FROM (
       SELECT unnest([${columns.map(({ sql }) => sql).join(', ')}]) AS v, unnest([${[...columns.keys()].join(', ')}]) AS i
       FROM ${relation})
     WHERE v IS NOT NULL GROUP BY i, v ORDER BY i, v`,
  )
  const times = numbersOf(counts)
  const place = numbersOf(places)
  const runs = columns.map((): Run[] => [])
  numbersOf(values).forEach((value, i) => {
    runs[place[i]!]!.push({ value, count: times[i]! })
  })
  return runs
}

function numbersOf(column: Column | undefined): Float64Array {
  if (column?.kind === 'number') return column.values
  throw new Error('The engine was asked for numbers.')
}
