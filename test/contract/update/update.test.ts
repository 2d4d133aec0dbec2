import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSample } from '../../../src/contract/infer/sample.ts'
import { loadContract } from '../../../src/contract/load.ts'
import { updateContract } from '../../../src/contract/update/update.ts'
import { tablesForTests } from '../../tables/engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

interface Asked {
  readonly news?: number
  readonly tighter?: 'proposed' | 'left-out'
}

async function updated(contract: string, data: string, { news = 0.001, tighter = 'left-out' }: Asked = {}) {
  const file = join(mkdtempSync(join(tables.engine.scratch, 'table-')), 'data.csv')
  writeFileSync(file, data)
  const located = {
    label: 'data.csv',
    several: false,
    files: [{ file, label: 'data.csv', path: 'data.csv', partition: [] }],
  }
  const sample = await openSample(tables.engine, located)
  const update = await updateContract(tables.engine, contract, sample, {
    file: 'contract.yml',
    now: new Date('2024-06-01T00:00:00Z'),
    news,
    tighter,
  })
  loadContract(update.text, 'contract.yml')
  return {
    ...update,
    said: update.proposals.map(({ effect, what, evidence }) => [`${effect}: ${what}`, ...evidence]),
    refused: update.unproposed.map(({ what, why }) => `${what} | ${why}`),
  }
}

const field = (rest: string) => `# mine\nfields:\n  - name: x # what it is\n${rest}  - name: y\n`
/** A table of which the first rows are ordinary. */
const column = (ordinary: string, times: number, ...others: readonly string[]) =>
  `x,y\n${[...Array.from({ length: times }, () => ordinary), ...others].map((value) => `${value},1\n`).join('')}`

describe('a list of values', () => {
  const contract = field('    type: string\n    constraints:\n      enum: [a, b] # known\n')

  it('grows by what is news, with the rows that speak for it', async () => {
    const { said, refused, proposals, text } = await updated(contract, column('a', 500, 'c', 'c', 'd'))
    expect(said).toEqual([
      [
        'loosens: "x" takes "c" too',
        '2 rows of 503 have "c" (0.4 %; at least 0.1 % with 95 % confidence), first at data.csv:502',
      ],
    ])
    expect(refused).toEqual([
      '"x": 1 row of 503 has "d" (0.2 %; at least 0.035 % with 95 % confidence), first at data.csv:504 | held for an error: less than 2 rows, or than 0.1 % of them',
    ])
    expect(text).toBe(contract.replace('[a, b]', '[a, b, c]'))
    expect(proposals[0]!.patch).toContain('-      enum: [a, b] # known\n+      enum: [a, b, c] # known\n')
  })

  it('does not grow by slips of the pen, marks of missing values, or what is too rare', async () => {
    const { said, refused } = await updated(contract, column('a', 10, 'A', 'A', ' b', ' b', 'NA', 'NA'))
    expect(said).toEqual([])
    expect(refused.map((one) => one.split(' | ')[1])).toEqual([
      'held for an error: it differs from "a" only in case or spaces',
      'held for an error: it differs from "b" only in case or spaces',
      'it looks like a mark for a missing value: list it under missingValues if it is one',
    ])
    const rare = await updated(contract, column('a', 3000, 'c', 'c'))
    expect(rare.said).toEqual([])
    const common = await updated(contract, column('a', 3000, 'c', 'c'), { news: 0 })
    expect(common.said).toHaveLength(1)
  })

  it('does not grow without end', async () => {
    const many = Array.from({ length: 42 }, (_, i) => `c${i >> 1}`)
    const { said, refused } = await updated(contract, column('a', 10, ...many))
    expect(said).toEqual([])
    expect(refused[0]).toContain('have one of 21 values that are not listed')
  })

  it('of whole numbers and of categories grows, too', async () => {
    const numbers = field(
      '    type: integer\n    categories:\n      - value: 1\n        label: one\n    constraints: { enum: [1] }\n',
    )
    const { text, said } = await updated(numbers, column('1', 10, '2', '2'))
    expect(said).toHaveLength(2)
    expect(text).toContain('        label: one\n      - 2\n')
    expect(text).toContain('{ enum: [1, 2] }')
  })
})

describe('bounds', () => {
  it('move to the outermost value', async () => {
    const contract = field('    type: number\n    constraints: { minimum: 0, maximum: 10 }\n')
    const { text, said } = await updated(contract, column('5', 100, '-1.5', '-2.5', '11', '12.25'))
    expect(text).toContain('{ minimum: -2.5, maximum: 12.25 }')
    expect(said[0]).toEqual([
      'loosens: "x" has the minimum "-2.5" instead of 0',
      '2 rows of 104 lie below 0 (1.9 %; at least 0.5 % with 95 % confidence), first at data.csv:102; the outermost is "-2.5"',
    ])
  })

  it('of days and open ones move, too', async () => {
    const days = field('    type: date\n    constraints: { maximum: "2024-01-01" }\n')
    const { text } = await updated(days, column('2023-01-01', 10, '2024-02-01', '2024-03-01'))
    expect(text).toContain('{ maximum: "2024-03-01" }')
    const open = field('    type: integer\n    constraints: { exclusiveMinimum: 0 }\n')
    expect((await updated(open, column('5', 10, '0', '0'))).text).toContain('{ minimum: 0 }')
  })

  it('do not move to a code for missing values, and ask for the unit where most values lie beyond', async () => {
    const contract = field('    type: number\n    constraints: { minimum: 0, maximum: 10 }\n')
    const { said, refused } = await updated(contract, column('5', 10, '-999', '-999', '-999'))
    expect(said).toEqual([])
    expect(refused[0]).toContain('all are -999, which looks like a code for a missing value')
    const unit = await updated(contract, column('50', 10, '1'))
    expect(unit.said[0]).toContain('more than half of the rows: has the unit changed?')
  })

  it('of lengths move', async () => {
    const contract = field('    type: string\n    constraints: { minLength: 2, maxLength: 3 }\n')
    const { text } = await updated(contract, column('abc', 10, 'a', 'b', 'abcd', 'abcde'))
    expect(text).toContain('{ minLength: 1, maxLength: 5 }')
  })
})

describe('presence', () => {
  const contract = field('    type: string\n    constraints:\n      required: true\n')

  it('is no longer asked for where enough cells are missing', async () => {
    const { said, text } = await updated(contract, column('a', 10, '', ''))
    expect(said[0]).toEqual([
      'loosens: "x" is not required',
      '2 rows of 12 have no value (16.7 %; at least 4.6 % with 95 % confidence), first at data.csv:12',
      'a limit under checks would be the narrower way: missing are at most 44.9 % with 95 % confidence',
    ])
    expect(text).toBe(field('    type: string\n'))
  })

  it('is asked for in a key whatever the data say', async () => {
    const { said, refused } = await updated(`${contract}primaryKey: x\n`, column('a', 1, '', '', 'b', 'b'))
    expect(said).toEqual([])
    expect(refused.map((one) => one.split(' | ')[1])).toEqual([
      'held for an error: it is part of the primary key',
      'held for an error: no change of the contract is proposed for it',
    ])
  })
})

describe('types', () => {
  it('whole numbers become numbers', async () => {
    const contract = field('    type: integer\n    constraints: { minimum: 0 }\n')
    const { said, text } = await updated(contract, column('1', 10, '1.5', '2.5'))
    expect(said[0]![0]).toBe('loosens: "x" has the type number instead of integer')
    expect(text).toContain('    type: number\n    constraints: { minimum: 0 }\n')
  })

  it('marks of missing values are listed for the table, or for the column where others mean them', async () => {
    const contract = field('    type: integer\n')
    const { text } = await updated(contract, column('1', 10, 'NA', 'NA'))
    expect(text).toBe(`${contract}missingValues: ["", NA]\n`)
    const listed = `${contract}missingValues:\n  - ""\n  - "-" # dash\n`
    expect((await updated(listed, column('1', 10, 'NA', 'NA'))).text).toBe(`${listed}  - NA\n`)
    const country = 'x,y\n1,NA\nNA,DE\nNA,DE\n'
    expect((await updated(contract, country)).text).toContain('    missingValues: ["", NA]\n  - name: y\n')
  })

  it('what some cells break is held for an error; a column that is another one gets its type', async () => {
    const contract = field(
      '    type: integer\n    format: default\n    constraints: { required: true, minimum: 0 }\n',
    )
    const { said, refused } = await updated(contract, column('1', 10, 'x', 'y'))
    expect(said).toEqual([])
    expect(refused[0]).toContain('held for an error: most cells have the type')
    const other = await updated(contract, column('abc', 10, '1'))
    expect(other.said[0]![0]).toBe('loosens and tightens: "x" has the type string instead of integer')
    expect(other.text).toContain('    type: string\n')
    expect(other.text).toContain('    constraints: { required: true }\n')
  })
})

describe('columns', () => {
  const contract = '# mine\nfields:\n  # the first\n  - name: a\n    type: integer\n  - name: b\n# end\n'

  it('that are new become fields at their place', async () => {
    const { text, said } = await updated(contract, 'a,k,m,b\n1,x,1.5,2\n2,y,2.5,3\n')
    expect(said.map(([what]) => what)).toEqual([
      'loosens and tightens: "m" is a field',
      'loosens and tightens: "k" is a field',
    ])
    expect(
      loadContract(text, 'contract.yml').contract.fields.map(({ name, type }) => `${name} ${type}`),
    ).toEqual(['a integer', 'k string', 'm number', 'b any'])
    expect(text).toContain(
      '    type: integer\n  # all 2 present; 2 distinct values\n  # 1 character\n  - name: k\n',
    )
    expect(text.endsWith('  - name: b\n# end\n')).toBe(true)
  })

  it('in another order may come in any', async () => {
    const { text, said } = await updated(contract, 'b,a\n1,1\n')
    expect(said).toHaveLength(1)
    expect(text).toContain('fieldsMatch: equal\n')
  })

  it('that are gone stay asked for', async () => {
    const { said, refused } = await updated(contract, 'a\n1\n')
    expect(said).toEqual([])
    expect(refused[0]).toContain('there is no column "b" | held for an error: a model may read it')
  })
})

describe('what no cell by itself breaks is said and not proposed', () => {
  it.each([
    ['fields: [{ name: x, constraints: { unique: true } }, { name: y }]\n', 'x,y\n1,1\n1,2\n'],
    ['fields: [{ name: x }, { name: y }]\nchecks: { rows: { min: 5 } }\n', 'x,y\n1,1\n1,2\n'],
    ['fields: [{ name: x, constraints: { pattern: "a+" }, type: string }, { name: y }]\n', 'x,y\nb,1\nb,2\n'],
  ])('%s', async (contract, data) => {
    const { said, refused } = await updated(contract, data)
    expect(said).toEqual([])
    expect(refused).toHaveLength(1)
  })

  it('and what is tolerated is not even said', async () => {
    const contract =
      'fields: [{ name: x, type: integer }, { name: y }]\ntolerance: { fields: { x: { type: 0.5 } } }\n'
    expect(await updated(contract, column('1', 10, 'a', 'b'))).toMatchObject({ said: [], refused: [] })
  })
})

describe('rules that the data keep', () => {
  const contract = field('    type: integer\n')
  const data = column('3', 100)

  it('are proposed when asked for, and only then', async () => {
    expect((await updated(contract, data)).said).toEqual([])
    const { said, text } = await updated(contract, data, { tighter: 'proposed' })
    expect(said.map(([what]) => what)).toEqual([
      'tightens: "x" has required: true',
      'tightens: "x" has minimum: 0',
      'tightens: "y" has the type integer',
    ])
    expect(text).toContain('    constraints: { required: true, minimum: 0 }\n')
  })

  it('are not proposed of a column that breaks one', async () => {
    const broken = column('3', 100, 'x')
    const { said } = await updated(contract, broken, { tighter: 'proposed' })
    expect(said.map(([what]) => what)).toEqual(['tightens: "y" has the type integer'])
  })
})

it('a contract that only a person can edit is left alone, and the proposal is said', async () => {
  const contract =
    'fields:\n  - { name: x, type: string, constraints: &c { enum: &e [a] } }\n  - { name: y }\n  - { name: z, constraints: *c }\n'
  const { said, refused, text } = await updated(contract, 'x,y,z\nb,1,b\nb,1,b\na,1,a\n')
  expect(said).toEqual([])
  expect(refused[0]).toContain('change it by hand: ')
  expect(text).toBe(contract)
})

it('property: with its proposals taken, nothing more is proposed, and comments stay', async () => {
  const cell = fc.constantFrom(
    '1',
    '2',
    '-999',
    'NA',
    '2.5',
    '',
    'a',
    'A',
    '2024-01-01',
    'true',
    '1e400',
    "it's",
    '# x',
  )
  const rules = fc.constantFrom(
    'type: integer\n    constraints: { required: true, minimum: 0, maximum: 2 }',
    'type: string\n    constraints:\n      enum: [a]\n      required: true # mine',
    'type: number\n    constraints: { enum: [1, 2.5] }',
    'type: string\n    constraints: { maxLength: 1, minLength: 1 }',
    'type: date\n    constraints: { minimum: "2024-05-01" }',
    'type: boolean',
  )
  const columns = fc.array(fc.tuple(rules, fc.array(cell, { minLength: 1, maxLength: 5 })), {
    minLength: 1,
    maxLength: 3,
  })
  await fc.assert(
    fc.asyncProperty(columns, fc.integer({ min: 1, max: 40 }), async (all, rows) => {
      const fields = all.map(([rule], i) => `  # field ${i}\n  - name: c${i}\n    ${rule}\n`).join('')
      const contract = `# top\nfields:\n  - name: i\n${fields}# bottom\n`
      const lines = Array.from({ length: rows }, (_, r) =>
        [r, ...all.map(([, cells]) => `"${cells[r % cells.length]}"`)].join(','),
      )
      const data = `i,${all.map((_, i) => `c${i}`).join(',')}\n${lines.join('\n')}\n`
      const first = await updated(contract, data, { news: 0 })
      for (const comment of ['# top', '# bottom', ...all.map((_, i) => `# field ${i}`)])
        expect(first.text).toContain(comment)
      let { text } = first
      // What was hidden behind a type that was broken shows only once the type is another one.
      for (let round = 0; round < 4; round++) text = (await updated(text, data, { news: 0 })).text
      expect((await updated(text, data, { news: 0 })).said).toEqual([])
    }),
    { numRuns: 15 },
  )
})
