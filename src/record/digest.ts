import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import * as z from 'zod'

/** `sha256:` and 64 lower-case hexadecimal digits. The one form in which digests are written, everywhere. */
export type Digest = `sha256:${string}`

export const digestSchema = z.templateLiteral(['sha256:', z.string().regex(/^[0-9a-f]{64}$/)])

/** Digest of bytes, or of a string's UTF-8 bytes. */
export function sha256(bytes: string | Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/**
 * Digest of a file's raw bytes, streamed: no file is held in memory.
 * @throws the file system's own error (ENOENT, EISDIR, EACCES)
 */
export async function sha256OfFile(path: string): Promise<Digest> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return `sha256:${hash.digest('hex')}`
}
