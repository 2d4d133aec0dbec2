import { execFileSync } from 'node:child_process'
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { literal } from '../../src/tables/quote.ts'
import { engineFor } from '../tables/engine-for-tests.ts'
import { contract, ending, good, rows, told } from './nasty.ts'
import { validate } from './validate.ts'

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
