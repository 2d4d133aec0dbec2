import { resolve } from 'node:path'
import type { Project } from '../config/project.ts'
import type { WrittenAs } from '../tables/read.ts'
import { contractSource, loadSource } from './contract-source.ts'
import { writtenAs } from './dialect.ts'

/**
 * How the contract of a table of the configuration says that its files are written, as a part of a request.
 * @throws AssayError configuration, as loadContract
 */
export function writtenAsOf(
  project: Pick<Project, 'config' | 'contracts'>,
  table: string | undefined,
): { readonly writtenAs?: WrittenAs } {
  const source = table === undefined ? undefined : contractSource(project, table)
  const written = source === undefined ? {} : writtenAs(loadSource(source).contract)
  return Object.keys(written).length === 0 ? {} : { writtenAs: written }
}

/** The table of the configuration that is this file. @param path as the configuration has it */
export function tableAt(
  { config, root }: Pick<Project, 'config' | 'root'>,
  path: string,
): string | undefined {
  const file = resolve(root, path)
  return Object.entries(config.data.tables).find(([, table]) =>
    [table.path].flat().some((one) => resolve(root, one) === file),
  )?.[0]
}
