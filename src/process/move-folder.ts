import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Moves a folder to where nothing is yet, onto another disk too. Links in it stay links.
 * @returns false where there is no such folder
 */
export async function moveFolder(from: string, to: string): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true })
  try {
    await rename(from, to)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return false
    if (code !== 'EXDEV') throw error
  }
  await cp(from, to, { recursive: true, verbatimSymlinks: true })
  await rm(from, { recursive: true, force: true })
  return true
}
