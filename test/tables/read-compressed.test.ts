import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../src/record/digest.ts'
import { decompress, largestContent } from '../../src/tables/decompress.ts'
import { folderOf, refusal, tableIn } from './several-tables.ts'

const csv = 'x,y\n1,2\n3,"a\r\nb"\n'
/** zstd of `csv`, for versions of Node that cannot make it. */
const zstdOfCsv = Buffer.from('KLUv/SARiQAAeCx5CjEsMgozLCJhDQpiIgo=', 'base64')
const hasZstd = typeof zlib.createZstdDecompress === 'function'

const rows = [
  ['1', '2'],
  ['3', 'a\r\nb'],
]

describe('compressed text', () => {
  it.each([
    ['data.csv.gz', zlib.gzipSync(csv)],
    ['DATA.CSV.GZ', zlib.gzipSync(csv)],
    ['data.tsv.gz', zlib.gzipSync(csv.replaceAll(',', '\t'))],
    ['two members.csv.gz', Buffer.concat([zlib.gzipSync(csv.slice(0, 5)), zlib.gzipSync(csv.slice(5))])],
  ])('%s is read as what it holds', async (name, bytes) => {
    const read = await tableIn(folderOf({ [name]: bytes }), name)
    expect(read).toMatchObject({ header: ['x', 'y'], rows, places: [`${name}:2 row 1`, `${name}:3 row 2`] })
    expect(read.table).toMatchObject({ digest: sha256(bytes), bytes: bytes.length, label: name })
  })

  it('of JSON lines and in several files is read too', async () => {
    const folder = folderOf({
      'a.jsonl.gz': zlib.gzipSync('{"x":1}\n'),
      'b.jsonl': '{"x":2}\n',
    })
    expect((await tableIn(folder, '*.jsonl*')).rows).toEqual([['1'], ['2']])
  })

  it('of zstd is read where Node can, and else named as what it is', async () => {
    const folder = folderOf({ 'data.csv.zst': zstdOfCsv })
    if (hasZstd) expect((await tableIn(folder, 'data.csv.zst')).rows).toEqual(rows)
    else expect(await refusal(tableIn(folder, 'data.csv.zst'))).toMatch(/^zstd-unavailable: /)
  })

  it('of zstd is read to its last frame, wherever one ends', async () => {
    if (!hasZstd) return
    const lines = Array.from({ length: 60_000 }, (_, i) => `${i},${randomBytes(12).toString('hex')}\n`)
    const frames = [
      'x,y\n',
      ...Array.from({ length: 6 }, (_, i) => lines.slice(i * 10_000, (i + 1) * 10_000).join('')),
    ]
    const skippable = Buffer.from([0x51, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])
    const bytes = Buffer.concat(frames.flatMap((frame) => [zlib.zstdCompressSync(frame), skippable]))
    const folder = folderOf({ 'data.csv.zst': bytes })
    const target = join(folder, 'out')
    const archive = {
      file: join(folder, 'data.csv.zst'),
      label: 'd',
      compression: 'zstd' as const,
      bytes: bytes.length,
    }
    await decompress(archive, target)
    expect(sha256(readFileSync(target))).toBe(sha256(frames.join('')))
    writeFileSync(archive.file, bytes.subarray(0, -20))
    expect(await refusal(decompress({ ...archive, bytes: bytes.length - 20 }, target))).toMatch(
      /^archive-damaged: /,
    )
  })

  const archives = [
    ['gz', zlib.gzipSync(`x\n${randomBytes(3000).toString('hex')}\n`)],
    ...(hasZstd
      ? [['zst', zlib.zstdCompressSync(`x\n${randomBytes(3000).toString('hex')}\n`)] as const]
      : []),
  ] as const
  it.each(
    archives.flatMap(([end, bytes]) => [
      ['cut by a byte', end, bytes.subarray(0, -1)] as const,
      ['cut in half', end, bytes.subarray(0, bytes.length >> 1)] as const,
      ['only its first bytes', end, bytes.subarray(0, 4)] as const,
      ['with bytes behind its end', end, Buffer.concat([bytes, Buffer.from('x,1\n')])] as const,
      ['with zeros behind its end', end, Buffer.concat([bytes, Buffer.alloc(600)])] as const,
    ]),
  )('%s is refused (.%s)', async (_, end, bytes) => {
    expect(await refusal(tableIn(folderOf({ [`data.csv.${end}`]: bytes }), `data.csv.${end}`))).toMatch(
      /^archive-damaged: data\.csv\.(gz|zst) is a damaged (gzip|zstd) archive: /,
    )
  })

  it('with a changed byte is refused, and nothing of it read', async () => {
    const bytes = zlib.gzipSync(`x\n${randomBytes(3000).toString('hex')}\n`)
    bytes[1500]! ^= 0xff
    expect(await refusal(tableIn(folderOf({ 'data.csv.gz': bytes }), 'data.csv.gz'))).toMatch(
      /^archive-damaged: /,
    )
  })

  it.each([
    [
      'data.csv.gz',
      Buffer.from(csv),
      'not-a-table: data.csv.gz is no gzip archive, not the gzip archive that its name says.',
    ],
    [
      'data.csv.gz',
      zstdOfCsv,
      'not-a-table: data.csv.gz is a zstd archive, not the gzip archive that its name says.',
    ],
    [
      'data.csv',
      zlib.gzipSync(csv),
      'not-a-table: data.csv is a gzip archive, not the CSV that its name says.',
    ],
    ['data.csv.gz', zlib.gzipSync(''), 'empty-file: data.csv.gz is empty.'],
    ['data.csv.gz', Buffer.alloc(0), 'empty-file: data.csv.gz is empty.'],
    [
      'data.csv.gz',
      zlib.gzipSync('PAR1xxxxPAR1'),
      'not-a-table: data.csv.gz is a Parquet file, not the CSV that its name says.',
    ],
    [
      'data.csv.gz',
      zlib.gzipSync(zlib.gzipSync(csv)),
      'not-a-table: data.csv.gz is a gzip archive, not the CSV that its name says.',
    ],
    [
      'data.parquet.gz',
      zlib.gzipSync(csv),
      'unknown-format: data.parquet.gz: the format of a table is told by the end of its name, and this end is not known.',
    ],
    [
      'data.gz',
      zlib.gzipSync(csv),
      'unknown-format: data.gz: the format of a table is told by the end of its name, and this end is not known.',
    ],
  ])('%s: %#', async (name, bytes, message) => {
    expect(await refusal(tableIn(folderOf({ [name]: bytes }), name))).toBe(message)
  })

  it('that would fill the disk is given up', async () => {
    const bytes = zlib.gzipSync(Buffer.alloc(5_000_000))
    const folder = folderOf({ 'bomb.csv.gz': bytes })
    const archive = {
      file: join(folder, 'bomb.csv.gz'),
      label: 'bomb.csv.gz',
      compression: 'gzip' as const,
      bytes: bytes.length,
    }
    expect(await refusal(decompress(archive, join(folder, 'out'), 1_000_000))).toMatch(
      /^archive-too-large: bomb\.csv\.gz has \d+ bytes and would become more than 1000000/,
    )
    expect(existsSync(join(folder, 'out')) && readFileSync(join(folder, 'out')).length <= 1_000_000).toBe(
      true,
    )
    expect([largestContent(1000), largestContent(2 ** 30)]).toEqual([2 ** 30, 2 ** 38])
  })
})
