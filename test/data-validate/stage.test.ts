import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { findingDigest } from '../../src/record/finding.ts'
import { validate } from './validate.ts'

const penguins = fileURLToPath(new URL('../../examples/penguins', import.meta.url))

const config = 'name: m\ndata:\n  contract: contract.yml\n  tables: { train: data/train.csv }\n'
const contract = `fields:
  - name: x
    type: integer
    constraints: { minimum: 3 }
  - name: y
`

const inPenguins = (given: Readonly<Record<string, string>>) =>
  validate({}, given, (workspace) => cp(penguins, workspace, { recursive: true }))

describe('data-validate', () => {
  it('passes the data of the penguins example', async () => {
    const { record, exitCode, outputs } = await inPenguins({})
    expect(record).toMatchObject({
      verdict: 'valid',
      passes: true,
      counts: { error: 0, warning: 0, by_code: {} },
      errors: [],
    })
    expect(record.reason).toMatch(/^\d+ rows in 2 tables: no fault by contract\.yml\.$/)
    expect(record.tables).toMatchObject([
      { name: 'train', path: 'data/train.csv', role: 'train', contract: 'contract.yml', format: 'csv' },
      { name: 'test', path: 'data/test.csv', role: 'test' },
    ])
    expect(exitCode).toBe(0)
    expect(outputs).toMatchObject({ verdict: 'valid', passes: 'true', errors: '0' })
    expect(outputs['data-digest']).toMatch(/^sha256:[0-9a-f]{64}$/)
  })

  it('fails its broken data at the lines that are broken', async () => {
    const { record, exitCode, runner, outputs } = await inPenguins({ data: 'data/bad.csv' })
    expect(record).toMatchObject({ verdict: 'invalid', passes: false })
    expect(exitCode).toBe(1)
    expect(Number(outputs.errors)).toBe(record.counts?.error)
    expect(runner.annotations.length).toBeGreaterThan(0)
    for (const annotation of runner.annotations) expect(annotation).toMatchObject({ level: 'error' })
  })

  it('points at the contract where the data has no line to show', async () => {
    const { runner } = await validate({
      'modelassay.yml': config,
      'contract.yml': `${contract}checks: { rows: { min: 5 } }\n`,
      'data/train.csv': 'x,y\n5,a\n',
    })
    expect(runner.annotations).toMatchObject([{ file: 'contract.yml', line: 6, title: 'train: row-count' }])
  })

  it('keeps to ten annotations, and says what is left out', async () => {
    const names = Array.from({ length: 14 }, (_, i) => `c${i}`)
    const { runner } = await validate({
      'modelassay.yml': config,
      'contract.yml': JSON.stringify({ fields: names.map((name) => ({ name, type: 'integer' })) }),
      'data/train.csv': `${names.join(',')}\n${names.map(() => 'x').join(',')}\n`,
    })
    expect(runner.annotations).toHaveLength(10)
    expect(runner.annotations.at(-1)?.message).toMatch(/^5 more faults of 5 more kinds/)
  })

  it('lets hostile names and values through as text', async () => {
    const name = '`|<b>\n::error::'
    const { record, runner } = await validate({
      'modelassay.yml': config,
      'contract.yml': JSON.stringify({ fields: [{ name, type: 'integer' }, { name: 'z' }] }),
      'data/train.csv': `"${name}",z\n"a|\`\n\n# x",1\n`,
    })
    expect(record.errors?.[0]?.field).toBe(name)
    const summary = runner.summaries.join('')
    expect(summary.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(1)
    expect(
      summary.split('\n').filter((line) => /[^\\]\|/.test(line) && line.startsWith('| `train`')),
    ).toHaveLength(2)
  })

  it('softens only the colour of the step by fail-on: never', async () => {
    const { record, exitCode, outputs } = await validate(
      { 'modelassay.yml': config, 'contract.yml': contract, 'data/train.csv': 'x,y\n1,a\n' },
      { 'fail-on': 'never' },
    )
    expect(record).toMatchObject({ verdict: 'invalid', passes: false })
    expect({ exitCode, passes: outputs.passes }).toEqual({ exitCode: 0, passes: 'false' })
  })

  it('works from inputs alone', async () => {
    const { record } = await validate(
      { 'c.yml': contract, 'in/x.csv': 'x,y\n5,a\n' },
      { data: 'in/x.csv', contract: 'c.yml' },
    )
    expect(record).toMatchObject({
      verdict: 'valid',
      tables: [{ name: 'x', path: 'in/x.csv', contract: 'c.yml' }],
    })
  })

  it('holds a table without a contract to a whole shape', async () => {
    const noContract = 'name: m\ndata: { tables: { train: t.csv } }\n'
    const good = await validate({ 'modelassay.yml': noContract, 't.csv': 'a,b\n1,2\n' })
    expect(good.record).toMatchObject({
      verdict: 'valid',
      reason: '1 row in 1 table: all whole; no contract asks for more.',
    })
    const bad = await validate({ 'modelassay.yml': noContract, 't.csv': 'a,a,\n1,2\n' })
    expect(bad.record.counts?.by_code).toEqual({
      'blank-label': 1,
      'duplicate-label': 1,
      'missing-cell': 1,
    })
  })

  it('finds the same in the same data, whatever the run', async () => {
    const files = { 'modelassay.yml': config, 'contract.yml': contract, 'data/train.csv': 'x,y\n1,a\n' }
    const [one, two] = [await validate(files), await validate(files)]
    expect(findingDigest(one.record)).toBe(findingDigest(two.record))
  })

  it.each([
    ['a missing file', undefined, 'file-not-found', /^There is no file data\/train\.csv\./],
    ['an empty file', '', 'empty-file', /is empty/],
    [
      'a binary',
      Buffer.from([0x50, 0x4b, 3, 4, 0, 0]),
      'not-a-table',
      /is a ZIP archive or an Excel workbook/,
    ],
    ['text that is not UTF-8', Buffer.from([0x78, 0x0a, 0xe9, 0x0a]), 'not-utf8', /is not UTF-8: line 2/],
  ])('ends with 2 for %s, keeping what was found in the other table', async (_, content, code, message) => {
    const { record, exitCode, runner } = await validate({
      'modelassay.yml':
        'name: m\ndata:\n  contract: contract.yml\n  tables: { train: data/train.csv, test: data/test.csv }\n',
      'contract.yml': contract,
      'data/test.csv': 'x,y\n1,a\n',
      ...(content === undefined ? {} : { 'data/train.csv': content }),
    })
    expect(exitCode).toBe(2)
    expect(record).toMatchObject({
      verdict: 'error',
      passes: false,
      error: { code },
      tables: [{ name: 'test' }],
      counts: { error: 1 },
    })
    expect(record.error?.message).toMatch(message)
    expect(runner.annotations.at(-1)?.message).toMatch(message)
  })

  it('is invalid where a table has a header only', async () => {
    const { record, exitCode } = await validate({
      'modelassay.yml': config,
      'contract.yml': contract,
      'data/train.csv': 'x,y\n',
    })
    expect(record).toMatchObject({ verdict: 'invalid', counts: { by_code: { 'row-count': 1 } } })
    expect(exitCode).toBe(1)
  })

  it.each([
    [
      'a folder',
      (workspace: string) =>
        rm(join(workspace, 'data/train.csv')).then(() => mkdir(join(workspace, 'data/train.csv'))),
      'is-a-directory',
    ],
    [
      'an unreadable contract',
      (workspace: string) => writeFile(join(workspace, 'contract.yml'), 'fields: ['),
      'yaml-unreadable',
    ],
    [
      'a misspelt contract',
      (workspace: string) => writeFile(join(workspace, 'contract.yml'), 'feilds: []'),
      'unknown-key',
    ],
    ['no contract file', (workspace: string) => rm(join(workspace, 'contract.yml')), 'contract-not-found'],
    [
      'a pattern that is none',
      (workspace: string) =>
        writeFile(
          join(workspace, 'contract.yml'),
          'fields: [{ name: x, type: string, constraints: { pattern: "(" } }]',
        ),
      'bad-pattern',
    ],
    [
      'no table',
      (workspace: string) => writeFile(join(workspace, 'modelassay.yml'), 'name: m\n'),
      'no-tables',
    ],
  ])('ends with 2 for %s', async (_, prepare, code) => {
    const { record, exitCode } = await validate(
      { 'modelassay.yml': config, 'contract.yml': contract, 'data/train.csv': 'x,y\n5,a\n' },
      {},
      prepare,
    )
    expect(record).toMatchObject({ verdict: 'error', passes: false, error: { code } })
    expect(exitCode).toBe(2)
  })
})

describe('a header', () => {
  it('that is separated otherwise is one fault, which says so', async () => {
    const { record } = await validate({
      'modelassay.yml': config,
      'contract.yml': contract,
      'data/train.csv': 'x;y\n3;a\n4;b\n',
    })
    expect(record).toMatchObject({ verdict: 'invalid', passes: false, counts: { error: 1 } })
    expect(record.errors![0]!.message).toBe(
      'the header is one column, "x;y": its names are separated by semicolons; CSV is read by commas, TSV by tabs, any other by what `dialect: { delimiter: ";" }` of the contract says',
    )
  })

  it('with a column more is told what allows it', async () => {
    const { record } = await validate({
      'modelassay.yml': config,
      'contract.yml': contract,
      'data/train.csv': 'x,y,z\n3,a,1\n',
    })
    expect(record.errors!.map(({ message }) => message)).toEqual([
      'the contract has no field "z", column 3 (fieldsMatch: subset allows more columns)',
    ])
  })
})
