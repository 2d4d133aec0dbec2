import { inputError } from '../../errors.ts'

/** Reads a stream of chunks in pieces of known lengths. */
export interface ByteReader {
  /** undefined when the stream ends before */
  take(bytes: number): Promise<Buffer | undefined>
  /** at least one byte and at most `most`; undefined at the end */
  some(most: number): Promise<Buffer | undefined>
  /** @throws AssayError `archive-broken` when the stream ends before */
  stream(bytes: number): AsyncGenerator<Buffer>
}

export function byteReader(chunks: AsyncIterable<Uint8Array>): ByteReader {
  const source = chunks[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)

  async function some(most: number): Promise<Buffer | undefined> {
    while (held.length === 0) {
      const { done, value } = await source.next()
      if (done) return undefined
      held = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    }
    const piece = held.subarray(0, most)
    held = held.subarray(piece.length)
    return piece
  }

  async function* stream(bytes: number): AsyncGenerator<Buffer> {
    for (let left = bytes; left > 0; ) {
      const piece = await some(left)
      if (!piece)
        throw inputError('archive-broken', 'the archive cannot be unpacked: it ends early', {
          hint: 'Fetch it again; if it stays, use another version.',
        })
      left -= piece.length
      yield piece
    }
  }

  return {
    some,
    stream,
    take: async (bytes) => {
      const pieces: Buffer[] = []
      for (let left = bytes; left > 0; ) {
        const piece = await some(left)
        if (!piece) return undefined
        left -= piece.length
        pieces.push(piece)
      }
      return Buffer.concat(pieces)
    },
  }
}
