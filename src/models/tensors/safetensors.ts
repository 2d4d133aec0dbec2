import type { FileHandle } from 'node:fs/promises'
import * as z from 'zod'
import { bytesBetween, formOf, type Tensor } from './tensor.ts'

/** Larger headers are nobody's: a model of 100,000 tensors has one of 10 MB. */
const mostHeader = 64 * 1024 * 1024

const size = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const entry = z.looseObject({ dtype: z.string(), shape: z.array(size), data_offsets: z.tuple([size, size]) })

/**
 * The tensors of a safetensors file, by place.
 * @param bytes of the whole file
 * @returns undefined for what is no such file
 * @see https://github.com/huggingface/safetensors#format
 */
export async function safetensorsOf(file: FileHandle, bytes: number): Promise<readonly Tensor[] | undefined> {
  const prefix = Buffer.alloc(8)
  if ((await file.read(prefix, 0, 8, 0)).bytesRead < 8) return undefined
  const length = prefix.readBigUInt64LE()
  if (length > BigInt(Math.min(mostHeader, bytes - 8))) return undefined
  const header = Buffer.alloc(Number(length))
  await file.read(header, 0, header.length, 8)
  const start = 8 + header.length
  const parsed = z.record(z.string(), z.unknown()).safeParse(json(header.toString('utf8')))
  if (!parsed.success) return undefined
  const tensors: { readonly from: number; readonly to: number; readonly tensor: Tensor }[] = []
  for (const [name, value] of Object.entries(parsed.data)) {
    if (name === '__metadata__') continue
    const { data } = entry.safeParse(value)
    if (!data) return undefined
    const [from, to] = data.data_offsets.map((offset) => start + offset) as [number, number]
    if (to < from || to > bytes) return undefined
    const form = formOf(data.dtype, data.shape, to - from)
    tensors.push({
      from,
      to,
      tensor: { name, form: async () => form, content: () => bytesBetween(file, from, to) },
    })
  }
  tensors.sort((a, b) => a.from - b.from || a.to - b.to || (a.tensor.name < b.tensor.name ? -1 : 1))
  // The same bytes under many names would be read as many times.
  if (tensors.some(({ from }, i) => i > 0 && from < tensors[i - 1]!.to)) return undefined
  return tensors.map(({ tensor }) => tensor)
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
