import { createHash, webcrypto } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import * as z from 'zod'

/** `sha256:` and 64 lower-case hexadecimal digits. The one form in which digests are written, everywhere. */
export type Digest = `sha256:${string}`

export const digestSchema = z.templateLiteral(['sha256:', z.string().regex(/^[0-9a-f]{64}$/)])

/** Digest of bytes, or of a string's UTF-8 bytes. */
export function sha256(bytes: string | Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** Bytes of a file that are in memory at once. */
const piece = 2 ** 18

/** Files between these sizes are digested beside what goes on here: smaller ones are faster done than handed over. */
const least = 2 ** 16
const most = 2 ** 26

/**
 * Digest of a file's raw bytes. One of some tens of megabytes is read at once, and digested by another thread from then on, for
 * who asks early and waits late.
 * @throws the file system's own error (ENOENT, EISDIR, EACCES)
 */
export async function sha256OfFile(path: string): Promise<Digest> {
  const found = statSync(path)
  if (!found.isFile() || found.size < least || found.size > most) return inPieces(path)
  const digest = await webcrypto.subtle.digest('SHA-256', readFileSync(path))
  return `sha256:${Buffer.from(digest).toString('hex')}`
}

/**
 * Piece by piece through one buffer: a stream makes a new one each time, which for a large file add up to hundreds of
 * megabytes before anybody clears them away.
 */
async function inPieces(path: string): Promise<Digest> {
  const hash = createHash('sha256')
  const file = await open(path)
  try {
    const buffer = Buffer.allocUnsafe(piece)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, piece, null)
      if (bytesRead === 0) return `sha256:${hash.digest('hex')}`
      hash.update(buffer.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
}
