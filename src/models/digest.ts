import { createHash } from 'node:crypto'
import { type Digest, sha256OfFile } from '../record/digest.ts'
import { modelFiles } from './files.ts'

/** What a model is, apart from where it is. */
export interface ModelContent {
  readonly digest: Digest
  readonly bytes: number
  readonly files: number
}

/**
 * Tree digest of a model: the sha256 of one line a file, `<path>\0<bytes>\0<hex sha256>\n`, in the order of
 * `modelFiles`. Names and contents count; times, modes and empty folders, which do not survive every transport, do not.
 * @throws AssayError `model-missing`, `model-empty`, `special-file`
 */
export async function modelDigest(model: string): Promise<ModelContent> {
  const files = await modelFiles(model)
  const tree = createHash('sha256')
  for (const { path, file, bytes } of files) {
    const hex = (await sha256OfFile(file)).slice('sha256:'.length)
    tree.update(`${path}\0${bytes}\0${hex}\n`)
  }
  return {
    digest: `sha256:${tree.digest('hex')}`,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    files: files.length,
  }
}
