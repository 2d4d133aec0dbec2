import { dirname, resolve } from 'node:path'
import { isAddress } from './address.ts'
import { inWorkspace } from './in-workspace.ts'
import { isPattern, matchesPattern } from './path-pattern.ts'
import { judgingTables } from './policy.ts'
import type { PolicyBase } from './policy-base.ts'
import type { Config } from './schema.ts'
import { whetherCalled, workflowCalls } from './workflow-calls.ts'

/** Of the files that a change edits, those that it is judged on: test data, labels, and files that are baselines. */
export function changedData(
  config: Config,
  root: string,
  workspace: string,
  changed: readonly string[],
): string[] {
  const at = (path: string) => inWorkspace(resolve(root, path), workspace)
  const tables = Object.values(judgingTables(config))
    .flatMap(({ path }) => path)
    .filter((path) => !isAddress(path))
    .map(at)
  const baselines = config.gate.baselines.flatMap((name) =>
    name.startsWith('file:') ? at(name.slice('file:'.length)) : [],
  )
  // Data that lie outside of git have a pointer beside them or beside a folder of theirs; a record has evidence beside it.
  const files = new Set([...tables, ...baselines].flatMap((path) => [path, ...pointersOf(path)]))
  const folders = baselines.filter((path) => path.endsWith('/record.json')).map((path) => `${dirname(path)}/`)
  const patterns = tables.filter(isPattern)
  const matched = (path: string) =>
    patterns.some((pattern) =>
      [path, path.replace(/\.dvc$/, '')].some((file) => matchesPattern(pattern, file)),
    )
  return changed.filter(
    (path) => files.has(path) || matched(path) || folders.some((folder) => path.startsWith(folder)),
  )
}

/** `data/raw/test.csv`: that and its folders, each with the file by which DVC would track it. */
const pointersOf = (path: string) =>
  path.split('/').map((_, i, names) => `${names.slice(0, i + 1).join('/')}.dvc`)

/** Of the files that a change edits, the workflow that judges it, and what that calls in this repository. */
export async function changedWorkflow(
  { workflow, read }: Pick<PolicyBase, 'workflow' | 'read'>,
  changed: readonly string[],
): Promise<string[]> {
  if (workflow === undefined || changed.length === 0) return []
  return changed.filter(whetherCalled(await workflowCalls(workflow, read)))
}
