import { readFileSync } from 'node:fs'
import type { Predictions } from '../../src/metrics/predictions.ts'

/** What scikit-learn said: a value, perhaps with a warning, or neither (NaN, or an exception). */
export interface Answer {
  readonly value?: number
  readonly warned?: string
  readonly refused?: string
}

export interface OracleCase {
  readonly name: string
  readonly predictions: Predictions
  readonly answers: Readonly<Record<string, Answer>>
}

interface WrittenCase {
  readonly name: string
  readonly task: Predictions['task']
  readonly classes?: string[]
  readonly labels: number[]
  readonly predicted?: number[]
  readonly score?: number[]
  readonly scores?: number[][]
  readonly weights?: number[]
  readonly query?: number[]
  readonly answers: Record<string, Answer>
}

/** The answers of test/oracles/sklearn_metrics.py as they are kept in the repository. */
export function oracleCases(): OracleCase[] {
  const file = new URL('./fixtures/scikit-learn.json', import.meta.url)
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: WrittenCase[] }
  return cases.map((written) => ({
    name: written.name,
    predictions: predictionsOf(written),
    answers: written.answers,
  }))
}

function predictionsOf(written: WrittenCase): Predictions {
  const { task, labels, predicted, score, scores, weights, classes = [], query = [] } = written
  const rows = { rows: labels.length, ...(weights && { weights: Float64Array.from(weights) }) }
  if (task === 'regression') {
    return { task, ...rows, labels: Float64Array.from(labels), predicted: Float64Array.from(predicted ?? []) }
  }
  if (task === 'ranking') {
    return {
      task,
      ...rows,
      labels: Float64Array.from(labels),
      score: Float64Array.from(score ?? []),
      query: Uint32Array.from(query),
      queries: Math.max(...query) + 1,
    }
  }
  if (task === 'binary') {
    return {
      task,
      ...rows,
      classes: ['no', 'yes'],
      labels: Uint8Array.from(labels, Number),
      ...(predicted && { predicted: Uint8Array.from(predicted) }),
      ...(score && { score: Float64Array.from(score) }),
    }
  }
  return {
    task,
    ...rows,
    classes,
    labels: Int32Array.from(labels),
    ...(predicted && { predicted: Int32Array.from(predicted) }),
    ...(scores && { scores: scores.map((column) => Float64Array.from(column)) }),
  }
}
