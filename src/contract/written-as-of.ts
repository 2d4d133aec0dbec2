import { resolve } from 'node:path'
import type { Project } from '../config/project.ts'
import type { WrittenAs } from '../tables/read.ts'

/**
 * How the contract of a table of the configuration says that its files are written, as a part of a request.
 * @throws AssayError configuration, as loadContract
 */
export async function writtenAsOf(
  project: Pick<Project, 'config' | 'contracts'>,
  table: string | undefined,
): Promise<{ readonly writtenAs?: WrittenAs }> {
  if (table === undefined || Object.keys(project.contracts).length === 0) return {}
  // Loaded where there is a contract: most gates have none.
  const [{ contractSource, loadSource }, { writtenAs }] = await Promise.all([
    import('./contract-source.ts'),
    import('./dialect.ts'),
  ])
  const source = contractSource(project, table)
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
