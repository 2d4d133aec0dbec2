import type { FileHandle } from 'node:fs/promises'
import { refusedArchive } from './refused-archive.ts'

/** One entry, as the archive's central directory and its own header agree on. */
export interface ZipEntry {
  readonly name: string
  /** 0: as it is, 8: deflated */
  readonly method: number
  readonly packedBytes: number
  readonly bytes: number
  /** CRC-32 of its content, as the directory has it; nobody has checked it */
  readonly crc: number
  /** where its packed bytes start in the archive */
  readonly start: number
}

const endBytes = 22
const maxComment = 0xffff
const maxDirectoryBytes = 64 << 20
const overflow16 = 0xffff
const overflow32 = 0xffffffff
const signature = {
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  entry: 0x02014b50,
  local: 0x04034b50,
}

/**
 * Entries of a zip archive, read from its central directory, 64-bit sizes included.
 * @throws AssayError outside `archive-refused` for what is no archive, has too many entries, is encrypted or holds links
 * @see APPNOTE.TXT 6.3.10, PKWARE
 */
export async function readDirectory(file: FileHandle, maxEntries: number): Promise<readonly ZipEntry[]> {
  const { count, offset, bytes } = await findDirectory(file)
  if (count > maxEntries) throw refusedArchive(`it has ${count} entries, more than ${maxEntries}`)
  if (bytes > maxDirectoryBytes) throw refusedArchive(`its directory has ${bytes} bytes`)
  const directory = await bytesAt(file, offset, bytes)
  const entries: ZipEntry[] = []
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== signature.entry)
      throw refusedArchive('its directory is broken')
    const length =
      46 + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    if (at + length > directory.length) throw refusedArchive('its directory is broken')
    entries.push(await entryOf(file, directory.subarray(at, at + length)))
    at += length
  }
  return entries
}

async function findDirectory(file: FileHandle): Promise<{ count: number; offset: number; bytes: number }> {
  const { size } = await file.stat()
  const tailBytes = Math.min(size, endBytes + maxComment)
  const tail = await bytesAt(file, size - tailBytes, tailBytes)
  let at = tail.length - endBytes
  while (at >= 0 && !isEnd(tail, at)) at -= 1
  if (at < 0) throw refusedArchive('it is no zip archive')
  const found = {
    count: tail.readUInt16LE(at + 10),
    bytes: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
  }
  const overflows = found.count === overflow16 || found.bytes === overflow32 || found.offset === overflow32
  const locator = at - 20
  if (!overflows || locator < 0 || tail.readUInt32LE(locator) !== signature.locator64) return found
  const end64 = await bytesAt(file, Number(tail.readBigUInt64LE(locator + 8)), 56)
  if (end64.readUInt32LE(0) !== signature.end64) throw refusedArchive('its end is broken')
  return {
    count: Number(end64.readBigUInt64LE(32)),
    bytes: Number(end64.readBigUInt64LE(40)),
    offset: Number(end64.readBigUInt64LE(48)),
  }
}

const isEnd = (tail: Buffer, at: number) =>
  tail.readUInt32LE(at) === signature.end && at + endBytes + tail.readUInt16LE(at + 20) === tail.length

const encrypted = 1
const symbolicLink = 0o120000
const fileTypeMask = 0o170000

async function entryOf(file: FileHandle, central: Buffer): Promise<ZipEntry> {
  const nameEnd = 46 + central.readUInt16LE(28)
  const name = central.subarray(46, nameEnd).toString('utf8')
  if ((central.readUInt16LE(8) & encrypted) !== 0) throw refusedArchive(`${name} is encrypted`)
  if (((central.readUInt32LE(38) >>> 16) & fileTypeMask) === symbolicLink)
    throw refusedArchive(`${name} is a link`)
  const sizes = sizesOf(central, central.subarray(nameEnd, nameEnd + central.readUInt16LE(30)))
  const local = await bytesAt(file, sizes.header, 30)
  if (local.readUInt32LE(0) !== signature.local) throw refusedArchive(`${name} has no header`)
  const localNameBytes = local.readUInt16LE(26)
  const localName = (await bytesAt(file, sizes.header + 30, localNameBytes)).toString('utf8')
  if (localName !== name) throw refusedArchive(`${name} is called ${localName} by its own header`)
  return {
    name,
    method: central.readUInt16LE(10),
    packedBytes: sizes.packed,
    bytes: sizes.unpacked,
    crc: central.readUInt32LE(16),
    start: sizes.header + 30 + localNameBytes + local.readUInt16LE(28),
  }
}

/** Sizes and place that do not fit into 32 bits are in extra field 1, in this order, and only those. */
function sizesOf(central: Buffer, extra: Buffer) {
  const wide = wideFields(extra)
  const read = (at: number): number => {
    const narrow = central.readUInt32LE(at)
    if (narrow !== overflow32) return narrow
    const next = wide.shift()
    if (next === undefined) throw refusedArchive('an entry lacks its size')
    return next
  }
  const unpacked = read(24)
  const packed = read(20)
  return { unpacked, packed, header: read(42) }
}

function wideFields(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2))
    return Array.from({ length: field.length >> 3 }, (_, index) => Number(field.readBigUInt64LE(index * 8)))
  }
  return []
}

async function bytesAt(file: FileHandle, position: number, size: number): Promise<Buffer> {
  const { size: whole } = await file.stat()
  if (position < 0 || position + size > whole) throw refusedArchive('it ends too early')
  const buffer = Buffer.alloc(size)
  const { bytesRead } = await file.read(buffer, 0, size, position)
  if (bytesRead !== size) throw refusedArchive('it ends too early')
  return buffer
}
