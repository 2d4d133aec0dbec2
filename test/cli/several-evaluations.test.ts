import { afterAll, beforeAll, expect, test } from 'vitest'
import { churn, type Workplace, withCommand, workplace } from './command.ts'

withCommand()
const evaluation = churn['modelassay.yml']!.slice(
  churn['modelassay.yml']!.indexOf('  run: node predict.mjs'),
  churn['modelassay.yml']!.indexOf('gate:'),
)
const config = churn['modelassay.yml']!.replace(
  /evaluate:\n[\s\S]*(?=gate:)/,
  `evaluations:\n  recent:\n${evaluation.replaceAll(/^ {2}/gm, '    ')}`,
).replace('min: 0.5', 'max_worsening: 0')

let place: Workplace
beforeAll(async () => {
  place = await workplace({ ...churn, 'modelassay.yml': config })
  expect(await place.modelassay(['train'])).toMatchObject({ code: 0 })
  expect(await place.modelassay(['evaluate-gate'])).toMatchObject({ code: 0 })
})
afterAll(() => place.remove())

test('an error about one of evaluations names the keys that it has there', async () => {
  await place.write({ 'data/test.csv': 'id,age,churned\n4,25,0.5\n5,35,1.25\n6,45,0\n' })
  const { code, stdout } = await place.modelassay(['evaluate-gate'])
  expect(code).toBe(2)
  expect(stdout).toContain('a binary task has two classes, but there are 3 labels')
  expect(stdout).toContain('Next: Set evaluations.recent.task: regression, which is of numbers,')
})

test('what has the baselines predict a new test set is the key of the evaluation, and can be set as it is told', async () => {
  await place.write({ 'data/test.csv': `${churn['data/test.csv']}8,55,1\n` })
  await place.write({ 'predict.mjs': churn['predict.mjs']!.replace('0.2\\n', '0.2\\n8,1,0.9\\n') })
  expect(await place.modelassay(['train'])).toMatchObject({ code: 0 })
  const { code, stdout } = await place.modelassay(['evaluate-gate'])
  expect(stdout).toContain('is blocked: it cannot be compared')
  expect(code).toBe(1)
  expect(stdout).toContain('Set evaluations.recent.baseline: rerun-else-stored, or predict the new test set')
  expect(stdout).toContain('set evaluations.recent.baseline: rerun-else-stored in a change of its own')
  expect(stdout).not.toContain('evaluate.baseline')
  const followed = config.replace('  recent:\n', '  recent:\n    baseline: rerun-else-stored\n')
  await place.write({ 'modelassay.yml': followed })
  expect((await place.modelassay(['evaluate-gate'])).code).not.toBe(2)
})
