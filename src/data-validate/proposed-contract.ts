import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Project } from '../config/project.ts'
import { contractSource, loadSource } from '../contract/contract-source.ts'
import { besides, referencesOf } from '../contract/formats/references.ts'
import type { LoadedContract } from '../contract/load.ts'
import { inputError } from '../errors.ts'

/**
 * The contract of a table as the tree at hand has it, which on a pull request is not the one that judges: that is the
 * base's, and this is what it would be after the merge.
 * @param labelOf what messages call a path of the configuration
 * @returns undefined where the table has no contract
 * @throws AssayError input `contract-not-found`; configuration, as loadContract
 */
export async function proposedContract(
  project: Project,
  table: string,
  labelOf: (path: string) => string,
): Promise<LoadedContract | undefined> {
  const path = project.config.data.tables[table]?.contract ?? project.config.data.contract
  if (path === undefined || project.config.data.tables[table] === undefined) return undefined
  const text = await readFile(resolve(project.root, path), 'utf8').catch((cause) => {
    throw inputError('contract-not-found', `${path}, the contract of ${table}, is not there any more`, {
      hint: 'Keep the contract where it is, or register a model that was trained under another one.',
      file: labelOf(path),
      cause,
    })
  })
  const contracts: Record<string, string> = { [path]: text }
  for (const reference of referencesOf(text, path)) {
    const referred = besides(path, reference)
    const content = await readFile(resolve(project.root, referred), 'utf8').catch(() => undefined)
    if (content !== undefined) contracts[referred] = content
  }
  const source = contractSource({ config: project.config, contracts }, table, labelOf)
  return source && loadSource(source)
}
