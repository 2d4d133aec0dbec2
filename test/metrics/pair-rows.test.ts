import { createHash } from 'node:crypto'
import { describe, expect, it, test } from 'vitest'
import { rowsDiffer, rowsDigest } from '../../src/metrics/pair-rows.ts'
import type { PredictionRows } from '../../src/metrics/read/prediction-rows.ts'
import { rowsAt } from '../../src/metrics/read/rows-at.ts'
import { rightPredictions } from '../../src/metrics/right-predictions.ts'
import { taskOf } from '../../src/metrics/task.ts'

const rows: PredictionRows = {
  rows: 3,
  ids: ['a', 'b', 'c'],
  labels: ['1', 'True', null],
  weights: Float64Array.of(1, 2, Number.NaN),
  attributes: { sex: ['f', null, 'm'] },
}
const without = (key: keyof PredictionRows) => {
  const { [key]: _, ...others } = rows
  return others as PredictionRows
}

describe('two models have the same rows', () => {
  it.each<[string, PredictionRows]>([
    ['all is as it was', { ...rows, ids: [...rows.ids!] }],
    ['a class is written otherwise', { ...rows, labels: ['1.0', 'true', ''] }],
    ['an empty cell is empty text', { ...rows, attributes: { sex: ['f', '', 'm'] } }],
    ['a column of slices was not kept', without('attributes')],
  ])('where %s', (_where, baseline) => {
    expect(rowsDiffer(rows, baseline)).toBeUndefined()
  })

  it.each<[string, PredictionRows, string]>([
    ['there are fewer', rowsAt(rows, Uint32Array.of(0, 1)), 'it has 2 rows and this model 3'],
    ['one has no ids', without('ids'), 'only one of the two has ids, so that rows cannot be matched'],
    ['ids differ', { ...rows, ids: ['a', 'x', 'y'] }, '2 of 3 ids are not those of this model’s rows'],
    [
      'one id sorts elsewhere',
      { ...rows, ids: ['b', 'c', 'z'] },
      '1 of 3 ids are not those of this model’s rows',
    ],
    ['labels differ', { ...rows, labels: ['1', '0', null] }, 'the labels of 1 of 3 rows differ'],
    ['a label is missing', { ...rows, labels: [null, 'True', null] }, 'the labels of 1 of 3 rows differ'],
    ['weights differ', { ...rows, weights: Float64Array.of(1, 3, 4) }, 'the weights of 2 of 3 rows differ'],
    ['one has no weights', without('weights'), 'the weights of 3 of 3 rows differ'],
    [
      'a row is in another slice',
      { ...rows, attributes: { sex: ['m', null, 'm'] } },
      'the values of "sex", by which rows are cut into slices or belong together, differ in 1 of 3 rows',
    ],
  ])('but not where %s', (_where, baseline, why) => {
    expect(rowsDiffer(rows, baseline)).toBe(why.replace('’', "'"))
  })

  it('by position, where neither has ids', () => {
    expect(rowsDiffer(without('ids'), without('ids'))).toBeUndefined()
  })
})

describe('the digest of a test set', () => {
  const many = (change: Partial<PredictionRows> = {}): PredictionRows => ({
    rows: 2500,
    labels: Array.from({ length: 2500 }, (_, i) => String(i % 3)),
    ...change,
  })
  const labelsWith = (at: number) => many().labels.map((label, i) => (i === at ? 'x' : label))

  it('is the same for the same rows, however a class is written', () => {
    expect(rowsDigest(rows)).toBe(rowsDigest({ ...rows, labels: ['1.0', 'TRUE', ''], attributes: {} }))
    expect(rowsDigest(many())).toMatch(/^sha256:[0-9a-f]{64}$/)
  })

  it('is another for another row, id, label or weight', () => {
    const others: PredictionRows[] = [
      rowsAt(rows, Uint32Array.of(0, 1)),
      rowsAt(rows, Uint32Array.of(1, 0, 2)),
      { ...rows, ids: ['a', 'b', 'd'] },
      without('ids'),
      { ...rows, labels: ['0', 'True', null] },
      { ...rows, labels: ['1', 'True', 'null'] },
      { ...rows, weights: Float64Array.of(1, 2, 3) },
      without('weights'),
    ]
    expect(new Set([rows, ...others].map(rowsDigest)).size).toBe(1 + others.length)
  })

  it('is that of a line of JSON for each row, whatever its id holds', () => {
    const ids = ['a', ' ', '~', 'a"b', 'a\\b', '\n', '\u001f', '\u007f', 'é', '猫', '\ud800', '']
    const labels = ids.map((_, i) => (i === 2 ? null : 'say "x"'))
    const sha256 = (lines: unknown[]) =>
      `sha256:${createHash('sha256')
        .update(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
        .digest('hex')}`
    const lines = ids.map((id, i) => [id, labels[i] ?? ''])
    expect(rowsDigest({ rows: ids.length, ids, labels })).toBe(sha256(lines))
    const weights = Float64Array.from(ids, (_, i) => i / 4)
    const weighted = lines.map((line, i) => [...line, i / 4])
    expect(rowsDigest({ rows: ids.length, ids, labels, weights })).toBe(sha256(weighted))
    const unnamed = labels.map((label) => [null, label ?? ''])
    expect(rowsDigest({ rows: ids.length, labels })).toBe(sha256(unnamed))
  })

  it('heeds every row of many', () => {
    const digests = [0, 1, 999, 1000, 1001, 2499].map((at) => rowsDigest(many({ labels: labelsWith(at) })))
    expect(new Set([...digests, rowsDigest(many())]).size).toBe(7)
  })
})

test('some rows have all that the rows had, in the order asked for, and no more', () => {
  const all: PredictionRows = {
    ...rows,
    predicted: ['1', '0', '1'],
    score: Float64Array.of(0.1, 0.2, 0.3),
    scores: { a: Float64Array.of(1, 2, 3) },
    values: { cost: Float64Array.of(4, 5, 6) },
  }
  expect(rowsAt(all, Uint32Array.of(2, 0))).toStrictEqual({
    rows: 2,
    part: true,
    ids: ['c', 'a'],
    labels: [null, '1'],
    predicted: ['1', '1'],
    score: Float64Array.of(0.3, 0.1),
    scores: { a: Float64Array.of(3, 1) },
    weights: Float64Array.of(Number.NaN, 1),
    values: { cost: Float64Array.of(6, 4) },
    attributes: { sex: ['m', 'f'] },
  })
  expect(rowsAt({ rows: 2, labels: ['a', 'b'] }, Uint32Array.of(1))).toStrictEqual({
    rows: 1,
    part: true,
    labels: ['b'],
  })
})

describe('the task', () => {
  const task = (labels: readonly (string | null)[], asked: object = {}, more: object = {}) =>
    taskOf({ rows: labels.length, labels, ...more }, asked, 'p.csv')

  it.each([
    ['binary', ['0', '1.0', '1']],
    ['binary', ['true', 'False']],
    ['regression', ['1', '2.5']],
    ['regression', ['-3', '1e-3']],
    ['multiclass', ['a', 'b', 'c']],
    ['multiclass', ['1', '2', 'b']],
    ['multiclass', ['1.5', 'b', null]],
  ])('is %s of the labels %j', (expected, labels) => {
    expect(task(labels)).toBe(expected)
  })

  it.each(['binary', 'multiclass', 'regression', 'ranking'])('is %s where that is said', (asked) => {
    expect(task(['x', 'y', 'z'], { task: asked })).toBe(asked)
  })

  it('is what the positive class or a score by class says', () => {
    expect(task(['a', 'b', 'c'], { positive: 'a' })).toBe('binary')
    expect(task(['0', '1'], {}, { scores: { 0: Float64Array.of(1, 0) } })).toBe('multiclass')
  })

  it.each<[readonly (string | null)[], string, object?]>([
    [['0', '1', '2'], 'whether they are classes or numbers'],
    [['a', 'b'], 'which counts as positive'],
    [['a', 'b', 'c'], 'which of them the one score is of', { score: Float64Array.of(1, 2, 3) }],
  ])('is not guessed of %j', (labels, unclear, more) => {
    expect(() => task(labels, {}, more)).toThrow(`do not say ${unclear}`)
  })

  it('of another kind cannot be judged', () => {
    expect(() => task(['a'], { task: 'multilabel' })).toThrow('predictions of a multilabel task')
  })
})

test('a model that is always right is certain, too', () => {
  const labels = Uint8Array.of(0, 1)
  const binary = { task: 'binary' as const, rows: 2, labels, predicted: Uint8Array.of(1, 0) }
  expect(rightPredictions(binary)).toStrictEqual({ ...binary, predicted: labels })
  const scored = { ...binary, score: Float64Array.of(0.9, 0.1) }
  expect(rightPredictions(scored)).toMatchObject({ predicted: labels, score: Float64Array.of(0, 1) })
  const classes = { task: 'multiclass' as const, rows: 2, classes: ['a', 'b'], labels: Int32Array.of(1, 0) }
  const scores = [Float64Array.of(0.5, 0.5), Float64Array.of(0.5, 0.5)]
  expect(rightPredictions({ ...classes, scores })).toMatchObject({
    predicted: classes.labels,
    scores: [Float64Array.of(0, 1), Float64Array.of(1, 0)],
  })
  expect(rightPredictions(classes)).not.toHaveProperty('scores')
})
