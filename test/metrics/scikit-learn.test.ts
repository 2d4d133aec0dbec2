import { describe, expect, test } from 'vitest'
import { metricNamed } from '../../src/metrics/catalogue.ts'
import { computeMetrics } from '../../src/metrics/compute.ts'
import { oracleCases } from './oracle-case.ts'

/** scikit-learn answers 0, 1 or rounding noise here without a word, though the quotient is 0 / 0. */
const silentlyUndefined = ['mcc', 'r2', 'explained_variance']

/** A warning that is no reason to doubt the value: what has no value has no weight in it either. */
function harmless(metric: string, warning: string): boolean {
  if (metric === 'recall_weighted') return warning.includes('in labels with no true samples')
  if (metric === 'balanced_accuracy') return warning.includes('y_pred contains classes not in y_true')
  return warning.includes('do not sum to one')
}

describe.each(oracleCases())('$name', ({ predictions, answers }) => {
  test.each(Object.entries(answers))('%s', (name, { value, warned, refused }) => {
    const { metrics, undefined: without } = computeMetrics(predictions, [metricNamed(name)!])
    const reason = without.find(({ metric }) => metric === name)?.reason
    if (reason !== undefined) {
      expect(metrics).not.toHaveProperty(name)
      const excused = refused ?? warned ?? (silentlyUndefined.includes(name) ? 'silent' : undefined)
      expect(excused, `undefined because ${reason}, but scikit-learn says ${value}`).toBeDefined()
      return
    }
    expect(refused, `${metrics[name]}, but scikit-learn refuses`).toBeUndefined()
    if (warned !== undefined) expect(harmless(name, warned), warned).toBe(true)
    expect(Math.abs(metrics[name]! - value!)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(value!)))
  })
})
