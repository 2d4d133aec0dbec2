import type { FileHandle } from 'node:fs/promises'

/** A field of a message: a number, or bytes by their place in the file, `to` not included. */
export interface Field {
  readonly number: number
  /** of a field that is a number; of any other 0 */
  readonly value: number
  readonly from: number
  readonly to: number
}

const window = 64 * 1024

/** Reads a few bytes at a place, most of the time without reading the file. */
function reader(file: FileHandle, end: number): (at: number) => Promise<number> {
  let [start, held] = [0, Buffer.alloc(0)]
  return async (at) => {
    if (at < start || at >= start + held.length) {
      const buffer = Buffer.alloc(Math.max(0, Math.min(window, end - at)))
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
      ;[start, held] = [at, buffer.subarray(0, bytesRead)]
    }
    const byte = held[at - start]
    if (byte === undefined) throw new RangeError('the message ends within a field')
    return byte
  }
}

/**
 * The fields of a message in the wire format of Protocol Buffers, without reading what they hold.
 * @param bytes of the whole file
 * @param mostFields of all messages that are read with it
 * @returns reads the message between two places
 * @throws RangeError while reading, for what is no such message or has more fields
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function wireReader(
  file: FileHandle,
  bytes: number,
  mostFields: number,
): (from: number, to: number) => AsyncGenerator<Field> {
  const byteAt = reader(file, bytes)
  let left = mostFields
  async function varint(at: number): Promise<readonly [value: number, end: number]> {
    let value = 0
    for (let i = 0; i < 10; i++) {
      const byte = await byteAt(at + i)
      value += (byte % 128) * 2 ** (7 * i)
      if (byte < 128) return [value, at + i + 1]
    }
    throw new RangeError('a number has more than 10 bytes')
  }
  return async function* fields(from, to) {
    for (let at = from; at < to; ) {
      left -= 1
      if (left < 0) throw new RangeError('the message has too many fields')
      const [tag, start] = await varint(at)
      const [number, kind] = [Math.floor(tag / 8), tag % 8]
      const field = async (): Promise<Field> => {
        if (kind === 0) {
          const [value, end] = await varint(start)
          return { number, value, from: start, to: end }
        }
        if (kind === 1) return { number, value: 0, from: start, to: start + 8 }
        if (kind === 5) return { number, value: 0, from: start, to: start + 4 }
        if (kind !== 2) throw new RangeError('a field is of no known kind')
        const [length, content] = await varint(start)
        return { number, value: 0, from: content, to: content + length }
      }
      const read = await field()
      if (read.to > to) throw new RangeError('a field is longer than its message')
      yield read
      at = read.to
    }
  }
}
