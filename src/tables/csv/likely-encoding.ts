import { createReadStream } from 'node:fs'
import { windows1252 } from './encoding.ts'

/** What a file that is no UTF-8 may be, and how a contract would say so. */
export interface LikelyEncoding {
  readonly name?: string
  readonly declared?: string
}

const looked = 2 ** 24

/** A guess for people, by the file's first 16 MiB; nothing is read by it. */
export async function likelyEncoding(file: string): Promise<LikelyEncoding> {
  const nuls = [0, 0]
  const upper = new Set<number>()
  let bytes = 0
  let start: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(file, { end: looked - 1 })) {
    const buffer = chunk as Buffer
    if (bytes === 0) start = buffer.subarray(0, 2)
    for (let i = 0; i < buffer.length; i++) {
      const byte = buffer[i]!
      if (byte === 0) nuls[(bytes + i) % 2]!++
      else if (byte >= 0x80) upper.add(byte)
    }
    bytes += buffer.length
  }
  const mark = start.toString('hex')
  if (mark === 'fffe' || mark === 'feff') return { name: 'UTF-16', declared: 'utf-16' }
  const [even = 0, odd = 0] = nuls
  if (odd > bytes / 8 && even < odd / 8) return { name: 'UTF-16 (little endian)', declared: 'utf-16le' }
  if (even > bytes / 8 && odd < even / 8) return { name: 'UTF-16 (big endian)', declared: 'utf-16be' }
  if (even + odd > 0 || upper.size === 0) return {}
  const controls = [...upper].filter((byte) => byte < 0xa0)
  if (controls.length === 0) return { name: 'Latin-1 (ISO-8859-1)', declared: 'iso-8859-1' }
  if (controls.every((byte) => windows1252[byte - 0x80] !== 0))
    return { name: 'windows-1252', declared: 'windows-1252' }
  return {}
}
