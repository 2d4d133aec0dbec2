import * as z from 'zod'
import type { Config } from './schema.ts'
import type { Tree } from './tree.ts'

/**
 * Evaluations whose labels come from a table that `data.tables` does not have: the gate would find it out only after a
 * training.
 * @param tree what the configuration was read from, which says how evaluations are called there
 */
export function unknownTables({ data, evaluations }: Config, tree: Tree): z.ZodError | undefined {
  const tables = Object.keys(data.tables)
  const issues = Object.entries(evaluations).flatMap(([name, { truth }]): z.core.$ZodIssue[] => {
    if (truth === undefined || tables.includes(truth.table)) return []
    const at = tree.evaluations === undefined ? ['evaluate'] : ['evaluations', name]
    const issue = { path: [...at, 'truth', 'table'], input: truth.table }
    const message = 'names a table, and data.tables has none'
    return [
      tables.length === 0
        ? { ...issue, code: 'custom', message }
        : { ...issue, code: 'invalid_value', values: tables, message },
    ]
  })
  return issues.length === 0 ? undefined : new z.ZodError(issues)
}
