import { afterAll, beforeAll, expect, test } from 'vitest'
import { churn, type Workplace, withCommand, workplace } from './command.ts'

withCommand()
let place: Workplace
beforeAll(async () => {
  const config = churn['modelassay.yml']!.replace('task: binary', 'task: binray').replace(
    'min: 0.5',
    'min: high',
  )
  place = await workplace({ ...churn, 'modelassay.yml': config })
})
afterAll(() => place.remove())

test.each([
  [['train', '--explain']],
  [['show', '1.0.0']],
  [['gate-test', '--predictions', 'predictions.csv']],
])('%o tells all mistakes of the configuration, each at its line', async (args) => {
  const { code, stdout, stderr } = await place.modelassay(args)
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^at modelassay\.yml:\d+/m)
  expect(stderr).toMatch(/^also .*modelassay\.yml:\d+/m)
})
