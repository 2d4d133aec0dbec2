import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'

const permitting: readonly string[] = ['pass', 'waived', 'no-baseline', 'inconclusive']

/**
 * Whether a gate record lets its model go on. It says so twice, by `passes` and by its verdict; a record in which they
 * contradict each other permits nothing.
 */
export const permits = ({ passes, verdict }: Pick<EvaluateGateRecord, 'passes' | 'verdict'>) =>
  passes && permitting.includes(verdict)
