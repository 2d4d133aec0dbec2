import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomFrom } from '../../src/stats/random.ts'
import { type Workplace, withCommand, workplace } from './command.ts'

withCommand()
let place: Workplace
beforeAll(async () => {
  place = await workplace()
  const random = randomFrom('rows')
  const rows = Array.from({ length: 300 }, (_, id) => {
    const label = Number(random() < 0.4)
    return `${id},${label},${random() < 0.9 ? label : 1 - label}`
  })
  await place.write({
    'good.csv': `id,label,prediction\n${rows.join('\n')}\n`,
    'modelassay.yml': 'name: churn\n',
  })
})
afterAll(() => place.remove())

const gateTest = (...args: string[]) => place.modelassay(['gate-test', '--config', 'none.yml', ...args])
const rules = '{accuracy: {max_worsening: 0.02}}'

test('a gate with sensible rules is shown to go red, and not for identical predictions', async () => {
  const { code, stdout } = await place.modelassay([
    'gate-test',
    '--predictions',
    'good.csv',
    '--rules',
    rules,
  ])
  expect(code).toBe(0)
  expect(stdout).toContain('300 rows')
  expect(stdout).toMatch(/^ {2}none +0\.0000 +0 of 1$/m)
  expect(stdout).toMatch(/^ {2}100 % +0\.\d+ +20 of 20$/m)
  expect(stdout).toMatch(
    /✓ Identical predictions pass, and from \d+ % of the rows on \(accuracy 0\.\d+ worse\)/,
  )
})

test('--json prints the steps for a program', async () => {
  const { code, stdout } = await place.modelassay([
    'gate-test',
    '--predictions',
    'good.csv',
    '--rules',
    rules,
    '--json',
  ])
  const told = JSON.parse(stdout)
  expect(code).toBe(0)
  expect(told).toMatchObject({ rows: 300, can_go_red: true })
  expect(told.steps[0]).toEqual({ share: 0, blocked: 0, draws: 1, worsening: { accuracy: 0 } })
  expect(told.steps.at(-1)).toMatchObject({ share: 1, blocked: 20, draws: 20 })
})

test('a gate that lets everything through is told so, and the command fails', async () => {
  const lenient = '{accuracy: {max_worsening: 0.9}}'
  const { code, stdout } = await place.modelassay([
    'gate-test',
    '--predictions',
    'good.csv',
    '--rules',
    lenient,
  ])
  expect(code).toBe(1)
  expect(stdout).toContain('✗ This gate cannot go red')
})

test('a gate that blocks the predictions themselves is told so', async () => {
  const harsh = '{accuracy: {min: 0.99}}'
  const { code, stdout } = await place.modelassay([
    'gate-test',
    '--predictions',
    'good.csv',
    '--rules',
    harsh,
  ])
  expect(code).toBe(1)
  expect(stdout).toContain('✗ The gate blocks the very predictions that it was given')
})

test('of bounds no worsening is told, and rules that were not tried are named', async () => {
  const bounds = '{accuracy: {min: 0.7}, model_bytes: {max: 5}}'
  const { code, stdout } = await place.modelassay([
    'gate-test',
    '--predictions',
    'good.csv',
    '--rules',
    bounds,
  ])
  expect(code).toBe(0)
  expect(stdout).toMatch(/from \d+ % of the rows on the gate blocks/)
  expect(stdout).toMatch(/^Not tried: model_bytes\./m)
})

test('a gate over reported values alone cannot be tested, and the message says why', async () => {
  const { code, stderr } = await place.modelassay([
    'gate-test',
    '--predictions',
    'good.csv',
    '--rules',
    '{latency: {max: 5}}',
  ])
  expect(code).toBe(2)
  expect(stderr).toContain('latency')
})

test('a configuration that is not there is named', async () => {
  const { code, stderr } = await gateTest('--predictions', 'good.csv', '--rules', rules)
  expect(code).toBe(2)
  expect(stderr).toContain('none.yml')
})
