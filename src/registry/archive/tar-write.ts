import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'

export const block = 512
/** the largest size that eleven octal digits hold */
const largestPlain = 8 ** 11 - 1

/**
 * A tar archive, streamed. The same files give the same bytes: order, times, owners and modes are fixed.
 * POSIX.1-1988 (ustar) headers, and POSIX.1-2001 (pax) ones for names and sizes that do not fit.
 * @param paths of regular files, relative to the folder, in the order in which they are written
 */
export async function* tarOf(folder: string, paths: readonly string[]): AsyncGenerator<Buffer> {
  for (const path of paths) {
    const file = join(folder, path)
    const { size } = await stat(file)
    yield* extended(path, size)
    yield header(path, Math.min(size, largestPlain), '0')
    let read = 0
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      read += chunk.length
      yield chunk
    }
    if (read !== size) throw new Error(`${path} changed while it was archived: ${size} bytes, then ${read}`)
    yield padding(size)
  }
  yield Buffer.alloc(2 * block)
}

function* extended(path: string, size: number): Generator<Buffer> {
  const records = [
    ...(fits(path) ? [] : [paxRecord('path', path)]),
    ...(size > largestPlain ? [paxRecord('size', String(size))] : []),
  ]
  if (records.length === 0) return
  const body = Buffer.concat(records)
  yield header('PaxHeader', body.length, 'x')
  yield body
  yield padding(body.length)
}

// Names beyond ASCII have no stated encoding in ustar; pax says UTF-8.
const fits = (path: string) => /^[\x20-\x7e]{1,100}$/.test(path)

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`)
  let length = rest + String(rest).length
  if (rest + String(length).length !== length) length = rest + String(length).length
  return Buffer.from(`${length} ${key}=${value}\n`)
}

function header(path: string, size: number, type: '0' | 'x'): Buffer {
  const head = Buffer.alloc(block)
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`
  head.write(fits(path) ? path : 'see-pax-header', 0, 100)
  head.write(octal(0o644, 7), 100)
  head.write(octal(0, 7), 108)
  head.write(octal(0, 7), 116)
  head.write(octal(size, 11), 124)
  head.write(octal(0, 11), 136)
  head.write('        ', 148)
  head.write(type, 156)
  head.write('ustar\x0000', 257)
  const sum = head.reduce((total, byte) => total + byte, 0)
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return head
}

const padding = (size: number) => Buffer.alloc((block - (size % block)) % block)
