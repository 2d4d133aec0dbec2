import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { outsideError } from '../../errors.ts'
import type { Digest } from '../../record/digest.ts'
import type { Client } from './client.ts'
import type { HttpFailure } from './failure.ts'
import { persist } from './patience.ts'

/**
 * Streams an answer into a file, from the start again when the connection breaks on the way. There is no file after a
 * failure.
 * @param maxBytes more than this is not taken
 * @returns digest of what was written
 * @throws AssayError outside: `download-too-large`, `disk-write`; what octokit throws
 */
export function fetchInto(
  { request, at, patience }: Pick<Client, 'request' | 'at' | 'patience'>,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  file: string,
  maxBytes: number,
): Promise<Digest> {
  return persist(async () => {
    const { data } = await request(route, {
      ...at,
      ...parameters,
      request: { parseSuccessResponseBody: false },
    })
    const hash = createHash('sha256')
    let bytes = 0
    const body = Readable.fromWeb(data)
    const measured = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        bytes += chunk.length
        if (bytes > maxBytes) throw tooLarge(maxBytes)
        hash.update(chunk)
        yield chunk
      }
    }
    await pipeline(body, measured, createWriteStream(file)).catch(async (error) => {
      await rm(file, { force: true })
      throw brokenOff(error, route, file)
    })
    return `sha256:${hash.digest('hex')}` as const
  }, patience)
}

const tooLarge = (maxBytes: number) =>
  outsideError('download-too-large', `GitHub sent more than the ${maxBytes} bytes that were to be expected`, {
    hint: 'Find out which job stored this file; it is not what its record says.',
  })

/** fetch reports a connection that ends within the body as a TypeError: no answer came, in the end */
function brokenOff(error: unknown, route: string, file: string): unknown {
  if (error instanceof TypeError) {
    const [method = 'GET', url = ''] = route.split(' ')
    const failure: HttpFailure = Object.assign(new Error(error.message, { cause: error }), {
      name: 'HttpError',
      status: 500,
      request: { method, url },
    })
    return failure
  }
  if (error instanceof Error && 'syscall' in error)
    return outsideError('disk-write', `${file} could not be written: ${error.message}`, {
      hint: 'Make room on the disk, then run this again.',
      cause: error,
    })
  return error
}
