import type { Rule } from '../../src/config/schema.ts'
import { compareAll } from '../../src/evaluate-gate/compare/compare.ts'
import { comparedRows } from '../../src/evaluate-gate/measure/compare-stored.ts'
import { measureSlices } from '../../src/evaluate-gate/measure/measure-slices.ts'
import { metricNamed } from '../../src/metrics/catalogue.ts'
import { computeMetrics } from '../../src/metrics/compute.ts'
import { interpret, type Meaning } from '../../src/metrics/interpret/interpret.ts'
import type { PredictionRows } from '../../src/metrics/read/prediction-rows.ts'
import type { Comparison } from '../../src/record/comparison.ts'

type Rules = Readonly<Record<string, Rule>>

/** What the gate finds of a candidate against baselines on the same rows, as the work and `conclude` would. */
export function judged(
  candidate: PredictionRows,
  baselines: readonly PredictionRows[],
  meaning: Omit<Meaning, 'classes'>,
  rules: Rules,
  slicedBy?: { readonly columns: readonly string[]; readonly rules: Rules },
): Comparison[] {
  const name = 'test'
  const minRows = 30
  const metrics = [...new Set([...Object.keys(rules), ...Object.keys(slicedBy?.rules ?? {})])].map(
    (metric) => metricNamed(metric)!,
  )
  const ruled = metrics.filter((metric) => Object.hasOwn(rules, metric.name))
  const slicing = slicedBy && {
    columns: slicedBy.columns,
    depth: 1,
    bins: 4,
    minRows,
    ruled: Object.keys(slicedBy.rules),
    confident: [],
  }
  const sliced = slicing && measureSlices(candidate, meaning, slicing, {})
  const computed = computeMetrics(interpret(candidate, meaning, name), metrics)
  const side = { request: { name }, rows: candidate, meaning, ruled }
  return compareAll({
    candidate: {
      evaluations: [
        {
          name,
          identity: { kind: 'none' },
          rows: candidate.rows,
          task: meaning.task,
          metrics: { ...computed.metrics },
          undefined: [...computed.undefined],
          ...(sliced && { slices: sliced.recorded }),
        },
      ],
    },
    baselines: baselines.map((rows, i) => ({
      name: `baseline ${i}`,
      description: 'simulated',
      evaluations: [comparedRows(rows, { ...side, ...(sliced && { sliced: sliced.judged }) })],
    })),
    rules,
    ...(slicedBy && { slices: { rules: slicedBy.rules, minRows } }),
    directions: Object.fromEntries(metrics.map((metric) => [metric.name, metric.direction])),
  })
}
