import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Workplace, withCommand, workplace } from './command.ts'

withCommand()
let place: Workplace
beforeEach(async () => {
  place = await workplace({ 'base.csv': predictions(40) })
  await rm(join(place.folder, '.git'), { recursive: true })
})
afterEach(() => place.remove())

const predictions = (wrong: number) =>
  `id,label,prediction\n${Array.from({ length: 500 }, (_, i) => `r${i},${i % 2},${i < wrong ? 1 - (i % 2) : i % 2}`).join('\n')}\n`

const rules = '{accuracy: {max_worsening: 0.01}}'
const gate = () =>
  place.json(['evaluate-gate', '--predictions', 'cand.csv', '--baselines', 'file:base.csv', '--rules', rules])

test.each([
  ['a worse model is blocked', 90, 1, 'fail', 'worse'],
  ['an equal one passes', 40, 0, 'pass', 'no-worse'],
])('two files in a folder without any repository: %s', async (_what, wrong, code, verdict, zone) => {
  await place.write({ 'cand.csv': predictions(wrong) })
  const { ran, record } = await gate()
  expect(ran.code).toBe(code)
  expect(record).toMatchObject({
    verdict,
    comparisons: [{ zone, method: 'tango+mcnemar', baseline: { name: 'file:base.csv' }, rows: 500 }],
    policy: { protected: false },
  })
})

test('two files in a folder without any repository: other rows are no pass', async () => {
  await place.write({ 'cand.csv': predictions(0).replaceAll('r', 'q').replace('pqediction', 'prediction') })
  const { ran, record } = await gate()
  expect(ran.code).toBe(1)
  expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
})
