import { constants, copyFile, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { modelFiles } from './files.ts'

/**
 * Copies a model, file or folder, into a folder, by reference where the file system can.
 * @throws AssayError `model-missing`, `model-empty`, `special-file`
 */
export async function copyModel(model: string, into: string): Promise<void> {
  for (const { path, file } of await modelFiles(model)) {
    const target = join(into, path)
    await mkdir(dirname(target), { recursive: true })
    await copyFile(file, target, constants.COPYFILE_FICLONE)
  }
}
