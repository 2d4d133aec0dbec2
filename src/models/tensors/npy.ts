import type { FileHandle } from 'node:fs/promises'
import { bytesBetween, type Form, formOf, type Tensor } from './tensor.ts'

/** Where the elements of an array begin, and what they are. */
export interface NpyHead {
  /** bytes before the first element */
  readonly bytes: number
  /** @param bytes of all elements */
  form(bytes: number): Form
}

/** Most that is read of a header: a structured type with hundreds of fields stays below. */
export const mostNpyHead = 64 * 1024

/**
 * The header of NumPy's format, versions 1 to 3: a literal of Python behind its length.
 * @param start of the file, {@link mostNpyHead} bytes where it has them
 * @returns undefined for what is no such file
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function npyHead(start: Buffer): NpyHead | undefined {
  if (start.length < 12 || start.toString('latin1', 0, 6) !== '\x93NUMPY') return undefined
  const wide = start[6]! > 1
  const from = wide ? 12 : 10
  const bytes = from + (wide ? start.readUInt32LE(8) : start.readUInt16LE(8))
  if (start[6]! > 3 || bytes > start.length) return undefined
  const text = start.toString('utf8', from, bytes)
  const [, type] = /'descr': *'([^']*)'/.exec(text) ?? []
  const [, sizes] = /'shape': *\(([\d, ]*)\)/.exec(text) ?? []
  if (sizes === undefined) return undefined
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : Number(size)))
  const order = /'fortran_order': *True/.test(text) ? ' (Fortran order)' : ''
  return {
    bytes,
    form(all) {
      const form = formOf(type ?? 'record', shape, all)
      // Objects are pickled, whatever their number.
      const numbered = type !== undefined && !type.includes('O') && form.element !== undefined
      return { text: `${form.text}${order}`, ...(numbered && { element: form.element }) }
    },
  }
}

/** The array of a .npy file. @returns undefined for what is no such file */
export async function npyOf(file: FileHandle, bytes: number): Promise<readonly Tensor[] | undefined> {
  const start = Buffer.alloc(Math.min(mostNpyHead, bytes))
  await file.read(start, 0, start.length, 0)
  const head = npyHead(start)
  if (!head) return undefined
  return [
    {
      name: '',
      form: async () => head.form(bytes - head.bytes),
      content: () => bytesBetween(file, head.bytes, bytes),
    },
  ]
}
