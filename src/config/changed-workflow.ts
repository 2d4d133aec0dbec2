import type { PolicyBase } from './policy-base.ts'
import { whetherCalled, workflowCalls } from './workflow-calls.ts'

/** Of the files that a change edits, the workflow that judges it, and what that calls in this repository. */
export async function changedWorkflow(
  { workflow, read }: Pick<PolicyBase, 'workflow' | 'read'>,
  changed: readonly string[],
): Promise<string[]> {
  if (workflow === undefined || changed.length === 0) return []
  return changed.filter(whetherCalled(await workflowCalls(workflow, read)))
}
