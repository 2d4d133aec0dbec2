import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { literal } from '../../src/tables/quote.ts'
import { engineFor } from '../tables/engine-for-tests.ts'
import { validate } from './validate.ts'

const project = 'name: m\ndata: { contract: contract.yml, tables: { train: train.parquet } }\n'

async function parquet(query: string, compression: 'snappy' | 'zstd' = 'snappy'): Promise<Buffer> {
  const engine = await engineFor([])
  const path = join(engine.scratch, 'written.parquet')
  await engine.run(
    `COPY (${query}) TO ${literal(path)} (FORMAT parquet, DICTIONARY_SIZE_LIMIT 0, COMPRESSION ${compression})`,
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
})
