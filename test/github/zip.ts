import { crc32, inflateRawSync } from 'node:zlib'

const localHeader = 0x04034b50
const centralHeader = 0x02014b50
const endOfDirectory = 0x06054b50
/** 1980-01-01, the first day that the format knows: the same files give the same bytes */
const firstDay = 0x21

/** A zip archive of these files, stored without compression. */
export function packZip(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const data = Buffer.from(content)
    const path = Buffer.from(name)
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(20, 0)
    shared.writeUInt16LE(0x800, 2)
    shared.writeUInt16LE(firstDay, 8)
    shared.writeUInt32LE(crc32(data), 10)
    shared.writeUInt32LE(data.length, 14)
    shared.writeUInt32LE(data.length, 18)
    shared.writeUInt16LE(path.length, 22)
    const local = Buffer.concat([word(localHeader), shared, path, data])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([word(centralHeader), short(20), shared, rest, path]))
    bodies.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const count = short(directory.length)
  const end = [
    word(endOfDirectory),
    short(0),
    short(0),
    count,
    count,
    word(central.length),
    word(offset),
    short(0),
  ]
  return Buffer.concat([...bodies, central, ...end])
}

/** @throws Error when it is not a zip archive or uses another compression than deflate */
export function unpackZip(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(word(endOfDirectory))
  if (end < 0) throw new Error('This is not a zip archive: it has no end of central directory')
  const files = new Map<string, Buffer>()
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      archive.readUInt16LE(at + field),
    )
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength!)
    const local = archive.readUInt32LE(at + 42)
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
    const packed = archive.subarray(start, start + archive.readUInt32LE(at + 20))
    const method = archive.readUInt16LE(at + 10)
    if (method !== 0 && method !== 8) throw new Error(`${name} is compressed by method ${method}`)
    if (!name.endsWith('/')) files.set(name, method === 8 ? inflateRawSync(packed) : Buffer.from(packed))
    at += 46 + nameLength! + extraLength! + commentLength!
  }
  return files
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}
