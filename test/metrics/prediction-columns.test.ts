import { expect, test } from 'vitest'
import { predictionColumns } from '../../src/metrics/prediction-columns.ts'

const columns = (header: string[]) =>
  predictionColumns(header, { columns: {}, task: undefined }, undefined, 'a.csv')

test('columns go by their usual names', () => {
  expect(columns(['id', 'y_true', 'y_pred'])).toEqual({ id: 'id', label: 'y_true', prediction: 'y_pred' })
  expect(() => columns(['key', 'truth', 'guess'])).toThrow(
    expect.objectContaining({
      hint: expect.stringContaining('prediction, predicted, y_pred are recognised'),
    }),
  )
})

test.each([
  ['id;label;prediction', 'semicolons'],
  ['id\tlabel\tprediction', 'tabs'],
  ['id|label|prediction', 'bars'],
])('a file that is not separated by commas is told so: %s', (header, what) => {
  expect(() => columns([header])).toThrow(
    expect.objectContaining({
      hint: `Write it with commas: its cells seem to be separated by ${what}.`,
    }),
  )
})
