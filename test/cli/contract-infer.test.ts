import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Workplace, withCommand, workplace } from './command.ts'

withCommand()
let place: Workplace
beforeAll(async () => {
  place = await workplace()
})
afterAll(() => place.remove())

test('prints a contract that data-validate accepts for the data', async () => {
  const { code, stdout, stderr } = await place.modelassay(['contract', 'infer', 'data/train.csv'])
  expect(code).toBe(0)
  expect(stderr).toContain('data/train.csv: 3 rows, 3 columns.\n')
  expect(stderr).toContain('Next: ')
  expect(stdout).toMatch(/^# yaml-language-server: \$schema=\S+\n/)
  expect(stdout).toContain('  - name: age\n    type: integer\n')
  await place.write({ 'own.yml': stdout })
  const validated = await place.json(['data-validate', '--contract', 'own.yml'])
  expect(validated).toMatchObject({ ran: { code: 0 }, record: { passes: true } })
})

test('several files are one table', async () => {
  const files = ['data/train.csv', 'data/test.csv']
  const { stdout, stderr } = await place.modelassay(['contract', 'infer', ...files])
  expect(stderr).toContain('data/train.csv and 1 more: 2 files, 6 rows, 3 columns.\n')
  expect(stdout).toContain('  # all 6 present; 6 distinct values\n')
})

test('a pattern that the shell left alone is looked up', async () => {
  const { code, stderr } = await place.modelassay(['contract', 'infer', 'data/t*.csv'])
  expect(code).toBe(0)
  expect(stderr).toContain('data/t*.csv: 2 files, 6 rows, 3 columns.\n')
})

test('never writes over a file unless it is told to', async () => {
  const args = ['contract', 'infer', 'data/train.csv', '--output', 'contract.yml']
  const before = await place.read('contract.yml')
  const refused = await place.modelassay(args)
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('contract.yml is there already, and nothing was written.\n')
  expect(refused.stderr).toContain('modelassay contract update')
  expect(await place.read('contract.yml')).toBe(before)
  const forced = await place.modelassay([...args, '--force'])
  expect(forced).toMatchObject({ code: 0, stdout: '' })
  expect(await place.read('contract.yml')).toContain('# Read from data by `modelassay contract infer`')
  await place.write({ 'contract.yml': before })
})

test('says which rows it could not learn from', async () => {
  await place.write({ 'data/ragged.csv': 'a,b\n1,2\n3\n4,5\n' })
  const { code, stderr } = await place.modelassay(['contract', 'infer', 'data/ragged.csv'])
  expect(code).toBe(0)
  expect(stderr).toContain(
    'data/ragged.csv: 2 rows, 2 columns.\n1 row left out, which no contract allows; line 3: the row has 1 cell, the header 2.\n',
  )
})

test.each([
  [['data/none.csv'], 'There is no file data/none.csv.'],
  [['data/train.csv', 'contract.yml'], 'contract.yml: the format of a table is told by the end of its name'],
  [[], "missing required argument 'files'"],
])('%j is a mistake that is explained', async (files, message) => {
  const { code, stdout, stderr } = await place.modelassay(['contract', 'infer', ...files])
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain(message)
})
