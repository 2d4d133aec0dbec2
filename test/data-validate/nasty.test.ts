import { execFileSync } from 'node:child_process'
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shown } from '../../src/contract/finding.ts'
import { literal } from '../../src/tables/quote.ts'
import { engineFor } from '../tables/engine-for-tests.ts'
import { validate } from './validate.ts'

const contract = `fields:
  - { name: id, type: integer, constraints: { required: true, unique: true } }
  - { name: mass, type: number, constraints: { minimum: 0 } }
  - { name: day, type: date }
  - { name: note, type: string }
`
const header = 'id,mass,day,note'

interface Nasty {
  readonly content: string | Uint8Array
  readonly file?: string
  readonly contract?: string
}

/** What a user is told: the verdict, then each fault as `code line field`, or the error's code and place. */
async function told({ content, file = 'train.csv', contract: asked = contract }: Nasty) {
  return ending(
    await validate({ [file]: content, 'contract.yml': asked }, { data: file, contract: 'contract.yml' }),
  )
}

function ending({ record, exitCode }: Awaited<ReturnType<typeof validate>>) {
  const { verdict, error, errors = [], tables = [] } = record
  expect(exitCode).toBe({ valid: 0, invalid: 1, error: 2 }[String(verdict)])
  expect(error?.code).not.toBe('defect')
  if (error !== undefined) {
    expect(error.hint).toBeTruthy()
    return [verdict, `${error.code}${error.line === undefined ? '' : ` ${error.line}`}`]
  }
  const faults = errors.map(({ code, line, field }) => [code, line, field].filter(Boolean).join(' '))
  return [`${verdict} ${tables[0]?.rows}`, ...faults]
}

const rows = (...lines: readonly string[]) => `${[header, ...lines].join('\n')}\n`
const good = ['1,1.5,2024-01-31,a', '2,0,2024-02-29,b']

describe('values', () => {
  it.each<[name: string, content: string, ...expected: string[]]>([
    ['nothing wrong', rows(...good), 'valid 2'],
    [
      'ids of 2^63 and more, neighbours that are one double',
      rows(...[2n ** 63n, 2n ** 63n + 1n, 2n ** 64n, 2n ** 127n, 10n ** 60n].map((id) => `${id},1,,`)),
      'valid 5',
    ],
    [
      'such ids that repeat',
      rows(...[2n ** 63n, 2n ** 127n, 2n ** 63n, 2n ** 127n].map((id) => `${id},1,,`)),
      'invalid 4',
      'unique-error 4 id',
      'unique-error 5 id',
    ],
    ['1e400', rows(...good, '3,1e400,,'), 'invalid 3', 'type-error 4 mass'],
    [
      'minus zero, and the least number',
      rows('1,-0,,', '2,5e-324,,', '3,-5e-324,,'),
      'invalid 3',
      'constraint-error 4 mass',
    ],
    [
      'infinities',
      rows('1,-inf,,', '2,inf,,', '3,Infinity,,'),
      'invalid 3',
      ...[2, 3, 4].map((line) => `type-error ${line} mass`),
    ],
    ['01/02/2024 for a date', rows(...good, '3,1,01/02/2024,'), 'invalid 3', 'type-error 4 day'],
    [
      'a day that is none',
      rows('1,1,2023-02-29,', '2,1,2024-02-30,'),
      'invalid 2',
      'type-error 2 day',
      'type-error 3 day',
    ],
    [
      'digits of another script',
      rows('1,١,,', '２,1,,'),
      'invalid 2',
      'type-error 3 id',
      'type-error 2 mass',
    ],
    [
      'spaces that cannot be seen',
      rows('1,1\u00a0,,', '2\u200b,1,,'),
      'invalid 2',
      'type-error 3 id',
      'type-error 2 mass',
    ],
    ['a formula', rows('1,=1+1,,"=cmd|\'/c calc\'!A1"'), 'invalid 1', 'type-error 2 mass'],
    [
      'line ends of Unicode within cells',
      rows('1,1,,a\u2028b', '2,1,,c\u2029d', '3,1,,e\u0085f\u000bg\u000c', 'x,1,,'),
      'invalid 4',
      'type-error 5 id',
    ],
    ['halves of pairs, and characters beyond the first plane', rows('1,1,,😀', '2,1,,\u{10ffff}'), 'valid 2'],
    [
      'ids that are equal but for their writing',
      rows('1,1,,', '01,1,,', '+1,1,,'),
      'invalid 3',
      'unique-error 3 id',
      'unique-error 4 id',
    ],
  ])('%s', async (_, content, ...expected) => {
    expect(await told({ content })).toEqual(expected)
  })
})

describe('records', () => {
  it.each<[name: string, content: string | Uint8Array, ...expected: string[]]>([
    [
      'rows of other lengths',
      rows(good[0]!, '2,1', '3,1,,a,b,c', '4', good[1]!),
      'invalid 5',
      'extra-cell 4',
      'missing-cell 3',
      'missing-cell 5',
    ],
    [
      'empty lines between rows',
      rows(good[0]!, '', '', good[1]!, '', ''),
      'invalid 2',
      'blank-row 3',
      'blank-row 4',
    ],
    [
      'a quote that is never closed',
      rows(good[0]!, '2,1,,"b', '3,1,,c', '4,1,,d'),
      'invalid 2',
      'row-error 3',
    ],
    ['a quote that opens the file and is never closed', `"${rows(...good)}`, 'error', 'broken-header 1'],
    ['text behind a closing quote', rows(good[0]!, '2,1,,"b"c'), 'invalid 2', 'row-error 3'],
    ['a quoted line break, then a fault', rows('1,1,,"a\nb\r\nc"', 'x,1,,'), 'invalid 2', 'type-error 5 id'],
    ['carriage returns alone', rows(...good, 'x,1,,').replaceAll('\n', '\r'), 'invalid 3', 'type-error 4 id'],
    [
      'all three line ends in one file',
      `${header}\r\n${good[0]}\r${good[1]}\nx,1,,\r\n`,
      'invalid 3',
      'type-error 4 id',
    ],
    ['no line end at the end', rows(...good, 'x,1,,').trimEnd(), 'invalid 3', 'type-error 4 id'],
    ['a byte order mark', `\ufeff${rows(...good)}`, 'valid 2'],
    [
      'a byte order mark twice',
      `\ufeff\ufeff${rows(...good)}`,
      'invalid 2',
      'extra-label 1 \ufeffid',
      'missing-label 1 id',
    ],
    ['a byte order mark between rows', rows(good[0]!, `\ufeff${good[1]}`), 'invalid 2', 'type-error 3 id'],
    ['a header only', rows(), 'invalid 0', 'row-count'],
    ['a header only, without a line end', header, 'invalid 0', 'row-count'],
    [
      'a header that two columns share',
      `id,mass,mass,note\n1,1,2,a\n`,
      'invalid 1',
      'duplicate-label 1 mass',
      'missing-label 1 day',
    ],
    [
      'a header whose names differ in case and spaces',
      `ID, mass,day,note\n1,1,,a\n`,
      'invalid 1',
      'extra-label 1 ID',
      'extra-label 1  mass',
      'missing-label 1 id',
      'missing-label 1 mass',
    ],
    [
      'a header of nothing but commas',
      ',,,\n1,1,,a\n',
      'invalid 1',
      ...[1, 2, 3, 4].map(() => 'blank-label 1'),
      ...header.split(',').map((name) => `missing-label 1 ${name}`),
    ],
    ['nothing', '', 'error', 'empty-file'],
    ['a line end', '\n', 'error', 'header-missing 1'],
    ['a byte order mark alone', '\ufeff', 'error', 'header-missing 1'],
    ['a NUL byte', rows(good[0]!, '2,1,,a\0b'), 'error', 'not-text 3'],
    ['NUL bytes alone', new Uint8Array(5000), 'error', 'not-text 1'],
    [
      'two encodings',
      Buffer.concat([Buffer.from(rows('1,1,,é')), Buffer.from('2,1,,\xe9\n', 'latin1')]),
      'error',
      'not-utf8 3',
    ],
    ['UTF-16', Buffer.from(`\ufeff${rows(...good)}`, 'utf16le'), 'error', 'not-text 1'],
    ['half a character at the end', Buffer.from(rows('1,1,,é')).subarray(0, -2), 'error', 'not-utf8 2'],
    [
      'semicolons',
      rows(...good).replaceAll(',', ';'),
      'invalid 2',
      `incorrect-label 1 ${header.replaceAll(',', ';')}`,
    ],
  ])('%s', async (_, content, ...expected) => {
    expect(await told({ content })).toEqual(expected)
  })
})

describe('names', () => {
  it.each([
    '"; DROP TABLE train; --',
    "'); SELECT 1; --",
    '${id}',
    '__proto__',
    '\\',
    '%s\t',
    '<img src=x>',
    'é'.repeat(5000),
  ])('a column called %j', async (name) => {
    const written = `"${name.replaceAll('"', '""')}"`
    const asked = JSON.stringify({
      fields: [{ name, type: 'integer', constraints: { unique: true } }, { name: 'n' }],
    })
    const content = `${written},n\n1,a\nx,b\n1,c\n`
    expect(await told({ content, contract: asked })).toEqual([
      'invalid 3',
      `type-error 3 ${shown(name)}`,
      `unique-error 4 ${shown(name)}`,
    ])
  })
})

describe('files', () => {
  let parquet: Buffer
  let engine: Awaited<ReturnType<typeof engineFor>>
  beforeAll(async () => {
    engine = await engineFor([])
    const path = join(engine.scratch, 'whole.parquet')
    const query =
      "SELECT range AS id, 1.0::DOUBLE AS mass, DATE '2024-01-31' AS day, 'a' AS note FROM range(1000)"
    await engine.run(`COPY (${query}) TO ${literal(path)} (FORMAT parquet)`)
    parquet = await readFile(path)
  })
  afterAll(() => engine.close())

  const filled = (byte: number, from: number, to: number) => Buffer.from(parquet).fill(byte, from, to)
  const noise = Array.from({ length: 2000 }, (_, i) => `${i},${Math.sin(i) ** 2},2024-01-31,${Math.cos(i)}`)
  const archive = gzipSync(rows(...noise))

  it.each<[name: string, file: string, content: () => Uint8Array, ...expected: string[]]>([
    ['a whole archive', 'train.csv.gz', () => archive, 'valid 2000'],
    [
      'half an archive',
      'train.csv.gz',
      () => archive.subarray(0, archive.length >> 1),
      'error',
      'archive-damaged',
    ],
    [
      'an archive without its last byte',
      'train.csv.gz',
      () => archive.subarray(0, -1),
      'error',
      'archive-damaged',
    ],
    [
      'an archive with something behind it',
      'train.csv.gz',
      () => Buffer.concat([archive, Buffer.from('x')]),
      'error',
      'archive-damaged',
    ],
    ['an archive of nothing', 'train.csv.gz', () => gzipSync(''), 'error', 'empty-file'],
    ['an archive of an archive', 'train.csv.gz', () => gzipSync(archive), 'error', 'not-a-table'],
    ['an archive called CSV', 'train.csv', () => archive, 'error', 'not-a-table'],
    ['CSV called an archive', 'train.csv.gz', () => Buffer.from(rows(...good)), 'error', 'not-a-table'],
    ['Parquet', 'train.parquet', () => parquet, 'valid 1000'],
    [
      'half of a Parquet file',
      'train.parquet',
      () => parquet.subarray(0, parquet.length >> 1),
      'error',
      'not-parquet',
    ],
    ['Parquet without its last byte', 'train.parquet', () => parquet.subarray(0, -1), 'error', 'not-parquet'],
    [
      'Parquet with its first half overwritten',
      'train.parquet',
      () => filled(0xff, 4, parquet.length >> 1),
      'error',
      'not-parquet',
    ],
    [
      'Parquet with the head of a page overwritten',
      'train.parquet',
      () => filled(0, 4, 30),
      'error',
      'not-parquet',
    ],
    [
      'Parquet with a page overwritten',
      'train.parquet',
      () => filled(0x55, 100, 900),
      'error',
      'not-parquet',
    ],
    ['Parquet called CSV', 'train.csv', () => parquet, 'error', 'not-a-table'],
    ['CSV called Parquet', 'train.parquet', () => Buffer.from(rows(...good)), 'error', 'not-a-table'],
  ])('%s', async (_, file, content, ...expected) => {
    expect(await told({ content: content(), file })).toEqual(expected)
  })

  it.each<[name: string, make: (path: string) => Promise<unknown>, code: string]>([
    ['a link to itself', (path) => symlink('train.csv', path), 'file-not-found'],
    ['a link to nothing', (path) => symlink('nowhere.csv', path), 'file-not-found'],
    ['a folder', (path) => mkdir(path), 'is-a-directory'],
    ['a pipe that nobody writes to', async (path) => execFileSync('mkfifo', [path]), 'not-a-file'],
    ['a device', (path) => symlink('/dev/zero', path), 'not-a-file'],
  ])('%s', async (_, make, code) => {
    const given = { data: 'train.csv', contract: 'contract.yml' }
    const ended = await validate({ 'contract.yml': contract }, given, async (folder) => {
      await make(join(folder, 'train.csv'))
    })
    expect(ending(ended)).toEqual(['error', code])
  })

  it('links in a ring below a pattern are walked once', async () => {
    const ended = await validate(
      { 'contract.yml': contract },
      { data: 'data/**/*.csv', contract: 'contract.yml' },
      async (folder) => {
        await mkdir(join(folder, 'data', 'a'), { recursive: true })
        await symlink('..', join(folder, 'data', 'a', 'up'))
        await writeFile(join(folder, 'data', 'a', 'x.csv'), rows(...good))
      },
    )
    expect(ending(ended)).toEqual(['valid 2'])
  })

  it('a folder whose name gives a value with a NUL character is named', async () => {
    const file = 'data/k=a%00b/x.csv'
    const ended = await validate({ [file]: 'id\n1\n' }, { data: 'data/*/*.csv' })
    expect(ending(ended)).toEqual(['error', 'nul-character'])
    expect(ended.record.error).toMatchObject({ file })
  })

  it('a link into what git keeps for itself shows nothing of what is there', async () => {
    const ended = await validate({}, { data: 'train.csv' }, async (folder) => {
      execFileSync('sh', ['-c', 'git init -q && echo id,token > .git/secret.csv'], { cwd: folder })
      await symlink('.git/secret.csv', join(folder, 'train.csv'))
      execFileSync('git', ['add', 'train.csv'], { cwd: folder })
    })
    expect(ending(ended)).toEqual(['error', 'link-outside'])
    expect(JSON.stringify(ended.record)).not.toMatch(/token/)
  })

  it('lists a hundred thousand deep in a cell are a list, and no object', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const asked = (type: string) => `fields: [{ name: id }, { name: note, type: ${type} }]`
    const content = `id,note\n1,"${deep}"\n`
    expect(await told({ content, contract: asked('array') })).toEqual(['valid 1'])
    expect(await told({ content, contract: asked('object') })).toEqual(['invalid 1', 'type-error 2 note'])
  })

  it.each(['modelassay.yml', 'contract.yml', 'train.csv'])(
    '%s as a link of the commit that leads out shows nothing of what is there',
    async (link) => {
      const files = {
        'modelassay.yml': 'name: m\ndata: { contract: contract.yml, tables: { train: train.csv } }\n',
        'contract.yml': contract,
        'train.csv': rows(...good),
      }
      const ended = await validate(files, {}, async (folder) => {
        const outside = join(`${folder}-outside`, 'secret.csv')
        await mkdir(`${folder}-outside`)
        await writeFile(outside, 'id: [token]\nid,secret\n')
        await rm(join(folder, link))
        await symlink(outside, join(folder, link))
        execFileSync('sh', ['-c', 'git init -q && git add -A'], { cwd: folder })
      })
      expect(ending(ended)).toEqual(['error', 'link-outside'])
      expect(JSON.stringify(ended.record)).not.toMatch(/token|secret/)
    },
  )
})

describe('JSON lines', () => {
  it.each<[name: string, content: string, ...expected: string[]]>([
    [
      'a line that is cut',
      '{"id":1,"mass":1,"day":null,"note":"a"}\n{"id":2,"ma',
      'invalid 2',
      'row-error 2',
    ],
    ['a key twice', '{"id":1,"mass":1,"day":null,"note":"a"}\n{"id":2,"id":3}\n', 'invalid 2', 'row-error 2'],
    [
      'numbers beyond a double',
      '{"id":9223372036854775808,"mass":1e400,"day":null,"note":"a"}\n',
      'invalid 1',
      'type-error 1 mass',
    ],
    ['one that is a list', '[{"id":1}]\n', 'error', 'no-json-lines'],
    [
      'lists in lists in lists',
      `{"id":1,"mass":1,"day":null,"note":"a"}\n{"id":2,"note":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`,
      'invalid 2',
      'row-error 2',
    ],
  ])('%s', async (_, content, ...expected) => {
    expect(await told({ content, file: 'train.jsonl' })).toEqual(expected)
  })
})
