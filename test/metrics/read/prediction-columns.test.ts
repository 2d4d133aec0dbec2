import { describe, expect, it } from 'vitest'
import { type PredictionColumns, predictionColumns } from '../../../src/metrics/read/prediction-columns.ts'

type Asked = Parameters<typeof predictionColumns>[1]
const found = (header: string[], asked: Partial<Asked> = {}, truthId?: string): PredictionColumns =>
  predictionColumns(header, { columns: {}, ...asked } as Asked, truthId, 'p.csv')

describe('columns of predictions', () => {
  it('are known by their usual names, the first of them that is there', () => {
    expect(found(['y_pred', 'y_true', 'target', 'y_score', 'id'])).toStrictEqual({
      id: 'id',
      label: 'target',
      prediction: 'y_pred',
      score: 'y_score',
    })
    expect(found(['label', 'prediction'])).toStrictEqual({ label: 'label', prediction: 'prediction' })
  })

  it('are those that the configuration names, whatever else is there', () => {
    const columns = {
      id: 'key',
      label: 'churned',
      prediction: 'said',
      score: 'p',
      scores: { a: 'p_a' },
      weight: 'w',
    }
    expect(found(['id', 'label', 'prediction', 'score'], { columns })).toStrictEqual(columns)
  })

  it('of scores by class leave a usual score aside, and so does a task of numbers', () => {
    expect(found(['label', 'score'], { columns: { scores: { a: 'p_a' } } })).toStrictEqual({
      label: 'label',
      scores: { a: 'p_a' },
    })
    expect(found(['label', 'prediction', 'score'], { task: 'regression' })).toStrictEqual({
      label: 'label',
      prediction: 'prediction',
    })
  })

  it('have no label where a table has them, and join it by its id', () => {
    expect(found(['label', 'prediction', 'id'], {}, 'customer')).toStrictEqual({
      id: 'customer',
      prediction: 'prediction',
    })
    expect(found(['prediction'], { columns: { id: 'key' } }, 'customer').id).toBe('key')
  })

  it.each([
    [['id', 'label'], 'p.csv has no column that is known as a column of predictions; it has "id", "label".'],
    [
      ['id', 'prediction'],
      'p.csv has no column that is known as a column of labels; it has "id", "prediction".',
    ],
  ])('are asked for where there are only %j', (header, message) => {
    expect(() => found(header)).toThrow(expect.objectContaining({ code: 'missing-column', message }))
  })

  it('of labels can come from a table, which is said where nothing else is wanting', () => {
    const hintOf = (header: string[]) => {
      try {
        return found(header)
      } catch (thrown) {
        return (thrown as { hint: string }).hint
      }
    }
    expect(hintOf(['prediction'])).toContain('or take the labels from a table with evaluate.truth')
    expect(hintOf(['label'])).not.toContain('evaluate.truth')
  })

  it.each([
    [{ label: 'x', prediction: 'x' }],
    [{ label: 'x', prediction: 'y', score: 'x' }],
    [{ label: 'x', scores: { 0: 'y', 1: 'x' } }],
  ])('are never both label and prediction: %j', (columns) => {
    expect(() => found(['x', 'y'], { columns })).toThrow(
      expect.objectContaining({ code: 'label-as-prediction' }),
    )
  })
})

it.each([
  ['1', '1.0'],
  ['true', 'True'],
])('are refused where two hold the scores of one class: %s and %s', (one, other) => {
  expect(() =>
    found(['label', 'a', 'b', 'c'], { columns: { scores: { [one]: 'a', x: 'b', [other]: 'c' } } }),
  ).toThrow(
    expect.objectContaining({
      code: 'repeated-class',
      message: `evaluate.columns.scores names one class twice: "${one}" and "${other}"`,
    }),
  )
})

it('are told the names that are recognised where none is there', () => {
  expect(() => found(['key', 'truth', 'guess'])).toThrow(
    expect.objectContaining({
      hint: expect.stringContaining('prediction, predicted, y_pred are recognised'),
    }),
  )
})

it.each([
  [
    'id;label;prediction',
    'Write it with commas: its cells seem to be separated by semicolons, which only the contract of a data table can say (dialect: { delimiter: ";" }).',
  ],
  [
    'id\tlabel\tprediction',
    'Let its name end in .tsv, or write it with commas: its cells seem to be separated by tabs.',
  ],
  [
    'id|label|prediction',
    'Write it with commas: its cells seem to be separated by bars, which only the contract of a data table can say (dialect: { delimiter: "|" }).',
  ],
])('of a file that is not separated by commas are asked to be: %j', (header, hint) => {
  expect(() => found([header])).toThrow(expect.objectContaining({ hint }))
})

it('of a header with spaces after its commas are told of the spaces', () => {
  expect(() => found(['id', ' label', ' prediction'])).toThrow(
    expect.objectContaining({
      hint: 'Write its header without spaces around the names: it has " prediction" for "prediction".',
    }),
  )
})
