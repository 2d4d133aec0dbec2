import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainTables } from '../../../src/metrics/read/prediction-tables.ts'
import type { PredictionsSource } from '../../../src/metrics/read/predictions-source.ts'
import { readPredictions } from '../../../src/metrics/read/read-predictions.ts'
import type { Column } from '../../../src/tables/engine/engine.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelassay-read-predictions-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Files {
  readonly predictions: string
  readonly truth?: string
}

type More = Omit<Partial<PredictionsSource>, 'predictions' | 'truth'> & {
  readonly columns?: PredictionsSource['evaluation']['columns']
}

/** Rows of files with lines parted by blanks; labels are the column `label` of the truth, joined by `id`. */
async function read(
  { predictions, truth }: Files,
  { columns = {}, ...more }: More = {},
  { joining = plainTables.join, reading = plainTables.read } = {},
) {
  const written = async (name: string, text: string) => {
    const path = join(folder, name)
    await writeFile(path, `${text.trim().split(/\s+/).join('\n')}\n`)
    return path
  }
  const labels = truth === undefined ? undefined : await written('truth.csv', truth)
  return readPredictions(
    { ...plainTables, join: joining, read: reading },
    {
      predictions: { path: await written('predictions.csv', predictions), label: 'p.csv' },
      ...(labels !== undefined && {
        truth: {
          name: 'test',
          label: 't.csv',
          several: false,
          files: [{ file: labels, label: 't.csv' }],
          column: 'label',
          id: 'id',
        } as unknown as NonNullable<PredictionsSource['truth']>,
      }),
      evaluation: { columns },
      ...more,
    },
  )
}

const asked = (key: string) => ({ [key]: { key: `evaluate.${key}`, place: { file: 'm.yml', line: 7 } } })
const message = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: Error) => error.message,
  )

describe('predictions with their own labels', () => {
  it('are texts and numbers by column, in the order of their ids', async () => {
    const predictions = 'id,label,prediction,score,w,cost,wing b,1,0,0.25,2,7,east a,0,1,0.75,,,west'
    const rows = await read(
      { predictions },
      {
        columns: { weight: 'w' },
        values: ['cost', 'elsewhere'],
        attributes: ['wing'],
        attributesWhereKnown: ['nowhere', 'w'],
      },
    )
    expect(rows).toEqual({
      rows: 2,
      ids: ['a', 'b'],
      labels: ['0', '1'],
      predicted: ['1', '0'],
      score: Float64Array.of(0.75, 0.25),
      weights: Float64Array.of(Number.NaN, 2),
      values: { cost: Float64Array.of(Number.NaN, 7) },
      attributes: { wing: ['west', 'east'], w: [null, '2'] },
    })
  })

  it('have no more than their columns say', async () => {
    expect(await read({ predictions: 'label,prediction 1,1 0,1' })).toEqual({
      rows: 2,
      header: ['label', 'prediction'],
      labels: ['1', '0'],
      predicted: ['1', '1'],
    })
    const scored = 'label,pa,pb a,0.75,0.25 b,0.5,0.5'
    expect(await read({ predictions: scored }, { columns: { scores: { a: 'pa', b: 'pb' } } })).toEqual({
      rows: 2,
      labels: ['a', 'b'],
      scores: { a: Float64Array.of(0.75, 0.5), b: Float64Array.of(0.25, 0.5) },
    })
  })

  it('need every column that is named, and say which key names it', async () => {
    const predictions = 'id,label,prediction a,1,1'
    for (const [columns, key] of [
      [{ weight: 'w' }, 'columns.weight'],
      [{ group: 'g' }, 'columns.group'],
      [{ scores: { a: 'pa' } }, 'columns.scores.a'],
    ] as const)
      expect(await message(read({ predictions }, { columns, asked: asked(key) }))).toBe(
        `p.csv has no column ${JSON.stringify(Object.values(columns.scores ?? columns)[0])}, which evaluate.${key} names.`,
      )
    expect(await message(read({ predictions }, { attributes: ['x'] }))).toContain(
      'no column "x", which gate.slices.columns names',
    )
    const attributes = { attributes: ['x'], asked: asked('attributes.x') }
    expect(await message(read({ predictions }, attributes))).toContain('which evaluate.attributes.x names')
  })

  it('are not told of a column that is something else already', async () => {
    const predictions = 'id,y_true,predicted,pa,pc b,1,1,0.5,0.5'
    for (const columns of [
      { score: 'predicte' },
      { weight: 'y_tru' },
      { weight: 'i' },
      { scores: { a: 'pa', b: 'pb', c: 'pc' } },
    ])
      expect(await message(read({ predictions }, { columns }))).toMatch(/has no column "\w+"\.$/)
    expect(await message(read({ predictions }, { columns: { scores: { a: 'pa', b: 'pb' } } }))).toMatch(
      'did you mean "pc"?',
    )
  })

  it('are told that the test set has a column for groups of rows, and why that does not do', async () => {
    const predictions = 'id,label,prediction a,1,1'
    const file = join(folder, 'test.csv')
    await writeFile(file, 'id,label,wing\na,1,west\n')
    const testTable = { label: 'data/test.csv', several: false, files: [{ file, label: 'data/test.csv' }] }
    const more = { attributes: ['wing'], testTable } as unknown as More
    await expect(read({ predictions }, more)).rejects.toMatchObject({
      message:
        'p.csv has no column "wing", which gate.slices.columns names; data/test.csv has it, and nothing says how its rows join the predictions.',
      hint: expect.stringContaining('Name that table as evaluate.truth'),
    })
    await rm(file)
    expect(await message(read({ predictions }, more))).toBe(
      'p.csv has no column "wing", which gate.slices.columns names.',
    )
  })

  it('have an id of its own for each row', async () => {
    expect(await message(read({ predictions: 'id,label,prediction a,1,1 b,1,1 a,0,0' }))).toBe(
      'p.csv: an id "a" is there twice.',
    )
    expect(await message(read({ predictions: 'id,label,prediction a,1,1 ,1,1' }))).toBe(
      'p.csv: an id is empty.',
    )
    const long = 'x'.repeat(150)
    expect(await message(read({ predictions: `id,label,prediction ${long},1,1 ${long},1,1` }))).toBe(
      `p.csv: an id "${'x'.repeat(100)}" is there twice.`,
    )
  })
})

describe('predictions whose labels lie in the table of the test set', () => {
  const truth = 'id,label,w,wing a,0,1,west b,1,3,east'

  it('are joined by id, and the test set has the word on weights and parts', async () => {
    const predictions = 'id,label,prediction,score,w,wing,own b,0,1,0.5,9,x,u a,1,0,,9,y,v'
    expect(
      await read(
        { predictions, truth },
        { columns: { weight: 'w' }, attributes: ['own', 'wing'], values: ['score'] },
      ),
    ).toEqual({
      rows: 2,
      ids: ['a', 'b'],
      labels: ['0', '1'],
      predicted: ['0', '1'],
      score: Float64Array.of(Number.NaN, 0.5),
      weights: Float64Array.of(1, 3),
      values: { score: Float64Array.of(Number.NaN, 0.5) },
      attributes: { wing: ['west', 'east'], own: ['v', 'u'] },
    })
  })

  it('have weights of their own where the test set has none', async () => {
    const predictions = 'id,prediction,v a,0,2 b,1,4'
    expect(await read({ predictions, truth }, { columns: { weight: 'v' } })).toEqual({
      rows: 2,
      ids: ['a', 'b'],
      labels: ['0', '1'],
      predicted: ['0', '1'],
      header: ['id', 'prediction', 'v'],
      weights: Float64Array.of(2, 4),
    })
    const none = { columns: { weight: 'u' }, asked: asked('columns.weight') }
    expect(await message(read({ predictions, truth }, none))).toBe(
      'neither t.csv nor p.csv has a column "u", which evaluate.columns.weight names; did you mean "w" of t.csv?',
    )
  })

  it('need the columns that join and tell, and those of parts in either', async () => {
    const predictions = 'key,prediction a,0 b,1'
    expect(await message(read({ predictions, truth }, { asked: asked('truth.id') }))).toBe(
      'p.csv has no column "id", which evaluate.truth.id names.',
    )
    const columns = { columns: { id: 'kez' }, asked: asked('columns.id') }
    expect(await message(read({ predictions, truth }, columns))).toContain('which evaluate.columns.id names')
    const own = { columns: { id: 'key' } }
    expect(await read({ predictions, truth }, own)).toMatchObject({ ids: ['a', 'b'], labels: ['0', '1'] })
    const said = (text: string, more: More) =>
      message(read({ predictions, truth: text }, { ...own, ...more }))
    expect(await said('ix,label a,0', { asked: asked('truth.id') })).toBe(
      't.csv has no column "id", which evaluate.truth.id names; did you mean "ix"?',
    )
    expect(await said('id,lab a,0', { asked: asked('truth.column') })).toContain(
      't.csv has no column "label", which evaluate.truth.column names',
    )
    expect(await said(truth, { attributes: ['elsewhere'] })).toBe(
      'neither t.csv nor p.csv has a column "elsewhere", which gate.slices.columns names.',
    )
    expect(await said(truth, { attributes: ['predicton'] })).toContain('did you mean "prediction" of p.csv?')
  })

  it('need not have what the test set says of its rows', async () => {
    const columns = { label: 'label', weight: 'w', group: 'wing', time: 'wing', query: 'wing' }
    expect(await read({ predictions: 'id,prediction a,0 b,1', truth }, { columns })).toEqual({
      rows: 2,
      ids: ['a', 'b'],
      labels: ['0', '1'],
      predicted: ['0', '1'],
      header: ['id', 'prediction'],
      weights: Float64Array.of(1, 3),
    })
  })

  it('are numbers where the engine joins texts, and none where a cell is blank', async () => {
    const text = (name: string, ...values: (string | null)[]) =>
      ({ kind: 'text', name, values }) as unknown as Column
    const joining = async () => ({
      rows: 4,
      left: [text('id', 'a', 'b', 'c', 'd'), text('score', '0.5', ' ', null, '1e-3')],
      right: [text('label', '1', '0', '1', '0')],
      onlyLeft: 0,
      onlyRight: 0,
      examplesOnlyLeft: [],
      examplesOnlyRight: [],
    })
    const files = { predictions: 'id,score a,1', truth: 'id,label a,1' }
    const rows = await read(files, {}, { joining })
    expect(rows!.score).toEqual(Float64Array.of(0.5, Number.NaN, Number.NaN, 0.001))
    expect(await read(files, {}, { joining: async () => undefined })).toBeUndefined()
    const own = { predictions: 'label,score 1,1' }
    expect(await read(own, {}, { reading: async () => undefined })).toBeUndefined()
  })

  it('have a decimal point, and are told where they have a comma instead', async () => {
    const text = (name: string, ...values: string[]) => ({ kind: 'text', name, values }) as unknown as Column
    const files = { predictions: 'id,score,w a,1,1 b,1,1', truth: 'id,label,w a,1,1 b,0,1' }
    const joining = (score: string, weight: string) => async () => ({
      rows: 2,
      left: [text('id', 'a', 'b'), text('score', '1', score)],
      right: [text('label', '1', '0'), text('w', '1', weight)],
      onlyLeft: 0,
      onlyRight: 0,
      examplesOnlyLeft: [],
      examplesOnlyRight: [],
    })
    const columns = { weight: 'w' }
    await expect(read(files, { columns }, { joining: joining('0,25', '1') })).rejects.toMatchObject({
      code: 'not-a-number',
      message: 'p.csv: column "score" has "0,25", which is no number.',
      hint: 'Write a decimal point: 0.25 for 0,25. Predictions and their labels are read so, whatever decimalChar a contract has.',
    })
    expect(await message(read(files, { columns }, { joining: joining('0.25', '1,5') }))).toBe(
      't.csv: column "w" has "1,5", which is no number.',
    )
  })

  it('cover it, or say what is missing on which side', async () => {
    const files = { predictions: 'id,prediction a,0 b,1', truth }
    const joined = (left: readonly string[], right: readonly string[], rows: number) =>
      message(
        read(
          files,
          {},
          {
            joining: async () => ({
              rows,
              left: [],
              right: [],
              onlyLeft: left.length,
              onlyRight: right.length,
              examplesOnlyLeft: left,
              examplesOnlyRight: right,
            }),
          },
        ),
      )
    expect(await joined([], ['b'], 1)).toBe(
      'p.csv does not cover t.csv: 1 of its ids has no prediction (for example "b"); 1 row joins.',
    )
    expect(await joined(['c'], [], 2)).toBe(
      'p.csv does not cover t.csv: 1 prediction has an id that it does not hold (for example "c"); 2 rows join.',
    )
    const long = 'y'.repeat(70)
    expect(await joined(['c', 'd', 'e', 'f'], ['a', long], 0)).toBe(
      `p.csv does not cover t.csv: 2 of its ids have no prediction (for example "a", "${'y'.repeat(60)}"); 4 predictions have ids that it does not hold (for example "c", "d", "e"); 0 rows join.`,
    )
  })
})

it.each([
  [[' 1'], ['1'], 'Write the ids of p.csv without spaces around them: " 1" is not "1".'],
  [['1'], ['1 '], 'Take the spaces around the ids of t.csv away, or predict with them: "1 " is not "1".'],
  [['2'], ['1'], 'Predict every row of t.csv exactly once, with the id as it stands there.'],
  [[' 1'], [], 'Predict every row of t.csv exactly once, with the id as it stands there.'],
])('ids %j that do not meet %j come with what to do', async (left, right, hint) => {
  const joining = async () => ({
    rows: 0,
    left: [],
    right: [],
    onlyLeft: left.length,
    onlyRight: right.length,
    examplesOnlyLeft: left,
    examplesOnlyRight: right,
  })
  await expect(
    read({ predictions: 'id,prediction a,0', truth: 'id,label b,0' }, {}, { joining }),
  ).rejects.toMatchObject({ code: 'rows-do-not-join', hint })
})

describe('what is no plain text', () => {
  it('is left to the engine, labels as well as predictions', async () => {
    const predictions = 'id,prediction a,0'
    expect(await read({ predictions: 'id,prediction "a",0', truth: 'id,label a,0' })).toBeUndefined()
    expect(await read({ predictions, truth: 'id,label "a",0' })).toBeUndefined()
  })

  it('is what lies in several files or is written in a way of its own', async () => {
    const path = join(folder, 'one.csv')
    await writeFile(path, 'id,label\na,0\n')
    const files = [{ file: path, label: 'one' }]
    const open = (more: object) => plainTables.open({ label: 't', several: false, files, ...more } as never)
    expect(await open({})).toMatchObject({ label: 't', rows: 1 })
    expect(await plainTables.open({ path, label: 'p' })).toMatchObject({ label: 'p', rows: 1 })
    for (const more of [{ several: true }, { files: [] }, { writtenAs: {} }])
      expect(await open(more)).toBeUndefined()
    expect(await plainTables.open({ path, label: 'p', writtenAs: {} } as never)).toBeUndefined()
  })
})
