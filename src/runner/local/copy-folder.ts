import { constants, copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { inputError } from '../../errors.ts'

/**
 * Copies a folder's regular files, by reference where the file system can.
 * @throws AssayError `special-file` for anything that is neither file nor folder: a link could lead out of the folder
 */
export async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    if (entry.isDirectory()) await copyFolder(source, join(to, entry.name))
    else if (entry.isFile()) await copyFile(source, join(to, entry.name), constants.COPYFILE_FICLONE)
    else
      throw inputError('special-file', `${source} is neither a file nor a folder, so it cannot be kept`, {
        hint: 'Write plain files: replace links with copies of what they point to.',
      })
  }
}
