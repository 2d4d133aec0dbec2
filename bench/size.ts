import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Row } from './table.ts'

/** What a user downloads with the action, the data engine aside: it is no part of dist/. */
export async function size(dist: string): Promise<Row[]> {
  let bytes = 0
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size
  return [{ what: 'dist/', who: 'modelassay', figure: `${(bytes / 1e6).toFixed(2)} MB`, ratio: '1' }]
}
