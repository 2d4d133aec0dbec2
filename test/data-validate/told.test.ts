import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { terminalText } from '../../src/report/terminal/terminal.ts'
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
  describe('of live data that lack a column', () => {
    const told = async (changes: Readonly<Record<string, string>>) => {
      const { record } = await validate({
        ...files,
        'modelassay.yml':
          'name: birds\ndata:\n  contract: contract.yml\n  label: sex\n  tables: { train: data/train.csv, live: data/live.csv }\n',
        'data/train.csv': 'id,mass,sex\n1,1,F\n',
        'data/live.csv': 'id,mass\n1,1\n',
        ...changes,
      })
      return terminalText(record, palette)
    }

    it('reads what to write in the contract where it is the label', async () => {
      const text = await told({})
      expect(text).toContain('✗ data/live.csv: there is no column "sex" (missing-label, contract.yml:8)')
      expect(text).toContain(
        'Next: If live data are to lack "sex", as a label, say so in contract.yml: environments: { serving: { absent: ["sex"] } }.',
      )
    })

    it('reads it where an evaluation takes its truth from that column', async () => {
      const text = await told({
        'modelassay.yml': `name: birds
data:
  contract: contract.yml
  tables: { train: data/train.csv, test: data/train.csv, live: data/live.csv }
evaluate:
  predictions: p.csv
  truth: { table: test, column: sex, id: id }
`,
      })
      expect(text).toContain('Next: If live data are to lack "sex", as a label')
    })

    it('reads the whole list where the contract has one already', async () => {
      const text = await told({
        'contract.yml': `${files['contract.yml']}environments: { serving: { absent: [mass] } }\n`,
        'data/live.csv': 'id\n1\n',
      })
      expect(text).toContain(
        'say so in contract.yml, below the environments that it has: serving: { absent: ["mass", "sex"] }.',
      )
    })

    it.each([
      ['live: data/live.csv', 'live', 'table live   1 row, csv, checked as serving, since it is named live'],
      [
        'newest: { path: data/live.csv, role: live }',
        'newest',
        'table newest  1 row, csv, checked as serving, since its role is live',
      ],
      [
        'newest: { path: data/live.csv, environment: early }',
        'newest',
        'table newest  1 row, csv, checked as early',
      ],
    ])('reads as what a table is checked: %s', async (table, name, line) => {
      const data = {
        ...files,
        'modelassay.yml': `name: birds\ndata:\n  contract: contract.yml\n  tables: { train: data/train.csv, ${table} }\n`,
        'contract.yml': `${files['contract.yml']}environments: { serving: { absent: [sex] }, early: { absent: [sex] } }\n`,
        'data/train.csv': 'id,mass,sex\n1,1,F\n',
        'data/live.csv': 'id,mass\n1,1\n',
      }
      const { record, runner } = await validate(data)
      expect(record.verdict).toBe('valid')
      const text = terminalText(record, palette)
      expect(text).toContain(line)
      expect(text).toMatch(/table train +1 row, csv$/m)
      expect(runner.summaries.join('')).toContain(`\`${name}\` is ${line.slice(line.indexOf('checked as'))}.`)
    })

    it('reads to mend the data where it is a feature', async () => {
      const text = await told({ 'data/live.csv': 'id,sex\n1,F\n' })
      expect(text).toContain(
        'Next: Give data/live.csv the columns that the contract names, or change those there (contract.yml:5). Then run data-validate again.',
      )
      expect(text).not.toContain('absent')
    })

    it('reads both where they lack both', async () => {
      const text = await told({ 'data/live.csv': 'id\n1\n' })
      expect(text).toContain(
        'environments: { serving: { absent: ["sex"] } }. Give data/live.csv the columns that the contract names, or change those there (contract.yml:5).',
      )
    })

    it('reads to mend the data where the table that is trained on lacks the label, too', async () => {
      const text = await told({
        'modelassay.yml': `name: birds
data:
  contract: contract.yml
  label: sex
  tables: { train: data/train.csv, test: data/test.csv, live: data/live.csv }
`,
        'data/test.csv': 'id,mass\n1,1\n',
      })
      expect(text).toContain('Next: Give data/test.csv the columns that the contract names')
      expect(text).not.toContain('absent')
    })
  })

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
  ✗ 1 row whose mass is not a number, at data/train.csv:3 (type-error, contract.yml:6)
      data/train.csv:3  "heavy"
  ✗ 4 rows whose mass is below 0, first at data/train.csv:2 (constraint-error, contract.yml:7)
      data/train.csv:2  "-1"
      data/train.csv:4  "-2"
      data/train.csv:5  "-3"
      … 1 more
  ✗ 1 row without sex, at data/train.csv:4 (constraint-error, contract.yml:9)
  ✗ 1 row whose sex is not one of F, M, at data/train.csv:5 (constraint-error, contract.yml:9)
      data/train.csv:5  "X"
  ✗ 1 row whose id is that of an earlier row, at data/train.csv:5 (primary-key, contract.yml:1)
      data/train.csv:5  "id" is "3", as on line 4 already
  ~ 1 row whose mass is above 100 (1 of 7 rows, 14.3%; the contract tolerates 50%), at data/train.csv:7 (constraint-error, contract.yml:7)
      data/train.csv:7  "101"

  Next: Write data/train.csv again with as many cells in each row as in its header: a quote or a separator is missing, or there is one too many. Mend the rows of data/train.csv, or where they are right, the rule (contract.yml:6). Then run data-validate again.
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
        '4 rows whose mass is below 0, first at data/train.csv:2\nline 2: "-1"\nline 4: "-2"\nline 5: "-3"\n… 4 in all\nAsked for by contract.yml, line 7.',
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

  it('of a cell that is no number sees no picture, and no condition that it could not keep', async () => {
    const { record } = await validate({
      'modelassay.yml': files['modelassay.yml'],
      'contract.yml': `fields:
  - { name: id, type: integer }
  - { name: mass, type: number, constraints: { minimum: 0 } }
checks:
  conditions: [{ name: heavier, sql: mass > id }]
`,
      'data/train.csv': 'id,mass\n1,2\n2,"1,5"\n3,x\nx,9\n4,5\n9,7\n',
    })
    expect(record.groups?.map(({ message }) => message)).toEqual([
      '1 row whose id is not a whole number, at data/train.csv:5',
      '2 rows whose mass is not a number, first at data/train.csv:3',
      '1 row for which "heavier" does not hold, at data/train.csv:7',
    ])
    expect(record.histograms).toBeUndefined()
  })

  it('is told of each kind of fault in a sentence', async () => {
    const { record } = await validate({
      'modelassay.yml':
        'name: birds\ndata:\n  contract: contract.yml\n  tables: { train: data/train.csv, other: { path: o.csv, contract: o.yml } }\n',
      'o.yml': 'fields: [{ name: a, type: integer }, { name: b, type: integer }]\n',
      'o.csv': 'a,b\n1,1\n',
      'contract.yml': `fields:
  - { name: a, type: integer, constraints: { exclusiveMinimum: 0 } }
  - { name: b, type: integer, constraints: { maximum: 9, exclusiveMaximum: 9 } }
  - { name: c, type: string, constraints: { required: true, minLength: 2, pattern: "[a-z]*" } }
  - { name: d, type: date }
uniqueKeys: [[a, b]]
foreignKeys: [{ fields: [a, b], reference: { resource: other, fields: [a, b] } }]
checks:
  columns:
    d: { ordered: { strict: true }, fresh: { max_age: 9y, clock: "2024-01-03" } }
    c: { categories: { values: [zz], min_share: 0.5 } }
`,
      'data/train.csv': 'a,b,c,d\n0,10,,2024-01-02\n0,10,X,2024-01-01\n1,1,zz,2024-01-04\n',
    })
    const at = 'data/train.csv'
    expect(record.groups?.map(({ message }) => message)).toEqual([
      `2 rows whose a is not above 0, first at ${at}:2`,
      `2 rows whose b is above 9, first at ${at}:2`,
      `2 rows whose b is not below 9, first at ${at}:2`,
      `1 row without c, at ${at}:2`,
      `1 row whose c has fewer than 2 characters, at ${at}:3`,
      `1 row whose c does not match [a-z]*, at ${at}:3`,
      `1 row whose d lies after 2024-01-03, at ${at}:4`,
      `1 row whose a and b are those of an earlier row, at ${at}:3`,
      `1 row whose d is not in strictly increasing order, at ${at}:3`,
      `2 rows whose a and b are not in o.csv, first at ${at}:2`,
    ])
  })
})

it.each([
  ['accuracy', []],
  [
    'acuracy',
    [
      expect.stringMatching(
        /^warning: The gate will refuse this after training: gate\.rules\.acuracy is a rule on "acuracy", which nothing measures; did you mean "accuracy"\? Known here: /,
      ),
    ],
  ],
])('a rule on %s is doubted where the data are looked at, which is first', async (metric, warnings) => {
  const { runner, record } = await validate({
    'modelassay.yml': `name: m\ndata: { tables: { train: train.csv } }\nevaluate: { predictions: p.csv, task: binary }\ngate: { rules: { ${metric}: { min: 0.5 } } }\n`,
    'train.csv': 'x\n1\n',
  })
  expect(record.verdict).toBe('valid')
  expect(runner.lines.filter((line) => line.startsWith('warning: '))).toEqual(warnings)
})
