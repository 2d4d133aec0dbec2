import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { validate } from './validate.ts'

const contract =
  'fields:\n  - name: id\n    type: integer\n    constraints: { unique: true }\n  - name: name\n'

describe('tables of several files', () => {
  it('have each fault at its own file, and each file in the record', async () => {
    const { record, runner } = await validate({
      'modelassay.yml': 'data:\n  contract: contract.yml\n  tables: { train: "data/**/*.csv*" }\n',
      'contract.yml': `${contract}  - name: year\n    type: year\n`,
      'data/year=2023/a.csv': 'id,name\n1,ada\n2,eve\n',
      'data/year=2024/b.csv.gz': gzipSync('id,name\n3,bob\nx,liz\n1,sue\n'),
    })
    expect(record.verdict).toBe('invalid')
    expect(record.errors).toMatchObject([
      { code: 'type-error', file: 'data/year=2024/b.csv.gz', line: 3, row: 2 },
      { code: 'unique-error', file: 'data/year=2024/b.csv.gz', line: 4, row: 3 },
    ])
    expect(record.tables).toMatchObject([
      {
        path: 'data/**/*.csv*',
        rows: 5,
        files: [{ path: 'data/year=2023/a.csv', bytes: 20 }, { path: 'data/year=2024/b.csv.gz' }],
      },
    ])
    expect(record.built_on.map(({ name }) => name)).toEqual([
      'contract.yml',
      'data/year=2023/a.csv',
      'data/year=2024/b.csv.gz',
    ])
    expect(runner.annotations).toMatchObject([
      { file: 'contract.yml', line: 3 },
      {
        file: 'contract.yml',
        line: 4,
        message: expect.stringContaining('line 2 of data/year=2023/a.csv'),
      },
    ])
    expect(runner.summaries.join('')).toContain('data/year=2024/b.csv.gz:3')
  })

  it('may be a list', async () => {
    const { record } = await validate({
      'modelassay.yml': 'data: { tables: { train: [b.jsonl, a.jsonl] } }\n',
      'a.jsonl': '{"x":1}\n',
      'b.jsonl': '{"x":2}\n',
    })
    expect(record).toMatchObject({
      verdict: 'valid',
      tables: [{ paths: ['b.jsonl', 'a.jsonl'], format: 'jsonl', rows: 2 }],
    })
    expect(record.tables?.[0]).not.toHaveProperty('path')
  })

  it('of which none is there are an error, and the other tables are checked all the same', async () => {
    const { record } = await validate({
      'modelassay.yml': 'data: { tables: { train: "data/*.csv", test: test.csv } }\n',
      'test.csv': 'x\n1\n',
    })
    expect(record).toMatchObject({
      verdict: 'error',
      reason: 'No file matches data/*.csv.',
      tables: [{ name: 'test', rows: 1 }],
    })
  })

  it('are given by an input too', async () => {
    const files = { 'd/a-1.csv': 'x\n1\n', 'd/a-2.csv': 'x\n2\n', 'e/1.csv': 'x\n3\n' }
    const { record } = await validate(files, { data: 'd/a-{1,2}.csv\ne/*.csv' })
    expect(record.tables).toMatchObject([
      { name: 'a', path: 'd/a-{1,2}.csv', rows: 2 },
      { name: 'e', path: 'e/*.csv', rows: 1 },
    ])
  })
})

describe('how a table is written', () => {
  it('is what its contract says', async () => {
    const { record } = await validate({
      'modelassay.yml': 'data: { contract: contract.yml, tables: { train: train.csv } }\n',
      'contract.yml': `${contract}encoding: latin-1\ndialect: { delimiter: ";" }\n`,
      'train.csv': Buffer.from('id;name\n1;caf\xe9\n', 'latin1'),
    })
    expect(record).toMatchObject({ verdict: 'valid', tables: [{ rows: 1 }] })
  })
})

describe('a table of an address', () => {
  const web = (body: string) =>
    (async () => new Response(body, { headers: { etag: '"v1"' } })) as unknown as typeof fetch

  it('is fetched, checked and recorded without its query', async () => {
    const { record, runner } = await validate(
      {
        'modelassay.yml':
          'data: { contract: contract.yml, tables: { train: "https://data.example/t.csv?X-Amz-Signature=hidden" } }\n',
        'contract.yml': contract,
      },
      {},
      undefined,
      web('id,name\nx,ada\n'),
    )
    expect(record).toMatchObject({
      verdict: 'invalid',
      tables: [{ uri: 'https://data.example/t.csv', etag: '"v1"', identity: { kind: 'content' } }],
      errors: [{ file: 'https://data.example/t.csv', line: 2 }],
    })
    expect(runner.annotations).toMatchObject([{ file: 'contract.yml', line: 3 }])
    expect(JSON.stringify([record, runner.annotations, runner.summaries])).not.toContain('hidden')
  })
})
