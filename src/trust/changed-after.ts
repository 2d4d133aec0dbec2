import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { isAddress } from '../config/address.ts'
import { isPattern } from '../config/path-pattern.ts'
import type { Project } from '../config/project.ts'

/** What a validation reads, where it was written after a moment: the configuration, contracts and tables, as they are called. */
export async function changedAfter(
  { root, file, config, contracts }: Pick<Project, 'root' | 'file' | 'config' | 'contracts'>,
  moment: Date,
): Promise<string[]> {
  const tables = Object.values(config.data.tables).flatMap(({ path }) => path)
  const paths = [
    ...(file === undefined ? [] : [basename(file)]),
    ...Object.keys(contracts),
    ...tables.filter((path) => !isAddress(path) && !isPattern(path)),
  ]
  const changed = await Promise.all(
    [...new Set(paths)].map(async (path) => {
      const written = await stat(resolve(root, path)).catch(() => undefined)
      return written !== undefined && written.mtime > moment ? [path] : []
    }),
  )
  return changed.flat()
}
