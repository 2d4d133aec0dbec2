import { stat } from 'node:fs/promises'
import { AssayError } from '../errors.ts'
import type { Digest } from '../record/digest.ts'
import type { TableRef } from '../record/refs.ts'
import type { Log } from '../runner/log.ts'
import { type Surroundings, sourcesOf } from './source.ts'

/**
 * A table whose content is known, with where that comes from. Where Git LFS or DVC says that it is other content, that
 * is warned of and no source is named: the content is still what was read.
 * @param file where the table's path leads
 */
export async function withKnownSource(
  table: TableRef,
  file: string,
  around: Surroundings & { readonly log: Pick<Log, 'info' | 'warning'> },
): Promise<TableRef> {
  const { identity, path = table.name } = table
  if (identity.kind !== 'content' || identity.value === undefined) return table
  try {
    const { size } = await stat(file)
    const read = { file, label: path, digest: identity.value as Digest, bytes: size }
    const [source] = await sourcesOf([read], around)
    return source === undefined ? table : { ...table, source }
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    around.log.warning(`${error.message} ${error.hint}`)
    return table
  }
}
