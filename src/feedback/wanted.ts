import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { metricDiff } from '../report/gate/metric-diff.ts'

/** Whether a verdict asks for a comment where there is none yet. */
export function wantsComment(record: EvaluateGateRecord): boolean {
  switch (record.comment ?? 'always') {
    case 'always':
      return true
    case 'on-failure':
      return !record.passes
    case 'on-change':
      return record.verdict !== 'pass' || measuresOtherwise(record)
    case 'never':
      return false
  }
}

const measuresOtherwise = (record: EvaluateGateRecord) =>
  metricDiff(record).rows.some(({ cells }) =>
    cells.some(({ change }) => change !== undefined && change !== 0),
  )
