import type { Comparison } from '../../record/comparison.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'

/**
 * What is to be otherwise before the model can pass: what decided and, behind a failure, what cannot be compared. That did
 * not decide, but it blocks as soon as what failed is mended: who does not read of it now mends twice.
 */
export function whatBlocks({ decided_by = [], comparisons = [], verdict }: EvaluateGateRecord): Comparison[] {
  const deciding = decided_by.flatMap((i) => comparisons[i] ?? [])
  const behind = verdict === 'fail' ? comparisons.filter(({ zone }) => zone === 'not-comparable') : []
  return [...new Set([...deciding, ...behind])]
}
