import { afterAll, beforeAll, expect, test } from 'vitest'
import { churn, type Workplace, withCommand, workplace } from './command.ts'

withCommand()
let place: Workplace
beforeAll(async () => {
  place = await workplace()
  expect(await place.modelassay(['train'])).toMatchObject({ code: 0 })
})
afterAll(() => place.remove())

const config = churn['modelassay.yml']!

test.each([
  ['column: churned', 'column: chruned', 'evaluate.truth.column', 'data/test.csv', 'churned'],
  ['id: id }\ngate', 'id: idd }\ngate', 'evaluate.truth.id', 'predictions.csv', 'id'],
  [
    '  task: binary',
    '  columns: { prediction: predicton }',
    'evaluate.columns.prediction',
    'predictions.csv',
    'prediction',
  ],
])(
  'a column that is not there is named with the key that asks for it: %s',
  async (from, to, key, file, near) => {
    const text = config.replace(from, to)
    expect(text).not.toBe(config)
    await place.write({ 'modelassay.yml': text })
    const { code, stdout } = await place.modelassay(['evaluate-gate'])
    expect(code).toBe(2)
    const line = text.split('\n').findIndex((one) => one.includes(to.split('\n')[0]!)) + 1
    expect(stdout).toContain(`${file} has no column`)
    expect(stdout).toContain(`which ${key} names; did you mean "${near}"?`)
    expect(stdout).toContain(`at modelassay.yml:${line}`)
    expect(stdout).toContain('Its columns are ')
  },
)

test('an evaluation that crashes repeats the last words of its command', async () => {
  await place.write({
    'modelassay.yml': config,
    'predict.mjs': "console.log('predicting'); throw new Error('no such column: age')",
  })
  const { code, stdout } = await place.modelassay(['evaluate-gate'])
  expect(code).toBe(2)
  expect(stdout).toMatch(/ended with exit code 1; it last said: \S/)
})
