import { createReadStream, createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { byteReader } from './byte-reader.ts'

/** GitHub takes assets below 2 GiB. */
const largestPart = 1_900_000_000

/**
 * Writes a stream into files of at most `largest` bytes: `<name>` when one is enough, else `<name>.part001` and so on.
 * @returns names of the files, in order
 */
export async function writeParts(
  chunks: AsyncIterable<Uint8Array>,
  folder: string,
  name: string,
  largest = largestPart,
): Promise<string[]> {
  const reader = byteReader(chunks)
  const names: string[] = []
  for (let ended = false; !ended; ) {
    const part = `${name}.part${String(names.length + 1).padStart(3, '0')}`
    let written = 0
    const piece = async function* () {
      for (; written < largest; ) {
        const bytes = await reader.some(largest - written)
        if (!bytes) {
          ended = true
          return
        }
        written += bytes.length
        yield bytes
      }
    }
    await pipeline(Readable.from(piece()), createWriteStream(join(folder, part)))
    if (written > 0) names.push(part)
  }
  if (names.length !== 1) return names
  await rename(join(folder, names[0]!), join(folder, name))
  return [name]
}

/** The stream that was written into parts. */
export async function* readParts(files: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const file of files) yield* createReadStream(file) as AsyncIterable<Buffer>
}
