import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sortedRuns } from '../../../src/tables/profile/sorted-runs.ts'
import { tablesForTests } from '../engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

type Run = readonly [value: number, count: number]

async function runsOf(
  relation: string,
  { mostDiffer = false, atOnce = 1, mostHeld = 1000 * 300 },
): Promise<Run[][]> {
  const columns = [
    { sql: 'v', mostDiffer },
    { sql: 'v + 1', mostDiffer },
  ]
  const all: Run[][] = []
  for await (const ordered of sortedRuns(tables.engine, relation, columns, {
    rows: 1000 * 300,
    atOnce,
    mostHeld,
  })) {
    const own: Run[] = []
    for await (const { values, counts } of ordered?.runs ?? [])
      values.forEach((value, i) => {
        own.push([value, counts[i]!])
      })
    all.push(own)
    if (ordered === undefined) continue
    expect([ordered.min, ordered.max]).toEqual([own.at(0)?.[0], own.at(-1)?.[0]])
    expect(ordered.count).toBe(own.reduce((sum, [, count]) => sum + count, 0))
  }
  return all
}

describe('the numbers of a column in order', () => {
  it('are the same grouped, sorted in memory and on the disk, and grouped together with others', async () => {
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
          const all = await runsOf(relation, {})
          expect(await runsOf(relation, { mostDiffer: true })).toEqual(all)
          expect(await runsOf(relation, { mostDiffer: true, mostHeld: 0 })).toEqual(all)
          expect(await runsOf(relation, { atOnce: 2 })).toEqual(all)
          const [grouped = []] = all
          const present = values.filter((value) => value !== null)
          expect(grouped.map(([value]) => value)).toEqual(
            [...new Set(present.map((value) => value + 0))].sort((a, b) => a - b),
          )
          expect(grouped.reduce((sum, [, count]) => sum + count, 0)).toBe(present.length * times)
        },
      ),
      { numRuns: 30 },
    )
  })
})
