import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { overlapOf } from '../../src/evaluate-gate/measure/overlap.ts'
import type { Engine } from '../../src/tables/engine/engine.ts'
import { openTable } from '../../src/tables/read.ts'
import { keepRowHashes } from '../../src/train/keep-row-hashes.ts'
import { engineFor } from '../tables/engine-for-tests.ts'

let engine: Engine
beforeAll(async () => {
  engine = await engineFor([])
})
afterAll(() => engine.close())

const header = 'id,age,city,churned'

function written(text: string, name: string): string {
  const file = join(mkdtempSync(join(engine.scratch, 'overlap-')), name)
  writeFileSync(file, text)
  return file
}

/** The hashes of training tables, as `train` keeps them. */
async function trainedOn(...tables: readonly string[]) {
  const evidence = join(engine.scratch, `kept-${readdirSync(engine.scratch).length}`)
  mkdirSync(evidence)
  const kept = []
  for (const [i, text] of tables.entries()) {
    const table = await openTable(engine, written(text, 'train.csv'), { label: 'train.csv' })
    kept.push((await keepRowHashes(engine, table, { name: `t${i}`, labels: ['churned'], evidence }))!)
  }
  return kept.map(({ evidence: file, columns }) => ({ file: join(evidence, file), columns }))
}

const testSet = (text: string) => {
  const label = 'test.csv'
  const files = [{ file: written(text, label), label, path: label, partition: [] }]
  return { truth: { label, several: false, files, column: 'churned', id: 'id' } }
}

const overlap = async (test: string, ...trained: readonly string[]) =>
  overlapOf(engine, testSet(test), await trainedOn(...trained))

describe('test rows that a model was trained on', () => {
  const train = `${header}\n1,20,Rome,yes\n2,30,Oslo,no\n3,40.5,,no\n`

  test('are those with the cells of a training row, whatever their label', async () => {
    const found = await overlap(`${header}\n2,30,Oslo,yes\n7,30,Oslo,no\n3,40.5,,no\n`, train)
    expect(found).toEqual({ ids: new Set(['2', '3']) })
  })

  test('are found however numbers are written, and whatever the order of rows and columns', async () => {
    const found = await overlap('churned,city,age,id\nno,,40.50,3\nno,Oslo,30.0,2\nno,Bern,1,9\n', train)
    expect([...found.ids!].sort()).toEqual(['2', '3'])
  })

  test('are found in each of several training tables', async () => {
    const found = await overlap(
      `${header}\n1,20,Rome,yes\n8,50,Bern,no\n9,60,Bern,no\n`,
      train,
      `${header}\n8,50,Bern,no\n`,
    )
    expect([...found.ids!].sort()).toEqual(['1', '8'])
  })

  test('are none where no row is shared, which is known', async () => {
    expect(await overlap(`${header}\n4,20,Rome,yes\n`, train)).toEqual({ ids: new Set() })
  })

  test('are not known where a column of the training is missing, and it is said which', async () => {
    expect(await overlap('id,age,churned\n1,20,yes\n', train)).toEqual({
      ids: undefined,
      why: 'the training rows have a column "city", which test.csv lacks',
    })
  })

  test('are not known where one of several training tables cannot be told', async () => {
    const found = await overlap('id,age,churned\n1,20,yes\n', 'id,age,churned\n1,20,yes\n', train)
    expect(found.ids).toBeUndefined()
  })

  test('are not known without hashes, without a table of the test set, and without its ids', async () => {
    const asked = testSet(`${header}\n1,20,Rome,yes\n`)
    expect(await overlapOf(engine, asked, undefined)).toEqual({ ids: undefined })
    expect(await overlapOf(engine, asked, [])).toEqual({ ids: undefined })
    const trained = await trainedOn(train)
    expect(await overlapOf(engine, {}, trained)).toEqual({ ids: undefined })
    const nameless = { truth: { ...asked.truth, id: 'customer' } }
    expect(await overlapOf(engine, nameless, trained)).toEqual({ ids: undefined })
  })

  test('keep hostile ids and columns as they are', async () => {
    const strange = `id,"a"" ; DROP TABLE x --",churned\n"1'); --",1,yes\n"b",2,no\n`
    const found = await overlap(strange, strange)
    expect([...found.ids!].sort()).toEqual(["1'); --", 'b'])
  })

  test('of a table with nothing but labels have no hashes: they would all be one', async () => {
    const table = await openTable(engine, written('churned\nyes\nno\n', 'train.csv'), { label: 'train.csv' })
    const evidence = mkdtempSync(join(engine.scratch, 'kept-'))
    expect(await keepRowHashes(engine, table, { name: 't', labels: ['churned'], evidence })).toBeUndefined()
  })
})
