import type { Project } from '../config/project.ts'
import type { ContractContext } from './formats/context.ts'
import { besides, referencesOf } from './formats/references.ts'
import { type LoadedContract, loadContract } from './load.ts'

/** A contract as it stands for one table of the configuration. It is JSON: it travels from plan to work. */
export interface ContractSource {
  /** as the configuration has it */
  readonly path: string
  readonly text: string
  /** what messages call it */
  readonly label: string
  readonly context: ContractContext
}

/**
 * The contract of a table, if it has one.
 * @param table name of the table; undefined for the contract that all tables without one of their own have
 * @param labelOf what messages call a path of the configuration
 */
export function contractSource(
  { config: { data }, contracts }: Pick<Project, 'config' | 'contracts'>,
  table: string | undefined,
  labelOf: (path: string) => string = (path) => path,
): ContractSource | undefined {
  const asked = table === undefined ? undefined : data.tables[table]
  const path = asked?.contract ?? data.contract
  const text = path === undefined ? undefined : contracts[path]
  if (path === undefined || text === undefined) return undefined
  const files = referencesOf(text, path).flatMap((reference) => {
    const content = contracts[besides(path, reference)]
    return content === undefined ? [] : [[reference, content] as const]
  })
  return {
    path,
    text,
    label: labelOf(path),
    context: {
      ...(table !== undefined &&
        asked !== undefined && {
          table: {
            name: table,
            path: [asked.path].flat().map(labelOf),
            ...(asked.resource !== undefined && { resource: asked.resource }),
          },
        }),
      ...(files.length > 0 && { files: Object.fromEntries(files) }),
    },
  }
}

/** @throws AssayError configuration, as loadContract */
export const loadSource = ({ text, label, context }: ContractSource): LoadedContract =>
  loadContract(text, label, context)
