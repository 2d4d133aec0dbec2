import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Run, sortedRuns } from '../../src/tables/sorted-runs.ts'
import { tablesForTests } from './engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

async function runsOf(relation: string, different: number, atOnce = 1): Promise<Run[][]> {
  const columns = [
    { sql: 'v', different },
    { sql: 'v + 1', different },
  ]
  const all: Run[][] = []
  for await (const runs of sortedRuns(tables.engine, relation, columns, atOnce)) {
    const own: Run[] = []
    for await (const batch of runs) own.push(...batch)
    all.push(own)
  }
  return all
}

describe('the numbers of a column in order', () => {
  it('are the same grouped, sorted, and grouped together with others', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(null), fc.double({ noNaN: true })), {
          minLength: 1,
          maxLength: 50,
        }),
        fc.integer({ min: 1, max: 300 }),
        async (values, times) => {
          const finite = values.map((value) => (value === null ? 'NULL' : `'${value}'`)).join(', ')
          const relation = `(SELECT unnest([${finite}]::DOUBLE[]) + 0 AS v FROM range(${times}))`
          const all = await runsOf(relation, 1)
          expect(await runsOf(relation, Number.POSITIVE_INFINITY)).toEqual(all)
          expect(await runsOf(relation, 1, 2)).toEqual(all)
          const [grouped = []] = all
          const present = values.filter((value) => value !== null)
          expect(grouped.map(({ value }) => value)).toEqual(
            [...new Set(present.map((value) => value + 0))].sort((a, b) => a - b),
          )
          expect(grouped.reduce((sum, { count }) => sum + count, 0)).toBe(present.length * times)
        },
      ),
      { numRuns: 30 },
    )
  })
})
