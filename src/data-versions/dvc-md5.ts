import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

/** How DVC hashed an output: version 3 the bytes as they are, versions before it text with LF for CRLF. */
export const dvcHashes = ['md5', 'md5-dos2unix'] as const
export type DvcHash = (typeof dvcHashes)[number]

/** DVC reads files in pieces of this size, and looks at each piece by itself. */
const piece = 2 ** 20
const looked = 512

/**
 * MD5 of a file as DVC computes it, streamed.
 * @returns 32 lower-case hexadecimal digits
 * @see dvc-data, `hashfile/hash.py`: a piece whose first 512 bytes look like text loses its CRs before LF
 */
export async function dvcMd5(file: string, kind: DvcHash): Promise<string> {
  const hash = createHash('md5')
  const handle = await open(file, 'r')
  try {
    const buffer = Buffer.allocUnsafe(piece)
    for (;;) {
      const length = await fill(handle, buffer)
      if (length === 0) return hash.digest('hex')
      const content = buffer.subarray(0, length)
      hash.update(kind === 'md5-dos2unix' && looksLikeText(content) ? withoutReturns(content) : content)
    }
  } finally {
    await handle.close()
  }
}

async function fill(handle: Awaited<ReturnType<typeof open>>, buffer: Buffer): Promise<number> {
  let length = 0
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return length
}

/** No NUL byte, and at most 30% of other bytes than ASCII text has. */
function looksLikeText(content: Buffer): boolean {
  const block = content.subarray(0, looked)
  let strange = 0
  for (const byte of block) {
    if (byte === 0) return false
    if (!((byte >= 32 && byte < 127) || (byte >= 8 && byte <= 10) || byte === 12 || byte === 13)) strange++
  }
  return strange / block.length <= 0.3
}

function withoutReturns(content: Buffer): Buffer {
  if (!content.includes('\r\n')) return content
  const kept = Buffer.allocUnsafe(content.length)
  let length = 0
  for (let i = 0; i < content.length; i++)
    if (content[i] !== 13 || content[i + 1] !== 10) kept[length++] = content[i]!
  return kept.subarray(0, length)
}
