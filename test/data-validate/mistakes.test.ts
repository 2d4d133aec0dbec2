import { describe, expect, it } from 'vitest'
import { stageSummary } from '../../src/report/stage-summary.ts'
import { terminalText } from '../../src/report/terminal/terminal.ts'
import { validate } from './validate.ts'

const plain = (text: string) => text
const palette = { good: plain, bad: plain, unsure: plain, strong: plain, faint: plain }
const config = 'name: birds\ndata:\n  contract: contract.yml\n  tables: { train: a.csv, test: b.csv }\n'
const table = 'id,age\n1,2\n'

/** What is wrong with a contract of two tables, each mistake with its line. */
async function toldOf(contract: string) {
  const { record, runner } = await validate({
    'modelassay.yml': config,
    'contract.yml': contract,
    'a.csv': table,
    'b.csv': table,
  })
  const { error } = record
  const lines = [error, ...(error?.others ?? [])].map((one) => `${one?.line} ${one?.message}`)
  return { record, lines, runner }
}

describe('a contract with several mistakes', () => {
  it('is told all of them at once', async () => {
    const { record, lines, runner } = await toldOf(`fields:
  - { name: id, type: integr }
  - { name: age, type: integer, constraint: {} }
  - { name: x, type: string, constraints: { minLength: a } }
`)
    expect(record).toMatchObject({ verdict: 'error', passes: false })
    expect(lines.map((line) => line.slice(0, 40))).toEqual([
      '3 unknown key fields[1].constraint',
      '2 fields[0].type: must be one of any, ar',
      '4 fields[2].constraints.minLength: must ',
    ])
    expect(terminalText(record, palette)).toMatch(
      /\n {2}also contract\.yml:2:\d+ {2}fields\[0\]\.type: must be/,
    )
    expect(stageSummary(record)).toContain('- also contract.yml:4')
    expect(runner.annotations.map(({ line }) => line)).toEqual([3, 2, 4])
  })

  it.each([
    [
      'patterns',
      `fields:
  - { name: id, type: string, constraints: { pattern: "(" } }
  - { name: age, type: string, constraints: { pattern: "(?=a)" } }
`,
      ['2 contract.yml: the pattern of "id" is', '3 contract.yml: the pattern of "age" is'],
    ],
    [
      'SQL',
      `fields: [{ name: id, type: integer }, { name: age, type: integer }]
checks:
  conditions:
    - { name: a, sql: "age >" }
    - { name: b, sql: "agee > 1" }
  aggregates:
    - { name: c, sql: "sum(age", min: 0 }
`,
      [
        '4 contract.yml: the condition "a" is',
        '5 contract.yml: the condition "b" names',
        '7 contract.yml: the aggregate "c" is',
      ],
    ],
    [
      'YAML',
      'a: [\nb: 1\nc: "\n',
      ['2 contract.yml is not readable YAML', '4 contract.yml is not readable YAML'],
    ],
  ])('in its %s, too', async (_, contract, expected) => {
    const { lines } = await toldOf(contract)
    expect(lines).toHaveLength(expected.length)
    for (const [i, line] of lines.entries()) expect(line).toContain(expected[i])
  })
})

it('each table that cannot be read says why', async () => {
  const { record } = await validate({
    'modelassay.yml': config,
    'contract.yml': 'fields: [{ name: id }, { name: age }]\n',
    'a.csv': '',
    'b.csv': 'id,"age\n',
  })
  expect([record.error, ...(record.error?.others ?? [])]).toMatchObject([
    { code: 'empty-file', file: 'a.csv' },
    { code: 'broken-header', file: 'b.csv' },
  ])
})
