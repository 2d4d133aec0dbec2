import type { FileHandle } from 'node:fs/promises'
import type { ZipEntry } from './directory.ts'
import { refusedArchive } from './refused-archive.ts'

const chunkBytes = 1 << 18

/** The bytes of an entry as they lie in the archive. @throws AssayError outside `archive-refused` where it ends early */
export async function* packedBytes(file: FileHandle, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < entry.packedBytes; ) {
    const size = Math.min(chunkBytes, entry.packedBytes - at)
    const { bytesRead, buffer } = await file.read(Buffer.alloc(size), 0, size, entry.start + at)
    if (bytesRead === 0) throw refusedArchive(`it ends within ${entry.name}`)
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
