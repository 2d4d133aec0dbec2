import { isAddress } from '../config/address.ts'
import { type Digest, sha256OfFile } from '../record/digest.ts'
import type { TableRef, TableRole } from '../record/refs.ts'
import { treeDigest } from '../record/tree-digest.ts'
import { type LocatedTable, locateTable, type TablePlace } from './locate.ts'
import type { Web } from './remote/fetch-file.ts'
import { shownAddress } from './remote/web-address.ts'
import type { TablePart } from './table.ts'
import { look, tableFile } from './table-file.ts'

/** How a configuration names a table; `path` as it is written there. */
export interface NamedTable {
  readonly name: string
  readonly path: string | readonly string[]
  readonly role: TableRole
  readonly contract?: string
}

/**
 * A table with its content identity, streamed: sha256 of the raw bytes of its file, or the tree digest over its files.
 * Needs no engine.
 * @throws AssayError input, as {@link locateTable} and {@link tableFile}
 */
export async function tableRefOf(
  { name, path, role, contract }: NamedTable,
  place: Pick<TablePlace, 'root' | 'workspace'>,
  web?: Web,
): Promise<TableRef> {
  const located = await locateTable({ ...place, path }, web)
  for (const { file, label } of located.files) await tableFile(file, label)
  const { digest, parts } = await contentOf(located)
  return {
    name,
    ...pathKeys(path),
    role,
    ...(contract === undefined ? {} : { contract }),
    identity: { kind: 'content', value: digest },
    ...etagOf(located),
    ...(located.several && { files: parts.map((part) => ({ ...part })) }),
  }
}

/**
 * Content of a table, streamed: the sha256 of its one file, or the tree digest over its files, which a file more, a file
 * less or another name changes too. What the files are is not asked.
 * @throws AssayError input, as {@link look}
 */
export async function contentOf({
  several,
  files,
}: LocatedTable): Promise<{ readonly digest: Digest; readonly parts: readonly TablePart[] }> {
  const parts: TablePart[] = []
  for (const { file, label, path } of files) {
    const { bytes } = await look(file, label)
    parts.push({ path, bytes, digest: await sha256OfFile(file) })
  }
  return { digest: several ? treeDigest(parts) : parts[0]!.digest, parts }
}

/** How a record names the files of a table: a path or pattern by `path`, several by `paths`, an address by `uri`. */
export function pathKeys(path: string | readonly string[]): Pick<TableRef, 'path' | 'paths' | 'uri'> {
  if (typeof path === 'string') return isAddress(path) ? { uri: shownAddress(path) } : { path }
  return { paths: path.map((one) => (isAddress(one) ? shownAddress(one) : one)) }
}

/** What the server that one file comes from tells it by. */
export function etagOf({ several, files }: LocatedTable): Pick<TableRef, 'etag'> {
  const etag = several ? undefined : files[0]?.etag
  return etag === undefined ? {} : { etag }
}
