import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isAddress } from '../config/address.ts'
import { AssayError } from '../errors.ts'
import type { Digest } from '../record/digest.ts'
import type { TableRef } from '../record/refs.ts'
import type { Log } from '../runner/log.ts'
import type { ReadFile } from './read-file.ts'
import { type Surroundings, sourcesOf } from './source.ts'

/**
 * A table whose content is known, with where that, or that of each of its files, comes from. Where Git LFS or DVC says
 * that it is other content, that is warned of and no source is named: the content is still what was read.
 * @param root absolute folder that paths are relative to
 */
export async function withKnownSource(
  table: TableRef,
  root: string,
  around: Surroundings & { readonly log: Pick<Log, 'info' | 'warning'> },
): Promise<TableRef> {
  // What is fetched comes from its address.
  if (table.files?.some(({ path }) => isAddress(path))) return table
  try {
    const sources = await sourcesOf(await readFiles(table, root), around)
    const { files } = table
    if (files === undefined) return sources[0] === undefined ? table : { ...table, source: sources[0] }
    return {
      ...table,
      files: files.map((file, i) => ({ ...file, ...(sources[i] && { source: sources[i] }) })),
    }
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    around.log.warning(`${error.message} ${error.hint}`)
    return table
  }
}

async function readFiles({ files, path, identity }: TableRef, root: string): Promise<ReadFile[]> {
  if (files)
    return files.map(({ path: own, ...content }) => ({ ...content, file: resolve(root, own), label: own }))
  if (path === undefined || identity.kind !== 'content' || identity.value === undefined) return []
  const file = resolve(root, path)
  return [{ file, label: path, digest: identity.value as Digest, bytes: (await stat(file)).size }]
}
