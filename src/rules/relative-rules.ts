import type { Rule } from '../config/schema.ts'

/** A rule that compares with a baseline. */
export interface RelativeRule {
  readonly kind: 'max_worsening' | 'max_worsening_ratio' | 'must_improve'
  /** in the metric's unit; of the ratio, a share of the baseline's value */
  readonly amount: number
}

const kinds = ['max_worsening', 'max_worsening_ratio', 'must_improve'] as const

/** What a rule asks of a change, in a fixed order; nothing where it sets bounds alone. */
export const relativeRules = (rule: Rule): RelativeRule[] =>
  kinds.flatMap((kind) => {
    const amount = rule[kind]
    return amount === undefined ? [] : [{ kind, amount }]
  })

/** The worsening that a rule allows against a value, in the metric's unit; negative where it demands an improvement. */
export function allowedAgainst({ kind, amount }: RelativeRule, before: number): number {
  switch (kind) {
    case 'max_worsening':
      return amount
    case 'max_worsening_ratio':
      return amount * Math.abs(before)
    case 'must_improve':
      return -amount
  }
}

/** The same as a comparison says it while no value of the baseline is known: of a ratio, the share itself. */
export const allowedWithoutValue = ({ kind, amount }: RelativeRule) => ({
  allowed: kind === 'must_improve' ? -amount : amount,
  ...(kind === 'max_worsening_ratio' && { allowed_ratio: amount }),
})
