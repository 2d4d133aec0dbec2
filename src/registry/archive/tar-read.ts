import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { inputError } from '../../errors.ts'
import { type ByteReader, byteReader } from './byte-reader.ts'
import { demandInside } from './path.ts'
import { block } from './tar-write.ts'

const largestPax = 1 << 20

/**
 * Unpacks what tar-write.ts packs, streamed. An archive is hostile: only regular files, only inside the folder, none
 * twice.
 * @param into folder that holds nothing yet
 * @throws AssayError `archive-broken`, `path-unsafe`
 */
export async function extractTar(chunks: AsyncIterable<Uint8Array>, into: string): Promise<void> {
  await mkdir(into, { recursive: true })
  const reader = byteReader(chunks)
  let pax = new Map<string, string>()
  for (;;) {
    const head = await reader.take(block)
    if (head === undefined) throw broken('it ends early')
    if (head.every((byte) => byte === 0)) return
    const { name, size, type } = parseHeader(head)
    if (type === 'x') {
      if (size > largestPax) throw broken('a header of it is too long')
      pax = parsePax((await reader.take(size)) ?? Buffer.alloc(0))
      await skipPadding(reader, size)
      continue
    }
    if (type !== '0') throw broken(`${JSON.stringify(name)} is no regular file`)
    const path = pax.get('path') ?? name
    const bytes = Number(pax.get('size') ?? size)
    pax = new Map()
    demandInside(path)
    await extractFile(reader, bytes, join(into, path))
    await skipPadding(reader, bytes)
  }
}

async function extractFile(reader: ByteReader, bytes: number, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await pipeline(reader.stream(bytes), createWriteStream(file, { flags: 'wx' })).catch((cause) => {
    throw (cause as NodeJS.ErrnoException).code === 'EEXIST' ? broken('it holds a file twice', cause) : cause
  })
}

async function skipPadding(reader: ByteReader, size: number): Promise<void> {
  const rest = (block - (size % block)) % block
  if ((await reader.take(rest)) === undefined) throw broken('it ends early')
}

function parseHeader(head: Buffer): { name: string; size: number; type: string } {
  const text = (from: number, length: number) => {
    const field = head.subarray(from, from + length)
    const end = field.indexOf(0)
    return field.toString('utf8', 0, end < 0 ? length : end)
  }
  const octal = (from: number, length: number) => {
    const digits = text(from, length).trim()
    if (!/^[0-7]+$/.test(digits)) throw broken('a header of it is no number')
    return Number.parseInt(digits, 8)
  }
  const unsummed = Buffer.from(head)
  unsummed.fill(' ', 148, 156)
  if (octal(148, 8) !== unsummed.reduce((total, byte) => total + byte, 0))
    throw broken('a checksum of it is wrong')
  const prefix = text(345, 155)
  const name = text(0, 100)
  return { name: prefix ? `${prefix}/${name}` : name, size: octal(124, 12), type: text(156, 1) || '0' }
}

function parsePax(body: Buffer): Map<string, string> {
  const found = new Map<string, string>()
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(' ', at)
    const length = Number(body.toString('utf8', at, space))
    const record = body.toString('utf8', space + 1, at + length - 1)
    const equals = record.indexOf('=')
    if (space < 0 || !(length > space - at) || equals < 1) throw broken('a header of it cannot be read')
    found.set(record.slice(0, equals), record.slice(equals + 1))
    at += length
  }
  const size = found.get('size')
  if (size !== undefined && !/^\d{1,15}$/.test(size)) throw broken('a size in it is no number')
  return found
}

const broken = (why: string, cause?: unknown) =>
  inputError('archive-broken', `the archive cannot be unpacked: ${why}`, {
    hint: 'Fetch it again; if it stays, use another version.',
    cause,
  })
