import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** A file as a commit holds it. */
export interface Blob {
  /** SHA-1, or SHA-256 in a repository of that object format; hexadecimal */
  readonly id: string
  readonly bytes: number
}

/** How a file of the working tree stands to a blob. `line-endings`: equal but for CRLF where the blob has LF. */
export type Likeness = 'equal' | 'line-endings' | 'other'

/**
 * Whether a file's content is that of a blob, streamed. Git names a blob by the hash over `blob <bytes>`, a NUL byte and
 * the content, so the id tells it without reading the repository; sizes tell most differences without reading the file.
 * @param bytes size of the file
 */
export async function likenessOf(file: string, bytes: number, blob: Blob): Promise<Likeness> {
  // Each LF of the blob can have become two bytes, and no more.
  if (bytes < blob.bytes || bytes > 2 * blob.bytes) return 'other'
  const hash = createHash(blob.id.length === 64 ? 'sha256' : 'sha1').update(`blob ${blob.bytes}\0`)
  const content = createReadStream(file, { highWaterMark: 2 ** 20 })
  if (bytes === blob.bytes) await pipeline(content, hash)
  else await pipeline(content, withoutReturns, hash)
  if (hash.digest('hex') !== blob.id) return 'other'
  return bytes === blob.bytes ? 'equal' : 'line-endings'
}

const CR = 13
const LF = 10

/** What git makes of CRLF when it takes a text file in. */
async function* withoutReturns(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held = false
  for await (const chunk of chunks) {
    const kept = Buffer.allocUnsafe(chunk.length + 1)
    let length = 0
    for (const byte of chunk) {
      if (held && byte !== LF) kept[length++] = CR
      held = byte === CR
      if (!held) kept[length++] = byte
    }
    yield kept.subarray(0, length)
  }
  if (held) yield Buffer.of(CR)
}
