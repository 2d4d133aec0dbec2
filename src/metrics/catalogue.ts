import { ofDecisions } from './catalogue/decisions.ts'
import { families } from './catalogue/families.ts'
import { ofPredictedNumbers } from './catalogue/numbers.ts'
import { ofRankings } from './catalogue/rankings.ts'
import { ofScores } from './catalogue/scores.ts'
import type { Metric } from './metric.ts'
import type { Task } from './predictions.ts'

/** In the order in which reports list them. */
export const catalogue: readonly Metric[] = [
  ...ofDecisions,
  ...ofScores,
  ...ofPredictedNumbers,
  ...ofRankings,
]

/** The metrics that a task has. @param asked others, whose names hold a number or a class, where the task has them */
export function metricsOf(task: Task, asked: readonly Metric[] = []): readonly Metric[] {
  const byName = new Map([...catalogue, ...asked].map((metric) => [metric.name, metric]))
  return [...byName.values()].filter((metric) => metric.tasks.includes(task))
}

/** The metric of that name, or undefined if there is none: `accuracy`, but also `f0.5` and `recall[Adelie]`. */
export function metricNamed(name: string): Metric | undefined {
  const found = catalogue.find((metric) => metric.name === name)
  if (found !== undefined) return found
  for (const family of families) {
    const metric = family.named(name)
    if (metric !== undefined) return metric
  }
  return undefined
}

/** Names that a misspelt one may have meant, what it has in brackets taken as it is. */
export function namesLike(name: string): string[] {
  const known = [...catalogue.map((metric) => metric.name), ...families.map(({ example }) => example)]
  const bracket = name.indexOf('[')
  if (bracket === -1) return known
  return known.map((base) => `${base}${name.slice(bracket)}`).filter((candidate) => metricNamed(candidate))
}
