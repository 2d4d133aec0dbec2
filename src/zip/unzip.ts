import { createWriteStream } from 'node:fs'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import { readDirectory, type ZipEntry } from './directory.ts'
import { packedBytes } from './packed-bytes.ts'
import { refusedArchive } from './refused-archive.ts'

/** What an archive may hold; its own words about it are checked before anything is written. */
export interface ZipLimits {
  readonly bytes: number
  readonly entries: number
}

/**
 * Unpacks an archive that nobody vouches for into a folder: no path leaves the folder, no link is made, no entry is
 * longer than it says, and all of them together are within the limits. Damage within a file is the digest's to find.
 * @param folder is made; must not hold anything yet
 * @throws AssayError outside `archive-refused`
 */
export async function unzip(archive: string, folder: string, limits: ZipLimits): Promise<void> {
  const file = await open(archive)
  try {
    const entries = await readDirectory(file, limits.entries)
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0)
    if (bytes > limits.bytes) throw refusedArchive(`it unpacks to ${bytes} bytes, more than ${limits.bytes}`)
    await mkdir(folder, { recursive: true })
    for (const entry of entries) await unpack(file, entry, folder).catch((error) => refuseName(entry, error))
  } finally {
    await file.close()
  }
}

const stored = 0
const deflated = 8

async function unpack(file: FileHandle, entry: ZipEntry, folder: string): Promise<void> {
  const path = insidePath(entry.name)
  if (entry.name.endsWith('/')) {
    await mkdir(join(folder, path), { recursive: true })
    return
  }
  if (entry.method !== stored && entry.method !== deflated)
    throw refusedArchive(`${path} is compressed by method ${entry.method}`)
  const target = join(folder, path)
  await mkdir(dirname(target), { recursive: true })
  let written = 0
  const measured = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      written += chunk.length
      if (written > entry.bytes)
        throw refusedArchive(`${path} is longer than the ${entry.bytes} bytes it names`)
      yield chunk
    }
  }
  const packed = packedBytes(file, entry)
  const out = createWriteStream(target, { flags: 'wx' })
  await (entry.method === deflated
    ? pipeline(packed, createInflateRaw(), measured, out)
    : pipeline(packed, measured, out)
  ).catch((error) => {
    throw 'syscall' in error || error.code === 'archive-refused'
      ? error
      : refusedArchive(`${path}: ${error.message}`)
  })
  if (written !== entry.bytes) throw refusedArchive(`${path} has ${written} bytes, but names ${entry.bytes}`)
}

/** What the disk says of names that are there already, lead through a file, or are longer than it takes. */
const ofNames: readonly unknown[] = ['EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'EINVAL', 'EILSEQ']

/** The names are the archive's: where the disk cannot have one, that is no defect of the suite. */
function refuseName({ name }: ZipEntry, error: NodeJS.ErrnoException): never {
  if (!ofNames.includes(error.code)) throw error
  throw refusedArchive(`the path ${JSON.stringify(name.slice(0, 200))} cannot be made (${error.code})`)
}

/** The entry's path relative to the folder. */
function insidePath(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.length === 0 || parts.includes('..') || /[\\\0]/.test(name) || /^[A-Za-z]:/.test(name))
    throw refusedArchive(`the path ${JSON.stringify(name)} leads out of its folder`)
  return join(...parts)
}
