import { ofDecisions } from './catalogue/decisions.ts'
import { ofPredictedNumbers } from './catalogue/numbers.ts'
import { ofScores } from './catalogue/scores.ts'
import type { Metric } from './metric.ts'
import type { Task } from './predictions.ts'

/** In the order in which reports list them. */
export const catalogue: readonly Metric[] = [...ofDecisions, ...ofScores, ...ofPredictedNumbers]

/** The metrics that a task has. */
export function metricsOf(task: Task): readonly Metric[] {
  return catalogue.filter((metric) => metric.tasks.includes(task))
}

/** The metric of that name, or undefined if the catalogue has none. */
export function metricNamed(name: string): Metric | undefined {
  return catalogue.find((metric) => metric.name === name)
}
