import { describe, expect, it } from 'vitest'
import { classesOf } from '../../../src/metrics/interpret/classes-of.ts'
import { interpret, type Meaning } from '../../../src/metrics/interpret/interpret.ts'
import type { PredictionRows } from '../../../src/metrics/read/prediction-rows.ts'

const rowsOf = (labels: readonly (string | null)[], more: Partial<PredictionRows> = {}): PredictionRows => ({
  rows: labels.length,
  labels,
  ...more,
})
const meant = (rows: PredictionRows, meaning: Meaning) => interpret(rows, meaning, 'p.csv')
const refused = (rows: PredictionRows, meaning: Meaning): unknown => {
  try {
    return meant(rows, meaning)
  } catch (thrown) {
    return thrown
  }
}

describe('labels', () => {
  it.each([[null], [''], ['  ']])('that are %j are missing, and are counted', (nothing) => {
    expect(refused(rowsOf(['1', nothing, nothing]), { task: 'multiclass' })).toMatchObject({
      code: 'missing-label',
      message: 'p.csv: 2 of 3 rows have no label.',
    })
  })

  it.each([
    [
      ['0', '1'],
      [0, 1],
    ],
    [
      ['1', '1'],
      [1, 1],
    ],
    [
      ['0.0', '1.0'],
      [0, 1],
    ],
    [
      ['False', 'True'],
      [0, 1],
    ],
    [
      ['true', 'true'],
      [1, 1],
    ],
  ])('of a binary task that are %j say themselves which is positive', (labels, indices) => {
    expect([...meant(rowsOf(labels), { task: 'binary' }).labels]).toEqual(indices)
  })

  it.each([
    [['no', 'yes'], 'which of the labels "no", "yes" is the positive one?'],
    [['0', 'true'], 'which of the labels "0", "true" is the positive one?'],
    [['1', '2'], 'which of the labels "1", "2" is the positive one?'],
  ])('that are %j do not', (labels, question) => {
    expect(refused(rowsOf(labels), { task: 'binary' })).toMatchObject({
      code: 'positive-unknown',
      message: expect.stringContaining(question),
    })
  })

  it('are two in a binary task, the positive one among them where there are two', () => {
    expect(refused(rowsOf(['a', 'b', 'c']), { task: 'binary', positive: 'a' })).toMatchObject({
      code: 'not-binary',
      message: expect.stringContaining('there are 3 labels: "a", "b", "c"'),
    })
    expect(refused(rowsOf(['no', 'yes']), { task: 'binary', positive: 'Yes' })).toMatchObject({
      code: 'positive-unknown',
      message: expect.stringContaining('did you mean "yes"?'),
    })
    expect([...meant(rowsOf(['no', 'no']), { task: 'binary', positive: 'yes' }).labels]).toEqual([0, 0])
  })
})

describe('predictions of a binary task', () => {
  const indices = (labels: readonly string[], predicted: readonly (string | null)[], positive = 'yes') => {
    const predictions = meant(rowsOf(labels, { predicted }), { task: 'binary', positive })
    return predictions.task === 'binary' && { classes: predictions.classes, at: [...predictions.predicted!] }
  }

  it('are of the class that they name, however a library writes it', () => {
    expect(indices(['1', '0', '1', '0'], ['1.0', 'False', 'true', '0'], '1')).toEqual({
      classes: ['0', '1'],
      at: [1, 0, 1, 0],
    })
  })

  it('are of none where they name another, or nothing', () => {
    expect(indices(['yes', 'no', 'yes'], ['maybe', null, ''])).toEqual({
      classes: ['no', 'yes'],
      at: [255, 255, 255],
    })
  })

  it('that name what is none of the labels are shown beside them', () => {
    const strange = (predicted: readonly (string | null)[]) => {
      const found = meant(rowsOf(['yes', 'no', 'yes'], { predicted }), { task: 'binary', positive: 'yes' })
      return found.task === 'binary' ? found.strange : undefined
    }
    expect(strange(['maybe', 'no', 'never'])).toEqual({
      labels: ['no', 'yes'],
      predicted: ['maybe', 'never'],
    })
    expect(strange(['yes', '', null])).toBeUndefined()
  })

  it('name the negative class where every label is positive, if they name one alone', () => {
    expect(indices(['yes', 'yes'], ['yes', 'no'])).toEqual({ classes: ['no', 'yes'], at: [1, 0] })
    expect(indices(['yes', 'yes', 'yes'], ['yes', 'no', 'never'])).toEqual({
      classes: undefined,
      at: [1, 255, 255],
    })
    expect(indices(['no', 'yes'], ['yes', 'never'])).toEqual({ classes: ['no', 'yes'], at: [1, 255] })
  })

  it('follow the score where there is nothing else, and are none where it is no number', () => {
    const score = Float64Array.of(0.2, 0.7, Number.NaN)
    const predictions = meant(rowsOf(['0', '1', '1'], { score }), { task: 'binary' })
    expect(predictions).toMatchObject({ score, predicted: Uint8Array.of(0, 1, 255) })
  })
})

describe('predictions of several classes', () => {
  it('are told apart over labels, predictions, score columns and what else is known', () => {
    const scores = { d: Float64Array.of(0.1, 0.6), a: Float64Array.of(0.9, 0.4) }
    const rows = rowsOf(['a', 'b'], { predicted: ['a', ' c '], scores })
    expect(classesOf(rows)).toEqual(['a', 'b', 'c', 'd'])
    expect(classesOf(rowsOf(['a'], { predicted: [''] }))).toEqual(['a'])
    const predictions = meant(rows, { task: 'multiclass', classes: ['z', 'a'] })
    expect(predictions).toMatchObject({
      classes: ['a', 'b', 'c', 'd', 'z'],
      labels: Int32Array.of(0, 1),
      predicted: Int32Array.of(0, 2),
      scores: [scores.a, scores.d],
    })
  })

  it('are of the class with the highest score, or of none where one is missing', () => {
    const scores = { b: Float64Array.of(0.8, 0.3, Number.NaN), a: Float64Array.of(0.2, 0.7, 1) }
    expect(meant(rowsOf(['a', 'b', 'c'], { scores }), { task: 'multiclass' })).toMatchObject({
      predicted: Int32Array.of(1, 0, -1),
    })
    expect(meant(rowsOf(['a']), { task: 'multiclass' })).not.toHaveProperty('predicted')
  })

  it('that are empty are of none', () => {
    expect(meant(rowsOf(['a', 'b'], { predicted: [null, ''] }), { task: 'multiclass' })).toMatchObject({
      predicted: Int32Array.of(-1, -1),
    })
  })
})

describe('predictions of numbers', () => {
  it('are numbers, or none', () => {
    const predicted = ['1.5', '-2e3', '', '  ', null, 'many']
    const nothing = Number.NaN
    expect(
      meant(
        rowsOf(
          predicted.map(() => '7'),
          { predicted },
        ),
        { task: 'regression' },
      ),
    ).toEqual({
      task: 'regression',
      rows: 6,
      named: 'by-place',
      labels: new Float64Array(6).fill(7),
      predicted: Float64Array.of(1.5, -2000, nothing, nothing, nothing, nothing),
    })
  })

  it('are a column of their own', () => {
    expect(refused(rowsOf(['1']), { task: 'regression' })).toMatchObject({ code: 'missing-column' })
  })
})

it.each([[{ task: 'binary' }], [{ task: 'multiclass' }], [{ task: 'regression' }]] as const)(
  'weights and columns of metrics go with the rows: %j',
  (meaning) => {
    const more = {
      predicted: ['1', '0'],
      weights: Float64Array.of(1, 2),
      values: { cost: Float64Array.of(3, 4) },
    }
    expect(meant(rowsOf(['1', '0'], more), meaning)).toMatchObject({
      weights: more.weights,
      values: more.values,
    })
    const bare = meant(rowsOf(['1', '0'], { predicted: ['1', '0'] }), meaning)
    for (const key of ['weights', 'values', 'dependence']) expect(bare).not.toHaveProperty(key)
  },
)

it.each([
  [rowsOf(['1', '2,5'], { predicted: ['1', '2'] }), 'p.csv: a label is "2,5", which is no number.'],
  [rowsOf(['1', '2'], { predicted: ['1', '2,5'] }), 'p.csv: a prediction is "2,5", which is no number.'],
])('numbers with a decimal comma are told as such: %j', (rows, message) => {
  expect(refused(rows, { task: 'regression' })).toMatchObject({
    code: 'not-a-number',
    message,
    hint: expect.stringMatching(/^Write a decimal point: 2\.5 for 2,5\./),
  })
})

it('a relevance with a decimal comma is told as such', () => {
  const rows = rowsOf(['1', '0,5'], { score: Float64Array.of(1, 2), attributes: { q: ['a', 'a'] } })
  expect(refused(rows, { task: 'ranking', query: 'q' })).toMatchObject({
    code: 'not-a-number',
    message: 'p.csv: a label is "0,5", which is no number.',
  })
})
