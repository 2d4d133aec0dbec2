import type { Comparison } from '../../record/comparison.ts'
import { bare, percentWritten } from '../number.ts'

/** A rule as a reader says it: `at least 0.9`. */
export function ruleText({
  rule,
  allowed,
  allowed_ratio,
}: Pick<Comparison, 'rule' | 'allowed' | 'allowed_ratio'>): string {
  switch (rule) {
    case 'min':
      return `at least ${bare(allowed)}`
    case 'max':
      return `at most ${bare(allowed)}`
    case 'max_worsening':
      return allowed === 0 ? 'not worse' : `at most ${bare(allowed)} worse`
    case 'max_worsening_ratio':
      return allowed === 0 ? 'not worse' : `at most ${percentWritten(allowed_ratio ?? allowed)} worse`
    case 'max_gap':
      return `at most ${bare(allowed)} behind the training rows`
    case 'max_new_errors':
      return `at most ${allowed_ratio === undefined ? bare(allowed) : percentWritten(allowed_ratio)} newly wrong`
    case 'better_than_naive':
      return allowed === 0
        ? 'better than a naive model'
        : `at least ${bare(-allowed)} better than a naive model`
    case 'must_improve':
      return `at least ${bare(-allowed)} better`
  }
}
