import type { Comparison } from '../record/evaluate-gate.ts'
import { bare } from './number.ts'

/** A rule as a reader says it: `at least 0.9`. */
export function ruleText({ rule, allowed }: Pick<Comparison, 'rule' | 'allowed'>): string {
  switch (rule) {
    case 'min':
      return `at least ${bare(allowed)}`
    case 'max':
      return `at most ${bare(allowed)}`
    case 'max_worsening':
      return allowed === 0 ? 'not worse' : `at most ${bare(allowed)} worse`
  }
}
