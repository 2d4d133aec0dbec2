import type { GateConfig } from '../config/schema.ts'
import { confidentOf } from '../rules/ruled-metrics.ts'
import type { JudgeRequest } from './request.ts'
import { besideNaive } from './rules/beside-naive.ts'

/** How a gate cuts the test sets, as the work is asked; nothing where it does not. */
export function slicingOf({ slices }: Pick<GateConfig, 'slices'>): Pick<JudgeRequest, 'slices'> {
  if (!slices) return {}
  const { columns, depth, bins, min_rows: minRows, rules } = slices
  return {
    slices: {
      columns,
      depth,
      bins,
      minRows,
      ruled: Object.keys(rules),
      confident: confidentOf(rules),
      naive: besideNaive(rules),
    },
  }
}

/** How a gate groups the rows whose predictions it compares, as the work is asked; nothing where it does not. */
export function groupingOf({ fairness }: Pick<GateConfig, 'fairness'>): Pick<JudgeRequest, 'fairness'> {
  if (!fairness) return {}
  const { columns, depth, bins } = fairness
  return { fairness: { columns, depth, bins } }
}
