import type { FileHandle } from 'node:fs/promises'
import { extname } from 'node:path'
import { npyOf } from './npy.ts'
import { npzOf } from './npz.ts'
import { onnxOf } from './onnx.ts'
import { safetensorsOf } from './safetensors.ts'
import type { Tensor } from './tensor.ts'

type Read = (file: FileHandle, bytes: number) => Promise<readonly Tensor[] | undefined>

const readers: Readonly<Record<string, Read>> = {
  '.safetensors': safetensorsOf,
  '.npy': npyOf,
  '.npz': npzOf,
  '.onnx': onnxOf,
}

/** Whether files of that name may tell tensors. */
export const tellsTensors = (path: string) => Object.hasOwn(readers, extname(path).toLowerCase())

/**
 * The tensors of a model file, in the order of the file. They are read from `file` as long as it is open.
 * @param path by whose ending the format is known
 * @returns undefined for what is no file of that format
 */
export const tensorsOf = async (path: string, file: FileHandle, bytes: number) =>
  readers[extname(path).toLowerCase()]?.(file, bytes)
