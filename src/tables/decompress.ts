import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Duplex } from 'node:stream'
import * as zlib from 'node:zlib'
import { type AssayError, inputError, outsideError } from '../errors.ts'
import type { Compression } from './table-format.ts'

/** A compressed table, and how large it may become. */
export interface Archive {
  readonly file: string
  /** what messages call the file */
  readonly label: string
  readonly compression: Compression
  /** of the archive */
  readonly bytes: number
}

const gigabyte = 2 ** 30
/** Tables of text come to a tenth, at times to a hundredth; zeros come to a thousandth, and less. */
const largestRatio = 256

/** Bytes that an archive may become: a gigabyte, or 256 times its own size where that is more. */
export const largestContent = (bytes: number) => Math.max(gigabyte, largestRatio * bytes)

/**
 * Writes what an archive holds to `target`, all its members or frames, one after the other. An archive that ends too
 * early, is damaged or has anything behind its end is refused.
 * @param most bytes; default: {@link largestContent}
 * @throws AssayError input `archive-damaged`, `archive-too-large`; outside `zstd-unavailable`, `disk-full`
 */
export async function decompress(
  archive: Archive,
  target: string,
  most = largestContent(archive.bytes),
): Promise<void> {
  const output = await open(target, 'w')
  try {
    let from = 0
    let written = 0
    // Node's decoder ends with the first frame where the next begins a chunk: what is left is read anew.
    while (from < archive.bytes) {
      const decoder = decoderFor(archive.compression)
      const input = createReadStream(archive.file, { start: from, highWaterMark: 1 << 20 })
      input.on('error', (error) => decoder.destroy(error)).pipe(decoder)
      try {
        for await (const chunk of decoder) {
          written += (chunk as Buffer).length
          if (written > most) throw tooLarge(archive, most)
          await output.write(chunk as Buffer)
        }
      } catch (error) {
        throw explained(error, archive, from)
      } finally {
        input.destroy()
      }
      if (decoder.bytesWritten === 0) throw damaged(archive, 'something that is none stands behind its end')
      from += decoder.bytesWritten
    }
  } finally {
    await output.close()
  }
}

function decoderFor(compression: Compression): Duplex & { readonly bytesWritten: number } {
  if (compression === 'gzip') return zlib.createGunzip()
  if (typeof zlib.createZstdDecompress === 'function') return zlib.createZstdDecompress()
  throw outsideError('zstd-unavailable', `Node ${process.versions.node} cannot read zstd.`, {
    hint: 'Use Node 22.15 or later, or compress the table with gzip.',
  })
}

const tooLarge = ({ label, bytes }: Archive, most: number) =>
  inputError(
    'archive-too-large',
    `${label} has ${bytes} bytes and would become more than ${most}: that is no table, or an attack.`,
    {
      hint: 'Look at what the file holds; where it is a table, decompress it before, or write it as Parquet.',
      file: label,
    },
  )

const damaged = ({ label, compression }: Archive, why: string, cause?: unknown): AssayError =>
  inputError('archive-damaged', `${label} is a damaged ${compression} archive: ${why}.`, {
    hint: 'Write or fetch the file again.',
    file: label,
    ...(cause === undefined ? {} : { cause }),
  })

function explained(error: unknown, archive: Archive, from: number): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException
  if (code === 'Z_BUF_ERROR') return damaged(archive, 'it ends too early', error)
  if (/^(Z_|ZSTD_)/.test(code))
    return from > 0
      ? damaged(archive, 'something that is none stands behind its end', error)
      : damaged(archive, message.toLowerCase(), error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return outsideError('disk-full', 'The disk that holds the temporary folder is full.', {
      hint: 'Free space there, or point the temporary folder at a larger disk.',
      cause: error,
    })
  return error
}
