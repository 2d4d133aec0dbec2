import { describe, expect, it } from 'vitest'
import type { Comparison } from '../../../src/record/comparison.ts'
import { reachOf } from '../../../src/report/gate/gate-reach.ts'

const said = (comparison: Partial<Comparison>) =>
  reachOf({ metric: 'accuracy', evaluation: 'test', rows: 300, allowed: 0.9, ...comparison } as Comparison)

describe('what a test set can see', () => {
  it('of a bound is the value that is blocked, and the rows that would show a good model inside', () => {
    expect(said({ rule: 'min', candidate_value: 0.93, smallest_blocked: 0.91386, rows_needed: 561 })).toBe(
      'A true value of 0.9139 or less is blocked in 4 of 5 runs. To show a model of 0.93 to be above the minimum in 4 of 5 runs takes about 570 rows.',
    )
    expect(said({ rule: 'min', candidate_value: 0.97, smallest_blocked: 0.91386, rows_needed: 90 })).toBe(
      'A true value of 0.9139 or less is blocked in 4 of 5 runs.',
    )
    expect(said({ rule: 'max', allowed: 5, candidate_value: 4.8, smallest_blocked: 4.84 })).toBe(
      'A true value of 4.84 or more is blocked in 4 of 5 runs.',
    )
  })

  it('of a bound of the estimate alone is the value only', () => {
    expect(said({ rule: 'min', candidate_value: 0.95, smallest_blocked: 0.8835 })).toBe(
      'A true value of 0.8835 or less is blocked in 4 of 5 runs.',
    )
  })

  it('of new errors is the share of rows', () => {
    expect(said({ rule: 'max_new_errors', allowed: 3, smallest_blocked: 5.4998 })).toBe(
      'A model that newly gets 1.8% of such rows wrong, or more, is blocked in 4 of 5 runs.',
    )
  })

  it('of an improvement that is asked for is what is too little, and what is enough', () => {
    const asked = { rule: 'must_improve', allowed: -0.01 } as const
    expect(said({ ...asked, smallest_blocked: -0.0066, smallest_passed: 0.0134 })).toBe(
      'A true improvement of 0.0066 or less is blocked in 4 of 5 runs, one of 0.0134 or more passes as often.',
    )
    expect(said({ ...asked, smallest_blocked: 0.0234, smallest_passed: 0.0434 })).toBe(
      'A true worsening of 0.0234 or more is blocked in 4 of 5 runs, an improvement of 0.0434 or more passes as often.',
    )
  })

  it('is nothing where it is not known', () => {
    expect(said({ rule: 'min', candidate_value: 0.95 })).toBeUndefined()
  })
})
