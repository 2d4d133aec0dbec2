import { fault } from '../faults.ts'
import { classesOf } from '../interpret/classes-of.ts'
import { interpret, type Meaning } from '../interpret/interpret.ts'
import type { Metric } from '../metric.ts'
import type { PredictionRows } from '../read/prediction-rows.ts'
import { dependentDifference } from './dependent-rows.ts'
import { type MetricDifference, withinDoubles } from './difference.ts'

/**
 * The tests of two models' metrics, by name, over the same rows in the same order. A metric that these rows allow no
 * test of is left out.
 * @param wanted metrics to compare
 */
export function pairedDifferences(
  candidate: PredictionRows,
  baseline: PredictionRows,
  asked: Omit<Meaning, 'classes'>,
  wanted: readonly Metric[],
): Record<string, MetricDifference> {
  const { task } = asked
  const classes = task === 'multiclass' ? [...classesOf(candidate), ...classesOf(baseline)] : []
  const meaning = { ...asked, classes }
  const [one, other] = [candidate, baseline].map((rows) => interpret(rows, meaning, 'predictions'))
  const differences: Record<string, MetricDifference> = {}
  for (const metric of wanted) {
    if (!metric.tasks.includes(task)) continue
    if (fault(one!, metric.needs) !== undefined || fault(other!, metric.needs) !== undefined) continue
    const independent = metric.difference(one!, other!, `modelassay ${metric.name}`)
    const difference = withinDoubles(dependentDifference(metric, one!, other!, independent))
    if (difference !== undefined) differences[metric.name] = difference
  }
  return differences
}
