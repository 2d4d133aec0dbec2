import { describe, expect, it } from 'vitest'
import type { Encoding } from '../../src/tables/csv/encoding.ts'
import { folderOf, refusal, tableIn } from './several-tables.ts'

const read = (content: Uint8Array, encoding?: Encoding, name = 'data.csv') =>
  tableIn(folderOf({ [name]: content }), name, encoding === undefined ? {} : { encoding })

const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16()

describe('declared encodings', () => {
  it.each([
    ['iso-8859-1', Buffer.from('name\ncaf\xe9\n', 'latin1'), 'café'],
    ['windows-1252', Buffer.from('name\n\x80 \x93caf\xe9\x94\n', 'latin1'), '€ “café”'],
    ['utf-16le', Buffer.from('name\ncafé 😀\n', 'utf16le'), 'café 😀'],
    ['utf-16be', bigEndian('name\ncafé 😀\n'), 'café 😀'],
    ['utf-16', Buffer.from('\ufeffname\ncafé\n', 'utf16le'), 'café'],
    ['utf-16', bigEndian('\ufeffname\ncafé\n'), 'café'],
    ['utf-16le', Buffer.from('\ufeffname\ncafé\n', 'utf16le'), 'café'],
    ['ascii', Buffer.from('name\ncafe\n'), 'cafe'],
    ['utf-8', Buffer.from('\ufeffname\ncafé\n'), 'café'],
  ] as const)('%s is read: %#', async (encoding, content, value) => {
    const { header, rows, table } = await read(content, encoding)
    expect({ header, rows }).toEqual({ header: ['name'], rows: [[value]] })
    expect(table.bytes).toBe(content.length)
  })

  it('keeps characters that two chunks share, and the lines', async () => {
    const text = `a,b\n${'é😀,1\n'.repeat(300_000)}"x\r\ny",2\nz,3\n`
    const { rows, places } = await read(Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le')
    expect(rows.length).toBe(300_002)
    expect(rows.slice(0, 300_000).every(([a]) => a === 'é😀')).toBe(true)
    expect(places.at(-1)).toBe('data.csv:300004 row 300002')
  })

  it('of JSON lines is read too', async () => {
    const { rows } = await read(Buffer.from('{"a":"caf\xe9"}\n', 'latin1'), 'iso-8859-1', 'data.jsonl')
    expect(rows).toEqual([['café']])
  })

  it.each([
    ['windows-1252', Buffer.from('a\nb\n\x81\n', 'latin1'), 'it has no byte 0x81, which is on line 3.'],
    ['ascii', Buffer.from('a\ncaf\xe9\n', 'latin1'), 'it has no byte 0xe9, which is on line 2.'],
    [
      'utf-16le',
      Buffer.from('a\nb\n', 'utf16le').subarray(0, -1),
      'bytes that are no character are on line 2.',
    ],
    ['utf-16le', Buffer.from('a\nb\n\udc00\n', 'utf16le'), 'bytes that are no character are on line 3.'],
    ['utf-16le', bigEndian('\ufeffa\n'), 'the mark of utf-16be is on line 1.'],
    ['utf-16', Buffer.from('a\n', 'utf16le'), 'the mark of its byte order is missing on line 1.'],
  ] as const)('%s that the bytes are not is refused: %#', async (encoding, content, what) => {
    expect(await refusal(read(content, encoding))).toBe(
      `not-in-encoding: data.csv is not ${encoding}: ${what}`,
    )
  })

  it('of a Parquet file means nothing', async () => {
    expect(await refusal(read(Buffer.from('PAR1xxxxPAR1'), 'utf-16', 'data.parquet'))).toBe(
      'dialect-of-no-text: data.parquet is Parquet, which has no encoding; the contract declares one.',
    )
  })
})

describe('undeclared encodings', () => {
  it.each([
    ['Latin-1 (ISO-8859-1)', Buffer.from('a\ncaf\xe9\n', 'latin1'), 'iso-8859-1', 'not-utf8'],
    ['windows-1252', Buffer.from('a\n\x80 caf\xe9\n', 'latin1'), 'windows-1252', 'not-utf8'],
    ['UTF-16', Buffer.from('\ufeffa\nb\n', 'utf16le'), 'utf-16', 'not-text'],
    ['UTF-16 (little endian)', Buffer.from('a,b\nc,d\n', 'utf16le'), 'utf-16le', 'not-text'],
    ['UTF-16 (big endian)', bigEndian('a,b\nc,d\n'), 'utf-16be', 'not-text'],
  ])('of %s is refused, with what to declare', async (name, content, declared, code) => {
    await expect(read(content)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`; it looks like ${name}`),
      hint: expect.stringContaining(`declare \`encoding: ${declared}\` in the contract of the table`),
    })
  })

  it('that could be anything is refused without a guess', async () => {
    await expect(read(Buffer.from('a\n\x81\xff\n', 'latin1'))).rejects.toMatchObject({
      code: 'not-utf8',
      message: 'data.csv is not UTF-8: line 2 has bytes that are none.',
      hint: 'Save the file as UTF-8.',
    })
  })
})
