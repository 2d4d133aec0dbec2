import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Workplace, withCommand, workplace } from './command.ts'

withCommand()
let place: Workplace
beforeAll(async () => {
  place = await workplace({
    'contract.yml': 'fields: [{ name: id, type: integer }]\n',
    'a.csv': 'id\n1\n',
    'b.csv': 'id\n2\n',
    'c.csv': 'id\nx\n',
  })
})
afterAll(() => place.remove())

test.each([
  ['the option each time', ['--data', 'a.csv', '--data', 'b.csv', '--data', 'c.csv']],
  ['commas', ['--data', 'a.csv, b.csv,c.csv']],
  ['lines', ['--data', 'a.csv\nb.csv\nc.csv']],
  ['names, the option each time', ['--data', 'a: a.csv', '--data', 'b: b.csv', '--data', 'c: c.csv']],
])('several tables are given with %s, and all of them are checked', async (_, args) => {
  const { ran, record } = await place.json(['data-validate', '--contract', 'contract.yml', ...args])
  expect(ran.code).toBe(1)
  expect(record).toMatchObject({
    tables: [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
    errors: [{ table: 'c', code: 'type-error' }],
  })
})
