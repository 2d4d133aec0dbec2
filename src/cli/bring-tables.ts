import { copyFile, lstat, mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isAddress } from '../config/address.ts'
import { partsBelow } from '../config/leads-out.ts'
import { inputError } from '../errors.ts'
import { sha256OfFile } from '../record/digest.ts'
import type { TrainRecord } from '../record/train.ts'

interface Folders {
  /** of the configuration here */
  readonly from: string
  /** of the configuration in the worktree */
  readonly to: string
}

/**
 * Puts the tables of a training that its commit does not hold, because git ignores them, where it is done again: only
 * with the content that the record names, and nowhere but in that folder.
 * @throws AssayError input: `data-changed`
 */
export async function bringTables(
  { tables = [] }: Pick<TrainRecord, 'tables'>,
  { from, to }: Folders,
): Promise<void> {
  const files = tables.flatMap(
    ({ path, identity, files }): { readonly path: string; readonly digest: string | undefined }[] =>
      files ?? (path === undefined ? [] : [{ path, digest: identity.value }]),
  )
  for (const { path, digest } of files) {
    const [here, there] = [join(from, path), join(to, path)]
    if (isAddress(path) || digest === undefined || !(await isFree(path, to)) || !(await isFile(here)))
      continue
    if ((await sha256OfFile(here)) !== digest)
      throw inputError(
        'data-changed',
        `${path} is in no commit, and is not what that training was made of any more`,
        { hint: 'Put the data of that training back, or reproduce a training of the data that are here.' },
      )
    await mkdir(dirname(there), { recursive: true })
    await copyFile(here, there)
  }
}

/** A path in the folder where nothing is yet, and no link on the way to it. */
async function isFree(path: string, folder: string): Promise<boolean> {
  const parts = partsBelow(folder, join(folder, path))
  if (parts === undefined) return false
  for (const [i] of parts.entries()) {
    const found = await lstat(join(folder, ...parts.slice(0, i + 1))).catch(() => undefined)
    if (!found) return true
    if (!found.isDirectory()) return false
  }
  return false
}

const isFile = (file: string) =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  )
