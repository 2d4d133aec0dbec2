import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { terminalText } from '../../src/report/terminal.ts'
import { validate } from './validate.ts'

const plain = (text: string) => text
const palette = { good: plain, bad: plain, unsure: plain, strong: plain, faint: plain }

const files = {
  'modelassay.yml': 'name: birds\ndata:\n  contract: contract.yml\n  tables: { train: data/train.csv }\n',
  'contract.yml': `primaryKey: id
fields:
  - name: id
    type: integer
  - name: mass
    type: number
    constraints: { minimum: 0, maximum: 100 }
  - name: sex
    constraints: { required: true, enum: [F, M] }
tolerance:
  fields: { mass: { maximum: 0.5 } }
`,
  'data/train.csv': `id,mass,sex
1,-1,F
2,heavy,M
3,-2,
3,-3,X
5,-4,M
6,101,F
7,9
`,
}

/** All files as a commit of a repository has them. */
async function committed(workspace: string) {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: workspace })
  git('init', '-q')
  git('add', '.')
  git('commit', '-q', '-m', 'data')
}

describe('who sent bad data', () => {
  it('reads on the terminal which rows are wrong and why', async () => {
    const { record } = await validate(files)
    expect(terminalText(record, palette)).toBe(`✗ birds has invalid data
  9 faults in 1 table: 6 constraint-error, 1 missing-cell, 1 primary-key, 1 type-error; 1 tolerated.

  table train    7 rows, csv
  errors         9
  warnings       0
  rows of train  6 at fault in rejected-train.csv beside the record

  ✗ 1 row with fewer cells than the header has, at data/train.csv:8 (missing-cell)
      data/train.csv:8  the row has 2 cells, the header 3
  ✗ 1 row in mass not a number, at data/train.csv:3 (type-error, contract.yml:6)
      data/train.csv:3  "heavy"
  ✗ 4 rows in mass below 0, first at data/train.csv:2 (constraint-error, contract.yml:7)
      data/train.csv:2  "-1"
      data/train.csv:4  "-2"
      data/train.csv:5  "-3"
      … 1 more
  ✗ 1 row without sex, at data/train.csv:4 (constraint-error, contract.yml:9)
  ✗ 1 row in sex not one of F, M, at data/train.csv:5 (constraint-error, contract.yml:9)
      data/train.csv:5  "X"
  ✗ 1 row in id repeated, at data/train.csv:5 (primary-key, contract.yml:1)
      data/train.csv:5  "id" is "3", as on line 4 already
  ~ 1 row in mass above 100 (1 of 7 rows, 14.3%; the contract tolerates 50%), at data/train.csv:7 (constraint-error, contract.yml:7)
      data/train.csv:7  "101"
`)
  })

  it('finds the column of each cell by its place, too', async () => {
    const { record } = await validate(files)
    expect(record.errors?.map(({ field, column }) => [field, column])).toContainEqual(['sex', 3])
    expect(record.groups?.map(({ field, column }) => [field, column])).toContainEqual(['mass', 2])
  })
})

describe('annotations', () => {
  it('stand at the line of the data where that is in the commit', async () => {
    const { runner } = await validate(files, {}, committed)
    expect(runner.annotations[2]).toEqual({
      level: 'error',
      title: 'train: constraint-error in mass',
      message:
        '4 rows in mass below 0, first at data/train.csv:2\nline 2: "-1"\nline 4: "-2"\nline 5: "-3"\n… 4 in all\nAsked for by contract.yml, line 7.',
      file: 'data/train.csv',
      line: 2,
    })
    expect(runner.annotations.at(-1)).toMatchObject({ level: 'notice', file: 'data/train.csv', line: 7 })
  })

  it.each([
    ['in no commit', async () => undefined],
    [
      'changed since',
      async (workspace: string) => {
        await committed(workspace)
        await writeFile(join(workspace, 'data/train.csv'), `${files['data/train.csv']}8,1,F\n`)
      },
    ],
  ])('stand at the line of the contract where the data is %s', async (_state, prepare) => {
    const { runner } = await validate(files, {}, prepare)
    expect(runner.annotations.slice(1)).toMatchObject([
      { title: 'train: type-error in mass', file: 'contract.yml', line: 6 },
      { title: 'train: constraint-error in mass', file: 'contract.yml', line: 7 },
      { title: 'train: constraint-error in sex', file: 'contract.yml', line: 9 },
      { title: 'train: constraint-error in sex', file: 'contract.yml', line: 9 },
      { title: 'train: primary-key in id', file: 'contract.yml', line: 1 },
      { level: 'notice', file: 'contract.yml', line: 7 },
    ])
  })

  it('are at most ten of each level, of which the last says what is left out', async () => {
    const names = Array.from({ length: 24 }, (_, i) => `c${i}`)
    const warned = Object.fromEntries(names.slice(12).map((name) => [name, { type: 'warning' }]))
    const { runner } = await validate({
      'modelassay.yml': files['modelassay.yml'],
      'contract.yml': JSON.stringify({
        fields: names.map((name) => ({ name, type: 'integer' })),
        severity: { fields: warned },
      }),
      'data/train.csv': `${names.join(',')}\n${names.map(() => 'x').join(',')}\n`,
    })
    for (const level of ['error', 'warning']) {
      const own = runner.annotations.filter((one) => one.level === level)
      expect(own).toHaveLength(10)
      expect(own.at(-1)?.message).toMatch(/^3 more faults of 3 more kinds: see/)
    }
  })
})
