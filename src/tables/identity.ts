import { sha256OfFile } from '../record/digest.ts'
import type { TableRef, TableRole } from '../record/refs.ts'
import { tableFile } from './table-file.ts'

/** How a configuration names a table; `path` as it is written there. */
export interface NamedTable {
  readonly name: string
  readonly path: string
  readonly role: TableRole
  readonly contract?: string
}

/**
 * A table file with its content identity: sha256 of its raw bytes, streamed. Needs no engine.
 * @param file where the path leads
 * @throws AssayError input, as {@link tableFile}
 */
export async function tableRefOf(
  { name, path, role, contract }: NamedTable,
  file: string,
): Promise<TableRef> {
  await tableFile(file, path)
  return {
    name,
    path,
    role,
    ...(contract === undefined ? {} : { contract }),
    identity: { kind: 'content', value: await sha256OfFile(file) },
  }
}
