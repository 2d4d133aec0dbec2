import { readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { outsideError } from '../../errors.ts'

/**
 * Absolute paths of all files under a folder. The step that uploads holds the job's tokens, and what a command of the
 * user's left may link to anything that this step can read: a link that leads out of the folder is refused.
 * @throws AssayError outside `artifact-upload`
 */
export async function filesToUpload(folder: string): Promise<readonly string[]> {
  const root = await realpath(folder)
  const files: string[] = []
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isDirectory()) continue
    if (entry.isSymbolicLink()) await checkLink(path, root)
    else if (!entry.isFile()) throw refused(`${path} is neither a file nor a folder`)
    files.push(path)
  }
  if (files.length === 0) throw refused(`${folder} holds no files`)
  return files.sort()
}

async function checkLink(path: string, root: string): Promise<void> {
  const target = await realpath(path).catch(() => undefined)
  if (target === undefined) throw refused(`${path} links to nothing`)
  if (!target.startsWith(root + sep)) throw refused(`${path} links to ${target}, outside its folder`)
  if (!(await stat(target)).isFile()) throw refused(`${path} links to a folder`)
}

const refused = (why: string) =>
  outsideError('artifact-upload', `the artifact is not uploaded: ${why}`, {
    hint: 'Let the command write plain files into its output folder.',
  })
