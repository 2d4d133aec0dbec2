import { stat } from 'node:fs/promises'
import { inputError } from '../errors.ts'

interface ReadFile {
  readonly file: string
  readonly label: string
}

/**
 * Notes what files are before they are read. Their digests are taken by one reading and their values by others: what
 * is written between, in the same length, shows in neither.
 * @returns to be called behind the last reading
 * @throws AssayError input `table-changed`, from what it returns, where a file is no longer what it was
 */
export async function keptAsRead(files: readonly ReadFile[]): Promise<() => Promise<void>> {
  const before = await Promise.all(files.map(stampOf))
  return async () => {
    const after = await Promise.all(files.map(stampOf))
    const changed = files.find((_, i) => before[i] !== after[i])
    if (changed === undefined) return
    throw inputError('table-changed', `${changed.label} was written while it was read.`, {
      hint: 'See that nothing writes to the file while it is read.',
      file: changed.label,
    })
  }
}

/** What the system notes of every writing; the time of the last change of any kind cannot be set back. */
async function stampOf({ file }: ReadFile): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => undefined)
  return found === undefined ? '' : [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ')
}
