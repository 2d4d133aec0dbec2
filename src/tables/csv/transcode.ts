import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { inputError } from '../../errors.ts'
import { type Encoding, windows1252 } from './encoding.ts'

/** A text and its encoding. */
export interface EncodedText {
  readonly file: string
  /** what messages call the file */
  readonly label: string
  readonly encoding: Encoding
}

/**
 * Writes a text to `target` as UTF-8. Bytes that the encoding does not have are an error.
 * @throws AssayError input `not-in-encoding`
 */
export async function transcode(text: EncodedText, target: string): Promise<void> {
  const decode = decoderOf(text)
  await pipeline(
    createReadStream(text.file, { highWaterMark: 1 << 20 }),
    async function* (chunks: AsyncIterable<Buffer>) {
      let line = 1
      for await (const chunk of chunks) {
        const decoded = decode(chunk, line)
        line += newlinesIn(decoded)
        yield decoded
      }
      yield decode(undefined, line)
    },
    createWriteStream(target),
  )
}

/** @param chunk nothing at the end; `line` is that of its first byte */
type Decode = (chunk: Buffer | undefined, line: number) => string

function decoderOf({ file: _, label, encoding }: EncodedText): Decode {
  const refuse = (line: number, what: string) =>
    inputError('not-in-encoding', `${label} is not ${encoding}: ${what} on line ${line}.`, {
      hint: 'Correct `encoding` in the contract of the table, or save the file in that encoding.',
      file: label,
      line,
    })
  switch (encoding) {
    case 'iso-8859-1':
      return (chunk) => chunk?.toString('latin1') ?? ''
    case 'ascii':
      return (chunk, line) => byBytes(chunk, (byte) => (byte < 0x80 ? byte : 0), line, refuse)
    case 'windows-1252':
      return (chunk, line) =>
        byBytes(
          chunk,
          (byte) => (byte < 0x80 || byte > 0x9f ? byte : windows1252[byte - 0x80]!),
          line,
          refuse,
        )
    default:
      return byDecoder(encoding, refuse)
  }
}

type Refuse = (line: number, what: string) => Error

/** @param codeOf code point of a byte above 0, 0 where there is none */
function byBytes(
  chunk: Buffer | undefined,
  codeOf: (byte: number) => number,
  line: number,
  refuse: Refuse,
): string {
  if (chunk === undefined) return ''
  const latin = chunk.toString('latin1')
  return latin.replace(/[\x80-\xff]/g, (char, at: number) => {
    const code = codeOf(char.charCodeAt(0))
    if (code === 0)
      throw refuse(
        line + newlinesIn(latin.slice(0, at)),
        `it has no byte 0x${char.charCodeAt(0).toString(16)}, which is`,
      )
    return String.fromCharCode(code)
  })
}

/** UTF-16 without a mark of its byte order has to be declared with its order. */
function byDecoder(encoding: 'utf-8' | 'utf-16' | 'utf-16le' | 'utf-16be', refuse: Refuse): Decode {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  return (chunk, line) => {
    if (decoder === undefined) {
      const order = chunk?.subarray(0, 2).toString('hex')
      const marked = order === 'fffe' ? 'utf-16le' : order === 'feff' ? 'utf-16be' : undefined
      if (encoding === 'utf-16' && marked === undefined)
        throw refuse(1, 'the mark of its byte order is missing')
      if (encoding.startsWith('utf-16') && marked !== undefined && ![marked, 'utf-16'].includes(encoding))
        throw refuse(1, `the mark of ${marked} is`)
      decoder = new TextDecoder(encoding === 'utf-16' ? marked! : encoding, { fatal: true })
    }
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch {
      const seen = new TextDecoder(decoder.encoding).decode(chunk)
      const at = chunk === undefined ? 0 : newlinesIn(seen.slice(0, Math.max(seen.indexOf('\ufffd'), 0)))
      throw refuse(line + at, 'bytes that are no character are')
    }
  }
}

function newlinesIn(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}
