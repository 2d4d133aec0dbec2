import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'

/**
 * What a verdict is about, as hostile text: `penguins (seed: 1)` of a matrix job. A matrix of a plan says by `name` which
 * model a job is of: that is said already.
 */
export function subjectOf({ name, run }: Pick<EvaluateGateRecord, 'name' | 'run'>): string {
  if (run.leg === undefined) return name
  const all = Object.entries(run.matrix ?? {})
  if (all.length === 0) return `${name} (${run.leg})`
  const values = all.flatMap(([key, value]) => (key === 'name' && value === name ? [] : `${key}: ${value}`))
  return values.length === 0 ? name : `${name} (${values.join(', ')})`
}
