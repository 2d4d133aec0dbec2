import { type FileHandle, open } from 'node:fs/promises'

/** A page of a column, by its own header. */
export interface ParquetPage {
  readonly isDictionary: boolean
  /** what it takes in the file, and what it becomes in memory: bytes */
  readonly compressed: number
  readonly uncompressed: number
}

/** Where a column of a row group is, by the footer. */
export interface ColumnChunk {
  readonly start: number
  readonly values: number
}

/** Headers hold statistics, of long texts too. */
const headerBytes = [1024, 2 ** 16, 2 ** 24]

/**
 * The pages of a column, by their headers, read as the engine reads them: one after the other, until they have all
 * values. The footer, which is written apart, may say anything of their sizes.
 * @throws RangeError where there is no page
 */
export async function* pagesOf(
  file: FileHandle,
  { start, values }: ColumnChunk,
): AsyncGenerator<ParquetPage> {
  let at = start
  for (let read = 0; read < values; ) {
    const header = await headerAt(file, at)
    const { type, uncompressed, compressed } = header
    if (compressed < 0 || uncompressed < 0) throw new RangeError('a page of less than no bytes')
    yield { isDictionary: type === dictionaryPage, uncompressed, compressed }
    read += header.values
    at += header.bytes + compressed
  }
}

/** @throws as `open` does */
export async function withParquetFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r')
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}

const dictionaryPage = 2

interface PageHeader {
  readonly type: number
  readonly uncompressed: number
  readonly compressed: number
  /** of the data; a dictionary has none */
  readonly values: number
  /** of the header itself */
  readonly bytes: number
}

async function headerAt(file: FileHandle, at: number): Promise<PageHeader> {
  for (const size of headerBytes) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(size), 0, size, at)
    try {
      return pageHeader(buffer.subarray(0, bytesRead))
    } catch (error) {
      if (!(error instanceof RangeError) || bytesRead < size) throw error
    }
  }
  throw new RangeError('no header of a page ends')
}

/** Thrift's compact protocol: of the struct PageHeader the sizes, and of its data headers the number of values. */
function pageHeader(bytes: Buffer): PageHeader {
  const reader = { bytes, at: 0 }
  const found = { type: -1, uncompressed: -1, compressed: -1, values: 0 }
  struct(reader, (field, type) => {
    if (type === 5 && field === 1) found.type = zigzag(reader)
    else if (type === 5 && field === 2) found.uncompressed = zigzag(reader)
    else if (type === 5 && field === 3) found.compressed = zigzag(reader)
    else if (type === 12 && (field === 5 || field === 8)) {
      struct(reader, (inner, of) => {
        if (inner === 1 && of === 5) found.values += Math.max(0, zigzag(reader))
        else skip(reader, of, 0)
      })
    } else skip(reader, type, 0)
  })
  return { ...found, bytes: reader.at }
}

interface Reader {
  readonly bytes: Buffer
  at: number
}

const deepest = 16

function struct(reader: Reader, take: (field: number, type: number) => void): void {
  for (let field = 0; ; ) {
    const head = byte(reader)
    if (head === 0) return
    const step = head >> 4
    field = step === 0 ? zigzag(reader) : field + step
    take(field, head & 15)
  }
}

function skip(reader: Reader, type: number, depth: number): void {
  if (depth > deepest) throw new RangeError('too deep for a header')
  if (type === 1 || type === 2) return
  if (type === 3) forward(reader, 1)
  else if (type >= 4 && type <= 6) varint(reader)
  else if (type === 7) forward(reader, 8)
  else if (type === 8) forward(reader, varint(reader))
  else if (type === 9 || type === 10) {
    const head = byte(reader)
    const size = head >> 4 === 15 ? varint(reader) : head >> 4
    for (let i = 0; i < size; i++) element(reader, head & 15, depth)
  } else if (type === 12) struct(reader, (_, inner) => skip(reader, inner, depth + 1))
  else throw new RangeError('no type of a header')
}

/** In a list a truth value takes a byte, which in a struct stands with the field. */
const element = (reader: Reader, type: number, depth: number): void =>
  type === 1 || type === 2 ? forward(reader, 1) : skip(reader, type, depth + 1)

function byte(reader: Reader): number {
  forward(reader, 1)
  return reader.bytes[reader.at - 1]!
}

function forward(reader: Reader, bytes: number): void {
  if (reader.at + bytes > reader.bytes.length) throw new RangeError('the header goes on')
  reader.at += bytes
}

function varint(reader: Reader): number {
  let value = 0
  for (let place = 1; place < 2 ** 63; place *= 128) {
    const next = byte(reader)
    value += (next & 127) * place
    if (next < 128) return value
  }
  throw new RangeError('no number of 64 bits')
}

function zigzag(reader: Reader): number {
  const value = varint(reader)
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}
