import { randomUUID } from 'node:crypto'
import { link, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Creates a file with all its content at once: whoever lists the folder sees it whole or not at all.
 * @returns false when a file of that name exists
 */
export async function createWhole(file: string, text: string): Promise<boolean> {
  const draft = join(dirname(file), `.${randomUUID()}`)
  await writeFile(draft, text, { flag: 'wx' })
  try {
    // A link, unlike a rename, fails where the name is taken.
    await link(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}
