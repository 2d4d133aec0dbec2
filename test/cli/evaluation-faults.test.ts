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

test('a column of slices that is nowhere is named with both tables that could have it', async () => {
  const slices = '  slices: { columns: [aeg], rules: { accuracy: { min: 0.1 } } }'
  const text = config.replace('gate:', `gate:\n${slices}`)
  await place.write({ 'modelassay.yml': text })
  const { code, stdout } = await place.modelassay(['evaluate-gate'])
  expect(code).toBe(2)
  expect(stdout).toContain(
    'neither data/test.csv nor predictions.csv has a column "aeg", which gate.slices.columns names; did you mean "age" of data/test.csv?',
  )
  expect(stdout).toContain(`at modelassay.yml:${text.split('\n').indexOf(slices) + 1}`)
  expect(stdout).toContain('data/test.csv, the table of the truth, has "id", "age", "churned"')
})

test('a column of fairness that only the test set has is to be joined', async () => {
  const text = config
    .replace('task: binary', "task: binary\n  positive: '1'")
    .replace(/ {2}truth:.*\n/, '')
    .replace(
      'gate:',
      'gate:\n  fairness: { columns: [age], rules: { demographic_parity_ratio: { min: 0.1 } } }',
    )
  await place.write({
    'modelassay.yml': text,
    'predict.mjs': churn['predict.mjs']!.replace('id,prediction,score', 'id,label,score'),
  })
  const { code, stdout } = await place.modelassay(['evaluate-gate'])
  expect(code).toBe(2)
  expect(stdout).toContain(
    'predictions.csv has no column "age", which gate.fairness.columns names; data/test.csv has it',
  )
  expect(stdout).toContain('Next: Name that table as evaluate.truth')
})

test('a version that nobody registered is told before anything is measured', async () => {
  const text = config.replace(
    'gate:\n  rules: { accuracy: { min: 0.5 } }',
    'gate:\n  baselines: [version:9.9.9]\n  rules: { accuracy: { max_worsening: 0.1 } }',
  )
  await place.write({ 'modelassay.yml': text, 'predict.mjs': "console.log('predicting')" })
  const { code, said } = await place.modelassay(['evaluate-gate'])
  expect(code).toBe(2)
  expect(said).toContain(
    'gate.baselines names version:9.9.9, and the registry holds no version 9.9.9 of churn',
  )
  expect(said).toContain(`at modelassay.yml:${text.split('\n').indexOf('  baselines: [version:9.9.9]') + 1}`)
  expect(said).toContain('Next: Nothing is registered yet: run register-model first')
  expect(said).not.toContain('predicting')
})

test('an evaluation that crashes repeats the last words of its command', async () => {
  await place.write({
    'modelassay.yml': config,
    'predict.mjs': "console.log('predicting'); throw new Error('no such column: age')",
  })
  const { code, stdout } = await place.modelassay(['evaluate-gate'])
  expect(code).toBe(2)
  expect(stdout).toMatch(/ended with exit code 1; it last said: \S/)
})

test('an evaluation whose command is not there says that, and exits like a training of which the same is true', async () => {
  const missing = (text: string) =>
    text
      .replace('run: node train.mjs', 'run: nodee train.mjs')
      .replace('run: node predict.mjs', 'run: nodee predict.mjs')
  await place.write({ 'modelassay.yml': missing(config) })
  for (const stage of ['evaluate-gate', 'train']) {
    const { code, stdout } = await place.modelassay([stage])
    expect(code).toBe(2)
    expect(stdout).toContain('ended with exit code 127: a command in it was not found; it last said:')
    expect(stdout).toContain(
      'Next: Correct its name in the command, or install it where this step finds it (PATH)',
    )
  }
})
