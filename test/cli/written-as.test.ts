import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { churn, type Workplace, withCommand, workplace } from './command.ts'

withCommand()

const own = `encoding: latin1
dialect: { delimiter: ";", quoteChar: "'" }
fieldsMatch: subset
fields: [{ name: id, type: integer }, { name: churned, type: integer }]
`
const rows = (from: number) =>
  `id;note;churned\n${[0, 1, 2].map((i) => `${from + i};'a;\u00e4';${i % 2}\n`).join('')}`

let place: Workplace
beforeAll(async () => {
  place = await workplace({
    ...churn,
    'own.yml': own,
    'modelassay.yml': churn['modelassay.yml']!.replace(
      'test: { path: data/test.csv, role: test }',
      'test: { path: data/test.csv, role: test, contract: own.yml }, live: { path: data/live.csv, role: live, contract: own.yml }',
    )
      .replace('  run: node predict.mjs\n', '')
      .replace('reference: data/train.csv', 'columns: [churned], reference: data/test.csv'),
  })
  for (const [file, from] of [
    ['data/test.csv', 4],
    ['data/live.csv', 7],
  ] as const)
    await writeFile(join(place.folder, file), Buffer.from(rows(from), 'latin1'))
  place.git('commit', '-qam', 'tables of their own')
})
afterAll(() => place.remove())

test('labels come from a table that is written as its contract says', async () => {
  await place.write({ 'predictions.csv': 'id,prediction\n4,0\n5,1\n6,1\n' })
  const { record } = await place.json(['evaluate-gate'])
  expect(record).toMatchObject({ metrics: { accuracy: 2 / 3 } })
})

test('drift is measured in tables that are written as their contract says', async () => {
  const { record } = await place.json(['drift-check'])
  expect(record).toMatchObject({
    reference: { rows: 3 },
    current: { rows: 3 },
    columns: [{ name: 'churned', score: 0 }],
  })
})
