import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { datasetForTests, shownRows, values } from './dataset-for-tests.ts'

let dataset: Awaited<ReturnType<typeof datasetForTests>>
beforeAll(async () => {
  dataset = await datasetForTests()
})
afterAll(() => dataset.engine.close())

describe('duplicates', () => {
  const csv = 'a,b\n1,x\n2,y\n1,x\n1,y\n1,x\n'

  it('are the rows that repeat an earlier one, each with the first that it repeats', async () => {
    const found = await dataset.check({ duplicates: { max_share: 0.1 } }, { tables: { train: csv } })
    expect(values(found)).toEqual(['duplicates train 0.4 fails'])
    expect(shownRows(found)).toEqual([
      '3/4: of train 1/2: the row is the same as line 2',
      '5/6: of train 1/2: the row is the same as line 2',
    ])
    expect(found[0]!.measurement.count).toBe(2)
  })

  it('are found in Parquet too, by their rows', async () => {
    const train = await dataset.asParquet(csv, 'train', { a: 'INTEGER' })
    const found = await dataset.check({ duplicates: {} }, { tables: { train } })
    expect(values(found)).toEqual(['duplicates train 0.4 fails'])
    expect(shownRows(found)[0]).toMatch(/^3\/-: of train 1\/-: the row is the same as row 1$/)
  })

  it('pass up to the share that is allowed, and are measured all the same', async () => {
    expect(
      values(await dataset.check({ duplicates: { max_share: 0.4 } }, { tables: { train: csv } })),
    ).toEqual(['duplicates train 0.4 passes'])
  })

  it('leave columns out where that is asked for', async () => {
    const tables = { train: 'id,a\n1,x\n2,x\n3,y\n' }
    expect(values(await dataset.check({ duplicates: { ignore: ['id'] } }, { tables }))).toEqual([
      'duplicates train 0.333 fails',
    ])
    expect(values(await dataset.check({ duplicates: {} }, { tables }))).toEqual(['duplicates train 0 passes'])
  })

  it('tell cells apart that only together read the same', async () => {
    const tables = { train: 'a,b\n1:x,\n1,:x\n"1:x-",\n' }
    expect(values(await dataset.check({ duplicates: {} }, { tables }))).toEqual(['duplicates train 0 passes'])
  })

  it('are by value for numbers, and by text for codes', async () => {
    const check = (csv: string, contract?: string) =>
      dataset.check(
        { duplicates: { max_share: 1 } },
        { tables: { train: csv }, ...(contract && { contract }) },
      )
    expect(values(await check('x\n1\n1.0\n1e0\n-0\n0\n'))).toEqual(['duplicates train 0.6 passes'])
    expect(values(await check('x\n007\n7\n'))).toEqual(['duplicates train 0 passes'])
    expect(values(await check('x\n007\n7\n', 'fields: [{name: x, type: integer}]'))).toEqual([
      'duplicates train 0.5 passes',
    ])
    expect(values(await check('x\n1\n1.0\n', 'fields: [{name: x, type: string}]'))).toEqual([
      'duplicates train 0 passes',
    ])
    expect(values(await check('x\n9007199254740992\n9007199254740993\n'))).toEqual([
      'duplicates train 0 passes',
    ])
    expect(values(await check('x\n2024-01-31\n2024-01-31T00:00:00Z\n'))).toEqual([
      'duplicates train 0.5 passes',
    ])
  })

  it("take the contract's missing values for one", async () => {
    const tables = { train: 'x,y\nNA,1\n,1\n' }
    expect(
      values(
        await dataset.check(
          { duplicates: {} },
          { tables, contract: 'fields: [{name: x}, {name: y}]\nmissingValues: ["", NA]' },
        ),
      ),
    ).toEqual(['duplicates train 0.5 fails'])
  })

  it('are looked for in all tables but live ones', async () => {
    const found = await dataset.check({ duplicates: {} }, { tables: { train: csv, test: csv, extra: csv } })
    expect(found.map(({ measurement }) => measurement.table.name)).toEqual(['train', 'test', 'extra'])
  })

  it('cannot be none of no rows', async () => {
    const found = await dataset.check({ duplicates: {} }, { tables: { train: 'a,b\n' } })
    expect(values(found)).toEqual(['duplicates train none fails'])
    expect(found[0]!.shown).toEqual([
      { message: 'there is no row of which a share could repeat an earlier row' },
    ])
  })

  it('are found under any name of a column', async () => {
    const tables = { train: '"""; DROP TABLE x; --",\'\n1,2\n1,2\n' }
    expect(values(await dataset.check({ duplicates: {} }, { tables }))).toEqual([
      'duplicates train 0.5 fails',
    ])
  })
})

describe('shared rows', () => {
  const train = 'id,x,label\n1,a,yes\n2,b,no\n3,c,yes\n'

  it('are test rows that train has too, whatever the order of columns and rows', async () => {
    const found = await dataset.check(
      { shared_rows: {} },
      { tables: { train, test: 'label,x,id\nno,b,2\nyes,b,2\nno,z,9\n' } },
    )
    expect(values(found)).toEqual(['shared_rows test against train 0.333 fails'])
    expect(shownRows(found)).toEqual(['1/2: of train 2/3: the row is the same as on line 3 of train.csv'])
  })

  it('are found between CSV and Parquet', async () => {
    const test = await dataset.asParquet('id,x,label\n2,b,no\n4,d,yes\n', 'test', { id: 'DOUBLE' })
    const found = await dataset.check({ shared_rows: {} }, { tables: { train, test } })
    expect(values(found)).toEqual(['shared_rows test against train 0.5 fails'])
    expect(shownRows(found)[0]).toMatch(/^1\/-: of train 2\/3: /)
  })

  it('are found by their features where the label or the identifier differs', async () => {
    const contract = 'fields: [{name: id}, {name: x}, {name: label}]\nprimaryKey: id'
    const tables = { train, test: 'id,x,label\n7,b,yes\n8,z,no\n' }
    const settings = { shared_rows: {}, shared_features: {} }
    expect(values(await dataset.check(settings, { label: 'label', tables, contract }))).toEqual([
      'shared_rows test against train 0 passes',
      'shared_features test against train 0.5 fails',
    ])
    expect(values(await dataset.check(settings, { label: 'label', tables }))).toEqual([
      'shared_rows test against train 0 passes',
      'shared_features test against train 0 passes',
    ])
    expect(
      values(await dataset.check({ shared_features: { ignore: ['id'] } }, { label: 'label', tables })),
    ).toEqual(['shared_features test against train 0.5 fails'])
  })

  it('are looked for in each pair of a train and a test table', async () => {
    const tables = { train, train2: 'id,x,label\n9,z,no\n', test: 'id,x,label\n9,z,no\n', test2: train }
    expect(values(await dataset.check({ shared_rows: {} }, { tables }))).toEqual([
      'shared_rows test against train 0 passes',
      'shared_rows test against train2 1 fails',
      'shared_rows test2 against train 1 fails',
      'shared_rows test2 against train2 0 passes',
    ])
  })

  it('cannot be judged where there is nothing in common to compare', async () => {
    const found = await dataset.check({ shared_rows: {} }, { tables: { train, test: 'y\n1\n' } })
    expect(values(found)).toEqual(['shared_rows test against train none fails'])
    expect(shownRows(found)).toEqual([
      '-/-: test.csv and train.csv have no column in common that could be compared',
    ])
  })
})

describe('identifier leakage', () => {
  it('is a patient who is in both', async () => {
    const found = await dataset.check(
      { identifier_leakage: { columns: ['patient'] } },
      { tables: { train: 'patient,x\np1,1\np1,2\n,3\n', test: 'patient,x\np1,9\np2,8\n,7\n' } },
    )
    expect(values(found)).toEqual(['identifier_leakage test against train patient 0.333 fails'])
    expect(shownRows(found)).toEqual(['1/2: of train 1/2: "patient" is the same as on line 2 of train.csv'])
  })
})

describe('date leakage', () => {
  const train = 'day,x\n2024-01-01,1\n2024-03-01,2\n'
  const settings = { date_leakage: { column: 'day' } }

  it('is a test row that is not later than all of train', async () => {
    const test = 'day,x\n2024-03-02,1\n2024-03-01,2\n2023-12-31,3\n,4\n'
    const found = await dataset.check(settings, { tables: { train, test } })
    expect(values(found)).toEqual(['date_leakage test against train day 0.75 fails'])
    expect(shownRows(found).map((row) => row.replace(/ \(.*/, ''))).toEqual([
      '2/3: of train 2/3: "day" is "2024-03-01", not later than on line 3 of train.csv',
      '3/4: of train 2/3: "day" is "2023-12-31", not later than on line 3 of train.csv',
      '4/5: of train 2/3: "day" is missing, not later than on line 3 of train.csv',
    ])
  })

  it('is none in a test table of the time after', async () => {
    const test = await dataset.asParquet('day,x\n2024-03-02,1\n', 'test', { day: 'TIMESTAMP' })
    expect(values(await dataset.check(settings, { tables: { train, test } }))).toEqual([
      'date_leakage test against train day 0 passes',
    ])
  })

  it('is NaN, which is later than nothing, and everything where train has the largest of all numbers', async () => {
    const numbers = (name: string, cells: string) =>
      dataset.asParquet(`day,x\n${cells}\n`, name, { day: 'DOUBLE' })
    const check = async (train: string, test: string) =>
      values(
        await dataset.check(settings, {
          tables: { train: await numbers('train', train), test: await numbers('test', test) },
        }),
      )
    expect(await check('1,1\n2,2', '3,1\nNaN,2')).toEqual(['date_leakage test against train day 0.5 fails'])
    expect(await check('1,1\nNaN,2', '2,1')).toEqual(['date_leakage test against train day 0 passes'])
    expect(await check('1,1\ninf,2', '2,1')).toEqual(['date_leakage test against train day 1 fails'])
    expect(await check('NaN,1', '2,1')).toEqual(['date_leakage test against train day none fails'])
  })

  it('cannot be judged by what is no time', async () => {
    const found = await dataset.check(settings, {
      tables: { train: 'day\nMonday\n', test: 'day\nTuesday\n' },
    })
    expect(values(found)).toEqual(['date_leakage test against train day none fails'])
    expect(shownRows(found)).toEqual([
      '-/-: "day" of train.csv has no dates, times or numbers to compare with',
    ])
  })
})

describe('conflicting labels', () => {
  it('are rows with the same features and another label, shown with each other', async () => {
    const train = 'x,y,label\n1,a,yes\n1,a,yes\n2,b,no\n1,a,no\n3,c,\n3,c,yes\n'
    const found = await dataset.check({ conflicting_labels: {} }, { label: 'label', tables: { train } })
    expect(values(found)).toEqual(['conflicting_labels train label 0.6 fails'])
    expect(shownRows(found).map((row) => row.replace(/ \(.*/, ''))).toEqual([
      '1/2: of train 4/5: "label" is "yes", and "no" with the same features on line 5',
      '2/3: of train 4/5: "label" is "yes", and "no" with the same features on line 5',
      '4/5: of train 1/2: "label" is "no", and "yes" with the same features on line 2',
    ])
    expect(found[0]?.measurement.message).toBe(
      '3 of 5 labelled rows have the features of a row with another label, 60%; at most 0% may',
    )
  })

  it('do not hide behind what identifies a row', async () => {
    const tables = { train: 'id,x,label\n1,a,yes\n2,a,no\n' }
    const check = (contract?: string, ignore: string[] = []) =>
      dataset.check(
        { conflicting_labels: { ignore } },
        { label: 'label', tables, ...(contract && { contract }) },
      )
    expect(values(await check())).toEqual(['conflicting_labels train label 0 passes'])
    expect(values(await check(undefined, ['id']))).toEqual(['conflicting_labels train label 1 fails'])
    expect(
      values(await check('fields: [{name: id, constraints: {unique: true}}, {name: x}, {name: label}]')),
    ).toEqual(['conflicting_labels train label 1 fails'])
  })
})
