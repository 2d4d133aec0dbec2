import type { Engine } from './engine.ts'

/** Equal values of a column, and how many they are. */
export interface Run {
  readonly value: number
  readonly count: number
}

/** So many different values are grouped faster than all are sorted. */
const mostGroups = 1_000_000

/**
 * The numbers of a column in ascending order, which is the same for any number of threads and any order of the rows.
 * @param sql of the column: DOUBLE, no NaN, zero with one sign; NULL is left out
 * @param different about how many values differ; it decides only how they are sorted
 */
export async function* sortedRuns(
  engine: Engine,
  relation: string,
  sql: string,
  different: number,
): AsyncGenerator<readonly Run[]> {
  if (different <= mostGroups) {
    const [values, counts] = await engine.columns(
      `SELECT v, count(*)::DOUBLE AS n FROM (SELECT ${sql} AS v FROM ${relation}) WHERE v IS NOT NULL GROUP BY v ORDER BY v`,
    )
    if (values?.kind !== 'number' || counts?.kind !== 'number') throw new Error('Counts are no numbers.')
    yield Array.from(values.values, (value, i) => ({ value, count: counts.values[i]! }))
    return
  }
  let last: { value: number; count: number } | undefined
  for await (const chunk of engine.numbers(
    `SELECT v FROM (SELECT ${sql} AS v FROM ${relation}) WHERE v IS NOT NULL ORDER BY v`,
  )) {
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
