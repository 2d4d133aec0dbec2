import type { FileHandle } from 'node:fs/promises'

/** A tensor of a model file. What is said of it comes from the file, and is hostile text. */
export interface Tensor {
  /** '' in a file that holds only one */
  readonly name: string
  /** CRC-32 and length, where the file has them: of tensors with the same, the content is not read */
  readonly stamp?: string
  form(): Promise<Form>
  /** its elements' bytes, in order */
  content(): AsyncIterable<Uint8Array>
}

/** What a tensor's bytes are. */
export interface Form {
  /** element type and shape, for people: `F32 3×4`; '' where the file tells none */
  readonly text: string
  /** bytes of one element, where all have the same */
  readonly element?: number
}

const longest = 100

/**
 * @param type element type as the format names it
 * @param bytes of all elements
 */
export function formOf(type: string, shape: readonly number[], bytes: number): Form {
  const element = bytes / shape.reduce((product, length) => product * length, 1)
  const text = [type, shape.join('×')].filter(Boolean).join(' ').slice(0, longest)
  return { text, ...(Number.isInteger(element) && element > 0 && { element }) }
}

const chunk = 1024 * 1024

/** Bytes of a file from one place to another, the latter not included; fewer where it ends before. */
export async function* bytesBetween(file: FileHandle, from: number, to: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to; ) {
    const size = Math.min(chunk, to - at)
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(size), 0, size, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
