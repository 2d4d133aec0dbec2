import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import { readDirectory, type ZipEntry } from '../../zip/directory.ts'
import { packedBytes } from '../../zip/packed-bytes.ts'
import { refusedArchive } from '../../zip/refused-archive.ts'
import { mostNpyHead, npyHead } from './npy.ts'
import type { Tensor } from './tensor.ts'

const mostArrays = 20_000

/**
 * The arrays of a .npz file, in its order.
 * @throws AssayError outside `archive-refused` for what is no zip archive
 * @see https://numpy.org/doc/stable/reference/generated/numpy.savez.html
 */
export async function npzOf(file: FileHandle): Promise<readonly Tensor[]> {
  const entries = await readDirectory(file, mostArrays)
  // The same bytes under many names would be unpacked as many times.
  const packed = entries.reduce((sum, { packedBytes }) => sum + packedBytes, 0)
  if (packed > (await file.stat()).size) throw refusedArchive('its entries lie over each other')
  return entries.map((entry) => ({
    name: entry.name.replace(/\.npy$/, ''),
    stamp: `${entry.crc} ${entry.bytes}`,
    async form() {
      const head = npyHead(await startOf(file, entry))
      return head?.form(entry.bytes - head.bytes) ?? { text: '' }
    },
    content: () => elementsOf(file, entry),
  }))
}

/** What lies behind the header. */
async function* elementsOf(file: FileHandle, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  let skip = npyHead(await startOf(file, entry))?.bytes ?? 0
  for await (const part of unpacked(file, entry)) {
    const skipped = Math.min(skip, part.length)
    skip -= skipped
    if (skipped < part.length) yield part.subarray(skipped)
  }
}

async function startOf(file: FileHandle, entry: ZipEntry): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of unpacked(file, entry)) {
    parts.push(part)
    bytes += part.length
    if (bytes >= mostNpyHead) break
  }
  return Buffer.concat(parts).subarray(0, mostNpyHead)
}

const [stored, deflated] = [0, 8]

async function* unpacked(file: FileHandle, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  if (entry.method === stored) yield* packedBytes(file, entry)
  if (entry.method !== deflated) return
  const inflated = createInflateRaw()
  const packed = Readable.from(packedBytes(file, entry))
  const flow = pipeline(packed, inflated).catch(() => undefined)
  try {
    for await (const part of inflated) yield part as Uint8Array
  } finally {
    packed.destroy()
    inflated.destroy()
    await flow
  }
}
