import { open } from 'node:fs/promises'
import { sha256OfFile } from '../record/digest.ts'
import { type ModelFile, modelFiles } from './files.ts'
import { firstTensor, type TensorDifference } from './tensors/first-tensor.ts'
import { tellsTensors, tensorsOf } from './tensors/read-tensors.ts'

/** Where two models differ first, in the order of their files. */
export interface ModelDifference {
  /** relative to the model */
  readonly path: string
  readonly how: 'only-then' | 'only-now' | 'differs'
  /** the first tensor that differs, where the format tells tensors */
  readonly tensor?: TensorDifference
}

/**
 * The first file of two models that is not the same, and of a file of safetensors, NumPy or ONNX the first tensor.
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
    // The files differ, whatever they are: one that cannot be read as its name has it tells no tensor.
    const tensor = tellsTensors(path)
      ? await tensorBetween(one, other).catch((): undefined => undefined)
      : undefined
    return { path, how: 'differs', ...(tensor && { tensor }) }
  }
  return undefined
}

const byPath = (files: readonly ModelFile[]) => new Map(files.map((file) => [file.path, file]))

async function tensorBetween(then: ModelFile, now: ModelFile): Promise<TensorDifference | undefined> {
  const one = await open(then.file)
  const other = await open(now.file)
  try {
    const before = await tensorsOf(then.path, one, then.bytes)
    const after = await tensorsOf(now.path, other, now.bytes)
    return before && after && (await firstTensor(before, after))
  } finally {
    await one.close()
    await other.close()
  }
}
