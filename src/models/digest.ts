import { type Digest, sha256OfFile } from '../record/digest.ts'
import { type TreeEntry, treeDigest } from '../record/tree-digest.ts'
import { modelFiles } from './files.ts'

/** What a model is, apart from where it is. */
export interface ModelContent {
  readonly digest: Digest
  readonly bytes: number
  readonly files: number
}

/**
 * Tree digest of a model, over its files in the order of `modelFiles`. Names and contents count; times, modes and empty folders, which do not survive every transport, do not.
 * @throws AssayError as {@link modelFiles}
 */
export async function modelDigest(model: string, called?: string): Promise<ModelContent> {
  const files = await modelFiles(model, called)
  const entries: TreeEntry[] = []
  for (const { path, file, bytes } of files) entries.push({ path, bytes, digest: await sha256OfFile(file) })
  return {
    digest: treeDigest(entries),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    files: files.length,
  }
}
