import { type FileHandle, open } from 'node:fs/promises'
import { sha256OfFile } from '../record/digest.ts'
import { type ModelFile, modelFiles } from './files.ts'
import { type Tensor, tensorsOf } from './safetensors.ts'

/** Where two models differ first, in the order of their files. */
export interface ModelDifference {
  /** relative to the model */
  readonly path: string
  readonly how: 'only-then' | 'only-now' | 'differs'
  /** the first tensor that differs, where the format tells tensors */
  readonly tensor?: string
}

/**
 * The first file of two models that is not the same, and of a safetensors file the first tensor.
 * @returns undefined where they are equal
 * @throws AssayError as `modelFiles`
 */
export async function firstDifference(then: string, now: string): Promise<ModelDifference | undefined> {
  const [before, after] = [byPath(await modelFiles(then)), byPath(await modelFiles(now))]
  for (const path of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [one, other] = [before.get(path), after.get(path)]
    if (!one) return { path, how: 'only-now' }
    if (!other) return { path, how: 'only-then' }
    if (one.bytes === other.bytes && (await sha256OfFile(one.file)) === (await sha256OfFile(other.file)))
      continue
    const tensor = path.endsWith('.safetensors') ? await firstTensor(one, other) : undefined
    return { path, how: 'differs', ...(tensor !== undefined && { tensor }) }
  }
  return undefined
}

const byPath = (files: readonly ModelFile[]) => new Map(files.map((file) => [file.path, file]))

async function firstTensor(then: ModelFile, now: ModelFile): Promise<string | undefined> {
  const [one, other] = [await open(then.file), await open(now.file)]
  try {
    const [before, after] = [await tensorsOf(one, then.bytes), await tensorsOf(other, now.bytes)]
    if (!before || !after) return undefined
    const there = new Map(after.map((tensor) => [tensor.name, tensor]))
    for (const tensor of before) {
      const twin = there.get(tensor.name)
      if (!twin || !sameForm(tensor, twin) || !(await sameBytes(one, tensor, other, twin))) return tensor.name
      there.delete(tensor.name)
    }
    return there.keys().next().value
  } finally {
    await Promise.all([one.close(), other.close()])
  }
}

const sameForm = (a: Tensor, b: Tensor) =>
  a.dtype === b.dtype && a.shape.join() === b.shape.join() && a.to - a.from === b.to - b.from

const chunk = 1024 * 1024

async function sameBytes(one: FileHandle, a: Tensor, other: FileHandle, b: Tensor): Promise<boolean> {
  const [left, right] = [Buffer.alloc(chunk), Buffer.alloc(chunk)]
  for (let done = 0; done < a.to - a.from; done += chunk) {
    const length = Math.min(chunk, a.to - a.from - done)
    const read = await Promise.all([
      one.read(left, 0, length, a.from + done),
      other.read(right, 0, length, b.from + done),
    ])
    if (read.some(({ bytesRead }) => bytesRead !== length)) return false
    if (!left.subarray(0, length).equals(right.subarray(0, length))) return false
  }
  return true
}
