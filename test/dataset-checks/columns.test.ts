import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { datasetForTests, shownRows, values } from './dataset-for-tests.ts'

let dataset: Awaited<ReturnType<typeof datasetForTests>>
beforeAll(async () => {
  dataset = await datasetForTests()
})
afterAll(() => dataset.engine.close())

describe('new categories', () => {
  const train = 'colour,n\nred,1\nred,2\nblue,3\nblue,4\n'

  it('are those of test that train never has', async () => {
    const test = 'n,colour\n9,red\n8,teal\n7,\n6,mauve\n'
    const found = await dataset.check({ new_categories: {} }, { tables: { train, test } })
    expect(values(found)).toEqual(['new_categories test against train colour 0.5 fails'])
    expect(shownRows(found)).toEqual([
      '2/3: "colour" is "teal", which train.csv does not have',
      '4/5: "colour" is "mauve", which train.csv does not have',
    ])
  })

  it('are not looked for among names, of which nearly each is another', async () => {
    const tables = { train: 'name\na\nb\nc\n', test: 'name\nd\n' }
    expect(await dataset.check({ new_categories: {} }, { tables })).toEqual([])
    expect(values(await dataset.check({ new_categories: { columns: ['name'] } }, { tables }))).toEqual([
      'new_categories test against train name 1 fails',
    ])
  })

  it('may be numbers where the columns are named', async () => {
    const tables = { train: 'code\n1\n2\n', test: 'code\n2.0\n3\n' }
    expect(values(await dataset.check({ new_categories: { columns: ['code'] } }, { tables }))).toEqual([
      'new_categories test against train code 0.5 fails',
    ])
  })
})

describe('constant columns', () => {
  it('have one value, missing included, in more of the rows than is allowed', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `${i},x,,${i === 7 ? 'b' : 'a'},${i % 3}`).join('\n')
    const found = await dataset.check(
      { constant_columns: {} },
      { tables: { train: `id,same,empty,near,other\n${rows}\n` } },
    )
    expect(values(found.filter(({ measurement }) => !measurement.passes))).toEqual([
      'constant_columns train same 1 fails',
      'constant_columns train empty 1 fails',
      'constant_columns train near 0.995 fails',
    ])
    expect(shownRows(found)).toEqual([
      '-/-: "same" is "x" in 100% of the rows; at most 99% may be the same',
      '-/-: "empty" is missing in 100% of the rows; at most 99% may be the same',
      '-/-: "near" is "a" in 99.5% of the rows; at most 99% may be the same',
    ])
  })

  it('are none at the share that is allowed', async () => {
    const tables = { train: 'x\na\na\na\nb\n' }
    expect(values(await dataset.check({ constant_columns: { max_share: 0.75 } }, { tables }))).toEqual([
      'constant_columns train x 0.75 passes',
    ])
    expect(values(await dataset.check({ constant_columns: { max_share: 0.74 } }, { tables }))).toEqual([
      'constant_columns train x 0.75 fails',
    ])
  })

  it('are not known of no rows', async () => {
    expect(values(await dataset.check({ constant_columns: {} }, { tables: { train: 'x\n' } }))).toEqual([
      'constant_columns train none fails',
    ])
  })
})

describe('mixed types', () => {
  it('are numbers among texts and texts among numbers', async () => {
    const train = 'size,price,n,name\nS,1,1,a\nM,2,2,b\n38,free,3,c\nL,,4,d\nXL,5,5,e\n'
    const found = await dataset.check({ mixed_types: {} }, { tables: { train } })
    expect(values(found)).toEqual([
      'mixed_types train size 0.2 fails',
      'mixed_types train price 0.25 fails',
      'mixed_types train name 0 passes',
    ])
    expect(shownRows(found)).toEqual([
      '3/4: "size" is "38", a number among texts',
      '3/4: "price" is "free", a text among numbers',
    ])
  })

  it('are none where the contract or the file gives the type', async () => {
    const csv = 'size\nS\n38\n'
    expect(
      await dataset.check(
        { mixed_types: {} },
        { tables: { train: csv }, contract: 'fields: [{name: size, type: string}]' },
      ),
    ).toEqual([])
    const train = await dataset.asParquet('n\n1\n2\n', 'train', { n: 'INTEGER' })
    expect(await dataset.check({ mixed_types: {} }, { tables: { train } })).toEqual([])
  })
})

describe('mixed nulls', () => {
  it('are several ways of writing a missing value in one column', async () => {
    const train = 'a,b,c\nNA,,1\n,,2\nnull,,3\n1,2,4\n'
    const found = await dataset.check({ mixed_nulls: {} }, { tables: { train } })
    expect(values(found)).toEqual([
      'mixed_nulls train a 3 fails',
      'mixed_nulls train b 1 passes',
      'mixed_nulls train c 0 passes',
    ])
    expect(shownRows(found)).toEqual(
      ['1/2', '2/3', '3/4'].map(
        (at) => `${at}: "a" writes missing values in 3 ways, "", "NA", "null"; at most 1 may be used`,
      ),
    )
  })

  it('tell the NULL of Parquet from an empty text', async () => {
    const train = await dataset.parquet("SELECT * FROM (VALUES (NULL), (''), ('x')) AS t(a)")
    expect(values(await dataset.check({ mixed_nulls: {} }, { tables: { train } }))).toEqual([
      'mixed_nulls train a 2 fails',
    ])
  })
})

describe('string variants', () => {
  it('are ways of writing that differ in case, spaces or Unicode form alone', async () => {
    const train =
      'answer,place\nYes,Orléans\nYes,Orléans\nno,Orle\u0301ans\nyes,Orléans\nYES ,Paris\nno,Paris\n'
    const found = await dataset.check({ string_variants: {} }, { tables: { train } })
    expect(values(found)).toEqual([
      'string_variants train answer 0.333 fails',
      'string_variants train place 0.167 fails',
    ])
    expect(shownRows(found).map((row) => row.replace(/ \(.*/, ''))).toEqual([
      '4/5: "answer" is "yes", which is mostly written "Yes"',
      '5/6: "answer" is "YES ", which is mostly written "Yes"',
      '3/4: "place" is "Orle\u0301ans", which is mostly written "Orléans"',
    ])
  })

  it('are looked for over train and test together', async () => {
    const tables = {
      train: 'answer\nYes\nYes\nYes\n',
      test: 'answer\nyes\nyes\n',
      extra: 'answer\nyes\nyes\n',
    }
    expect(values(await dataset.check({ string_variants: {} }, { tables }))).toEqual([
      'string_variants train answer 0 passes',
      'string_variants test answer 1 fails',
      'string_variants extra answer 0 passes',
    ])
  })
})

describe('label shift', () => {
  const labels = (yes: number, no: number) => `y\n${'yes\n'.repeat(yes)}${'no\n'.repeat(no)}`

  it("is Cramér's V of classes", async () => {
    const found = await dataset.check(
      { label_shift: {} },
      { label: 'y', tables: { train: labels(50, 50), test: labels(90, 10) } },
    )
    expect(values(found)).toEqual(['label_shift test against train y 0.432 fails'])
    expect(shownRows(found)).toEqual([
      '-/-: "y" shifts by 0.432 from train.csv to test.csv (Cramér\'s V; most in "no", 50% of the one and 10% of the other); at most 0.15 is allowed',
    ])
  })

  it('is none where the balance is the same', async () => {
    expect(
      values(
        await dataset.check(
          { label_shift: {} },
          { label: 'y', tables: { train: labels(60, 40), test: labels(6, 4) } },
        ),
      ),
    ).toEqual(['label_shift test against train y 0 passes'])
  })

  it('is the Kolmogorov-Smirnov statistic of values', async () => {
    const numbers = (from: number, to: number) =>
      `y\n${Array.from({ length: to - from }, (_, i) => `${from + i}.5`).join('\n')}\n`
    expect(
      values(
        await dataset.check(
          { label_shift: {} },
          { label: 'y', tables: { train: numbers(0, 100), test: numbers(25, 125) } },
        ),
      ),
    ).toEqual(['label_shift test against train y 0.25 fails'])
  })

  it('is not known without labels', async () => {
    expect(
      values(
        await dataset.check(
          { label_shift: {} },
          { label: 'y', tables: { train: labels(1, 1), test: 'y,x\n,1\n' } },
        ),
      ),
    ).toEqual(['label_shift test against train y none fails'])
  })
})
