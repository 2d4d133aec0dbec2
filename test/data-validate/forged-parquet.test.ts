import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { literal } from '../../src/tables/quote.ts'
import { engineFor } from '../tables/engine-for-tests.ts'
import { validate } from './validate.ts'

const project = 'name: m\ndata: { contract: contract.yml, tables: { train: train.parquet } }\n'

async function parquet(
  query: string,
  compression: 'snappy' | 'zstd' | 'uncompressed' = 'snappy',
  options = 'DICTIONARY_SIZE_LIMIT 0',
): Promise<Buffer> {
  const engine = await engineFor([])
  const path = join(engine.scratch, 'written.parquet')
  await engine.run(
    `COPY (${query}) TO ${literal(path)} (FORMAT parquet, ${options}, COMPRESSION ${compression})`,
  )
  const written = await readFile(path)
  engine.close()
  return written
}

/** The file with other bytes in its footer, which has the statistics and the number of rows. */
function withFooter(file: Buffer, from: Buffer, to: Buffer, places = Number.POSITIVE_INFINITY): Buffer {
  const forged = Buffer.from(file)
  const footer = forged.length - 8 - forged.readUInt32LE(forged.length - 8)
  let found = forged.indexOf(from, footer)
  expect(found).toBeGreaterThan(-1)
  for (let place = 0; found !== -1 && place < places; place++) {
    to.copy(forged, found)
    found = forged.indexOf(from, found + to.length)
  }
  return forged
}

const int64 = (value: number) => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(BigInt(value))
  return bytes
}
/** In Thrift's compact protocol, a number of the field next to the one before it. */
const count = (value: number) => Buffer.from([0x16, 2 * value])

/** A number in Thrift's compact protocol, of so many bytes. */
function zigzag(value: number, length = 0): Buffer {
  const bytes: number[] = []
  for (
    let rest = value < 0 ? -2 * value - 1 : 2 * value;
    rest > 0 || bytes.length === 0;
    rest = Math.floor(rest / 128)
  )
    bytes.push(rest % 128)
  while (bytes.length < length) bytes.push(0)
  return Buffer.from(bytes.map((byte, i) => (i < bytes.length - 1 ? byte | 128 : byte)))
}

/** The file with the number behind these bytes replaced, wherever that is; the footer may grow by it. */
function withNumber(file: Buffer, behind: Buffer, from: number, to: number): Buffer {
  const at = file.indexOf(Buffer.concat([behind, zigzag(from)]))
  expect(at).toBeGreaterThan(-1)
  const start = at + behind.length
  const number = zigzag(to, zigzag(from).length)
  const end = file.length - 8
  const grown = number.length - zigzag(from).length
  const length = Buffer.alloc(4)
  length.writeUInt32LE(file.readUInt32LE(end) + grown)
  const rest = file.subarray(start + zigzag(from).length, end)
  return Buffer.concat([file.subarray(0, start), number, rest, length, Buffer.from('PAR1')])
}

async function found(contract: string, file: Buffer) {
  const { record } = await validate({
    'modelassay.yml': project,
    'contract.yml': contract,
    'train.parquet': file,
  })
  const { verdict, errors = [], error } = record
  return [
    verdict,
    ...errors.map(({ code, row, value }) => `${code} ${row ?? '-'} ${value ?? ''}`.trim()),
    ...(error ? [error.code] : []),
  ]
}

/** Files of one column x of 0.05 and 0.25, as pyarrow writes them. */
const decimals = {
  50: Buffer.from(
    'UEFSMRUAFWAVYCwVBBUAFQYVBhwAAAACAAAABAEAAAAAAAAAAAAAAAAAAAAAAAAAAAUAAAAAAAAAAAAAAAAAAAAAAAAAABkVBBksNQAYBnNjaG' +
      'VtYRUCABUOFSoVAhgBeCUKFQQVZCxcFQQVZAAAABYEGRwZHCYAHBUOGSUGABkYAXgVABYEFoYBFoYBJghJHBUAFQAVAgA8KQYZJgAEAAAAFoYB' +
      'FgQmCBaGAQAoIHBhcnF1ZXQtY3BwLWFycm93IHZlcnNpb24gMjYuMC4xGRwcAAAAjgAAAFBBUjE=',
    'base64',
  ),
  57: Buffer.from(
    'UEFSMRUAFWwVbCwVBBUAFQYVBhwAAAACAAAABAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAUAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABkVBBksNQ' +
      'AYBnNjaGVtYRUCABUOFTAVAhgBeCUKFQQVcixcFQQVcgAAABYEGRwZHCYAHBUOGSUGABkYAXgVABYEFpIBFpIBJghJHBUAFQAVAgA8KQYZJgAE' +
      'AAAAFpIBFgQmCBaSAQAoIHBhcnF1ZXQtY3BwLWFycm93IHZlcnNpb24gMjYuMC4xGRwcAAAAjgAAAFBBUjE=',
    'base64',
  ),
}

describe('decimals of more digits than the engine has', () => {
  const contract = 'fields: [{ name: x, type: number, constraints: { maximum: 1 } }]'

  it('are refused where it would read them as others', async () => {
    expect(await found(contract, decimals[50])).toEqual(['error', 'decimals-too-long'])
  })

  it('are read where it reads them right', async () => {
    expect(await found(contract, decimals[57])).toEqual(['valid'])
  })
})

describe('a Parquet file that lies about its values', () => {
  it('is held to what it has: least and largest', async () => {
    const contract = 'fields: [{ name: x, type: integer, constraints: { minimum: 0, maximum: 100 } }]'
    const honest = await parquet('SELECT unnest([1, 2, 999999, -7])::BIGINT AS x')
    const forged = withFooter(withFooter(honest, int64(999_999), int64(50)), int64(-7), int64(1))
    const wrong = ['invalid', 'constraint-error 4 -7', 'constraint-error 3 999999']
    expect(await found(contract, honest)).toEqual(wrong)
    expect(await found(contract, forged)).toEqual(wrong)
  })

  it('is held to what it has: what is missing, and what is not', async () => {
    const contract = 'fields: [{ name: x, type: integer, constraints: { required: true, enum: [1, 2] } }]'
    const honest = await parquet('SELECT unnest([1, NULL, NULL, 3])::BIGINT AS x')
    const wrong = ['invalid', 'constraint-error 2', 'constraint-error 3', 'constraint-error 4 3']
    expect(await found(contract, honest)).toEqual(wrong)
    expect(await found(contract, withFooter(honest, count(2), count(0)))).toEqual(wrong)
    expect(await found(contract, withFooter(honest, count(2), count(4)))).toEqual(wrong)
  })

  it('is refused where it has another number of rows than it says', async () => {
    const honest = await parquet('SELECT range AS x FROM range(9)')
    const forged = withFooter(honest, count(9), count(4), 1)
    expect(await found('fields: [{ name: x, type: integer }]', forged)).toEqual(['error', 'not-parquet'])
  })

  it('is refused where a few bytes would become hundreds of megabytes', async () => {
    const bomb = await parquet("SELECT 1 AS x, repeat('x', 300_000_000) AS s", 'zstd')
    expect(bomb.length).toBeLessThan(1_000_000)
    expect(await found('fields: [{ name: x, type: integer }, { name: s }]', bomb)).toEqual([
      'error',
      'archive-too-large',
    ])
  })

  it('is refused by what its pages say where the footer says that they are small', async () => {
    const bomb = await parquet("SELECT repeat('x', 300_000_000) AS s", 'zstd')
    const size = 300_000_004
    const said = [24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35].map((header) => size + header)
    const real = said.find((one) => bomb.includes(zigzag(one), bomb.length - 1000))!
    const lying = withFooter(bomb, zigzag(real), zigzag(1000, zigzag(real).length))
    expect(await found('fields: [{ name: s }]', lying)).toEqual(['error', 'archive-too-large'])
  })

  it('is refused where the value of a few bytes that many rows share would become megabytes', async () => {
    const shared = await parquet(
      "SELECT repeat('y', 3_000_000) AS s FROM range(40)",
      'zstd',
      'STRING_DICTIONARY_PAGE_SIZE_LIMIT 100_000_000, DICTIONARY_SIZE_LIMIT 10',
    )
    expect(shared.length).toBeLessThan(100_000)
    expect(await found('fields: [{ name: s }]', shared)).toEqual(['error', 'archive-too-large'])
  })

  it.each([1000, 2 ** 31 - 1, -1, 0])('is refused where its schema has %i columns', async (columns) => {
    const honest = await parquet('SELECT range AS x, 1 AS y FROM range(9)')
    const forged = withNumber(honest, Buffer.from('duckdb_schema\x15'), 2, columns)
    expect(await found('fields: [{ name: x }, { name: y }]', forged)).toEqual(['error', 'not-parquet'])
  })

  it.each([-64, 63, 6])(
    'is refused where its dictionary has %i values, and others are there',
    async (values) => {
      const query = "SELECT 'k' || range % 5 AS k FROM range(1000)"
      const honest = await parquet(query, 'uncompressed', 'DICTIONARY_SIZE_LIMIT 100')
      expect(await found('fields: [{ name: k }]', honest)).toEqual(['valid'])
      const forged = withNumber(honest, Buffer.from('\x4c\x15'), 5, values)
      expect(await found('fields: [{ name: k }]', forged)).toEqual(['error', 'not-parquet'])
    },
  )
})

it.each(['encrypted', 'encrypted-columns'])('a Parquet file that is %s is told as such', async (name) => {
  const file = await readFile(new URL(`fixtures/${name}.parquet`, import.meta.url))
  expect(await found('fields: [{ name: id }, { name: note }]', file)).toEqual(['error', 'parquet-encrypted'])
})
