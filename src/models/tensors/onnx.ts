import type { FileHandle } from 'node:fs/promises'
import { bytesBetween, formOf, type Tensor } from './tensor.ts'
import { type Field, wireReader } from './wire.ts'

/** Fields that are looked at; a graph of 50,000 nodes and as many tensors has fewer. */
const mostFields = 300_000
const longestName = 1000
const mostDimensions = 64

/** Numbers of the fields that are read. @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
const [graph, initializer] = [7, 5]
const [dims, type, tensorName, rawData] = [1, 2, 8, 9]

const types: Readonly<Record<number, string>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  8: 'string',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
  16: 'bfloat16',
}

type Fields = ReturnType<typeof wireReader>

/**
 * The initialisers of an ONNX model, in its order; what lies in files of its own beside it is not looked up.
 * @param bytes of the whole file
 * @throws RangeError for what is no such file
 */
export async function onnxOf(file: FileHandle, bytes: number): Promise<readonly Tensor[]> {
  const fields = wireReader(file, bytes, mostFields)
  const tensors: Tensor[] = []
  for await (const part of fields(0, bytes))
    if (part.number === graph)
      for await (const { number, from, to } of fields(part.from, part.to))
        if (number === initializer)
          tensors.push(await tensorOf(file, fields, { from, to, place: tensors.length }))
  return tensors
}

async function tensorOf(
  file: FileHandle,
  fields: Fields,
  { from, to, place }: { readonly from: number; readonly to: number; readonly place: number },
): Promise<Tensor> {
  let [name, kind] = ['', 0]
  const shape: number[] = []
  let raw: Field | undefined
  for await (const field of fields(from, to)) {
    if (field.number === dims) shape.push(...(await numbersOf(file, field)))
    else if (field.number === type) kind = field.value
    else if (field.number === tensorName) name = (await bytesOf(file, field, longestName)).toString('utf8')
    else if (field.number === rawData) raw = field
    if (shape.length > mostDimensions) throw new RangeError('a tensor has too many dimensions')
  }
  const { text, element } = formOf(types[kind] ?? `type ${kind}`, shape, raw ? raw.to - raw.from : 0)
  const form = { text, ...(raw && element !== undefined && { element }) }
  return {
    name: name || `initializer ${place}`,
    form: async () => form,
    // Without raw data the values lie in fields of their types: the whole message is compared.
    content: () => bytesBetween(file, raw?.from ?? from, raw?.to ?? to),
  }
}

/** A number, or many of them packed into bytes. */
async function numbersOf(file: FileHandle, field: Field): Promise<readonly number[]> {
  const bytes = await bytesOf(file, field, 10 * mostDimensions)
  const numbers: number[] = []
  for (let [at, value, shift] = [0, 0, 0]; at < bytes.length; at++) {
    value += (bytes[at]! % 128) * 2 ** shift
    shift += 7
    if (bytes[at]! < 128) {
      numbers.push(value)
      ;[value, shift] = [0, 0]
    }
  }
  return numbers
}

async function bytesOf(file: FileHandle, { from, to }: Field, most: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.min(most, to - from))
  const { bytesRead } = await file.read(buffer, 0, buffer.length, from)
  return buffer.subarray(0, bytesRead)
}
