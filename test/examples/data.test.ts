import { afterAll, expect, test } from 'vitest'
import { clone, exampleFile, rowsOf } from './example.ts'

const penguins = clone('penguins')
afterAll(() => penguins.remove())

const table = (name: string) => rowsOf(exampleFile('penguins', `data/${name}.csv`))
const ids = (name: string) => table(name).map(({ id }) => id)
const species = (rows: Record<string, string>[]) =>
  Object.fromEntries(
    ['Adelie', 'Chinstrap', 'Gentoo'].map((name) => [
      name,
      rows.filter((row) => row.species === name).length,
    ]),
  )

test('every table is what make.mjs makes out of penguins.csv', () => {
  expect(penguins.run('rm data/train.csv data/test.csv data/live*.csv && node data/make.mjs').ok).toBe(true)
  for (const name of ['train', 'test', 'live', 'live-drifted'])
    expect(penguins.read(`data/${name}.csv`)).toBe(exampleFile('penguins', `data/${name}.csv`))
})

test('the source is the 344 penguins as published, with what was not measured', () => {
  const all = table('penguins')
  expect(species(all)).toEqual({ Adelie: 152, Chinstrap: 68, Gentoo: 124 })
  expect(all.filter(({ body_mass_g }) => body_mass_g === '')).toHaveLength(2)
  expect(all.filter(({ sex }) => sex === '')).toHaveLength(10)
  expect(all.filter(({ sex }) => sex === '.')).toHaveLength(1)
})

test('train and test share no penguin, miss none, and have the same shares of the species', () => {
  expect([...ids('train'), ...ids('test')].sort()).toEqual(ids('penguins'))
  expect(species(table('test'))).toEqual({ Adelie: 46, Chinstrap: 20, Gentoo: 37 })
})

test('live data do not know the species', () => {
  for (const name of ['live', 'live-drifted']) {
    expect(table(name)).toHaveLength(300)
    expect(Object.keys(table(name)[0]!)).not.toContain('species')
  }
})

test('both examples hold the same data, contract and drift workflow', () => {
  const files = ['train', 'test', 'penguins', 'live', 'live-drifted', 'bad'].map((name) => `data/${name}.csv`)
  for (const file of [...files, 'contract.yml', '.github/workflows/drift.yml', '.github/CODEOWNERS'])
    expect(exampleFile('penguins-sklearn', file)).toBe(exampleFile('penguins', file))
})
