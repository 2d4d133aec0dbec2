import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sheet } from '../../src/dataset-checks/dataset.ts'
import { matchesOf, repeatsOf } from '../../src/dataset-checks/equal-rows.ts'
import { type Fingerprints, passesOver } from '../../src/dataset-checks/fingerprints.ts'
import { makeSheets } from '../../src/dataset-checks/sheet.ts'
import { tablesForTests } from '../tables/engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

const sheetsOf = async (...csvs: string[]): Promise<Sheet[]> =>
  makeSheets(
    tables.engine,
    await Promise.all(
      csvs.map(async (csv) => ({ name: 'train', role: 'train' as const, table: await tables.open(csv) })),
    ),
  )

/** All rows have one hash: only a look at the cells tells them apart. */
const alike: Fingerprints = async ({ relation }) => `(SELECT r, 0::UBIGINT AS h FROM ${relation})`

describe('rows whose hashes are the same', () => {
  it('are compared by their cells', async () => {
    const [sheet] = await sheetsOf('a,b\n1:x,\n1,:x\n"1:x-",\n"1,1",x\n1,"1,x"\n1:x,\n')
    const repeats = await repeatsOf({ engine: tables.engine, fingerprints: alike }, sheet!, sheet!.columns)
    expect(await tables.engine.rows(`SELECT r, first FROM ${repeats} ORDER BY r`)).toEqual([
      { r: 6, first: 1 },
    ])
  })

  it('are compared by their cells in two tables too', async () => {
    const [test, train] = await sheetsOf('a,b\nx,\n,x\nxx,y\n', 'a,b\nx,xy\n,x\n,x\n')
    const both = { test: test!, train: train! }
    const matches = await matchesOf({ engine: tables.engine, fingerprints: alike }, both, ['a', 'b'])
    expect(await tables.engine.rows(`SELECT r, first FROM ${matches} ORDER BY r`)).toEqual([
      { r: 2, first: 2 },
    ])
  })
})

describe('passes over hashes', () => {
  it('take every row once, four million rows at a time', async () => {
    expect(passesOver(10)).toHaveLength(1)
    const passes = passesOver(10_000_000)
    expect(passes).toHaveLength(3)
    const counts = passes.map(
      (pass) => `SELECT h FROM (SELECT hash(i) AS h, i FROM range(1000) AS t(i)) WHERE ${pass}`,
    )
    const [row] = await tables.engine.rows(
      `SELECT count(*) AS n, count(DISTINCT h) AS d FROM (${counts.join(' UNION ALL ')})`,
    )
    expect(row).toEqual({ n: 1000, d: 1000 })
  })
})
