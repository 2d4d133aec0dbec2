import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'

/** What a verdict is about, as hostile text: `penguins (seed: 1)` of a matrix job. */
export function subjectOf({ name, run }: Pick<EvaluateGateRecord, 'name' | 'run'>): string {
  if (run.leg === undefined) return name
  const values = Object.entries(run.matrix ?? {}).map(([key, value]) => `${key}: ${value}`)
  return `${name} (${values.length > 0 ? values.join(', ') : run.leg})`
}
