import { constants, open } from 'node:fs/promises'

/**
 * Text of a plain file. A command of an earlier step may have put a pipe in its place, and to read that never ends.
 * @throws the system's errors, with code `EISDIR` for a folder and `ENOTFILE` for what is neither
 */
export async function plainText(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const found = await file.stat()
    if (!found.isFile() && !found.isDirectory())
      throw Object.assign(new Error('it is no plain file'), { code: 'ENOTFILE' })
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}
