import { describe, expect, it } from 'vitest'
import { reasonOf } from '../../../src/evaluate-gate/explain/reason.ts'
import type { Comparison } from '../../../src/record/comparison.ts'
import { noWorse } from '../../report/gate-records.ts'

const bound = (change: Partial<Comparison> = {}): Comparison => {
  const { baseline: _, ...one } = noWorse({ rule: 'min', ...change })
  return one
}
const against = (name: string, change: Partial<Comparison> = {}) => noWorse({ baseline: { name }, ...change })
const reason = (...comparisons: Comparison[]) =>
  reasonOf(comparisons, { verdict: 'pass', passes: true, decidedBy: [] })

describe('where everything held', () => {
  it('rules are counted, and baselines named, each once', () => {
    expect(reason(bound())).toBe('The one rule holds.')
    expect(reason(bound(), bound({ rule: 'max' }))).toBe('All 2 rules hold.')
    expect(reason(bound(), bound({ metric: 'f1' }), bound({ by: 'sex' }))).toBe('All 3 rules hold.')
    expect(reason(against('base'), against('production'), against('base'))).toBe(
      'The one rule holds, measured against base and production.',
    )
    expect(reason(against('base'), bound())).toBe('All 2 rules hold, measured against base.')
  })

  it('what could not be judged is counted: slices and groups, each once', () => {
    const unjudged = (change: Partial<Comparison>) => bound({ zone: 'not-judged', ...change })
    const slice = unjudged({ slice: 'sex = f' })
    expect(reason(bound(), slice)).toBe('The one rule holds. 1 slice could not be judged.')
    expect(reason(slice, unjudged({ slice: 'sex = f', metric: 'f1' }))).toBe(
      'All 2 rules hold. 1 slice could not be judged.',
    )
    expect(reason(slice, unjudged({ slice: 'sex = f', evaluation: 'other' }), unjudged({}))).toBe(
      'The one rule holds. 3 slices could not be judged.',
    )
    expect(reason(slice, unjudged({ group: 'f' }), unjudged({ group: 'm' }))).toBe(
      'The one rule holds. 1 slice could not be judged. 2 groups could not be judged.',
    )
    expect(reason(against('base', { zone: 'not-judged', group: 'f' }))).toBe(
      'The one rule holds, measured against base. 1 group could not be judged.',
    )
  })
})

describe('where something decided', () => {
  const worse = (metric: string, explanation: string, change: Partial<Comparison> = {}) =>
    bound({ zone: 'below-bound', metric, explanation, ...change })
  const decided = (...comparisons: Comparison[]) =>
    reasonOf([bound(), ...comparisons], {
      verdict: 'fail',
      passes: false,
      decidedBy: comparisons.map((_, i) => i + 1),
    })

  it('it is the first, and how many more there are', () => {
    expect(decided(worse('accuracy', 'accuracy is low.'))).toBe('accuracy is low.')
    expect(
      decided(
        worse('accuracy', 'accuracy is low.', { candidate_value: 0.1 }),
        worse('f1', 'f1 is low.', { candidate_value: 0.2 }),
        worse('mcc', 'mcc is low', { candidate_value: 0.3 }),
      ),
    ).toBe('accuracy is low (and 2 more reasons).')
  })

  it('it is said once of all metrics and slices that a baseline is not to be compared with', () => {
    const lost = (what: string, why: string, change: Partial<Comparison> = {}) =>
      against('base', {
        zone: 'not-comparable',
        metric: what,
        why,
        explanation: `${what} cannot be compared with base: ${why}.`,
        ...change,
      })
    const another = 'the test set is another'
    const found = [
      lost('accuracy', another),
      lost('f1', another, { candidate_value: 0.2 }),
      lost('f1 where sex = f', another, { metric: 'f1', slice: 'sex = f' }),
    ]
    const first = `accuracy cannot be compared with base: ${another}`
    expect(decided(...found)).toBe(`${first}. The same goes for f1.`)
    expect(decided(...found, lost('f1', 'it has no score'))).toBe(
      `${first} (and 1 more reason). The same goes for f1.`,
    )
  })

  it('what a metric is called does not make it another’s finding, or hide that it is the same', () => {
    const lacking = (metric: string, why: string) =>
      bound({ zone: 'undefined', metric, why, explanation: `${metric} has no value: ${why}.` })
    const odd = 'score has no value: it cannot be compared with base'
    expect(decided(lacking('f1', 'there are no rows'), lacking(odd, 'there are no rows'))).toBe(
      `f1 has no value: there are no rows. The same goes for ${odd}.`,
    )
    expect(decided(lacking('f1', 'there are no rows'), lacking(odd, 'it is not reported'))).toBe(
      'f1 has no value: there are no rows (and 1 more reason).',
    )
  })
})
