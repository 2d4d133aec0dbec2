import {
  type Disparity,
  differenceChance,
  largestDifference,
  ratioChance,
  type Shares,
  smallestRatio,
} from '../../stats/disparity.ts'
import { largestRatioFound, smallestDifferenceFound } from '../../stats/disparity-power.ts'
import { boundAlpha } from '../compare/difference.ts'
import { type Undefined, undefinedBecause } from '../undefined.ts'
import type { GroupRates, Rate } from './group-rates.ts'

/** Disparities by fairlearn's names, with fairlearn's values. Of the equalized odds the worse of both rates counts. */
export const disparities = {
  demographic_parity_difference: { kind: 'difference', rates: ['selection_rate'] },
  demographic_parity_ratio: { kind: 'ratio', rates: ['selection_rate'] },
  equalized_odds_difference: { kind: 'difference', rates: ['true_positive_rate', 'false_positive_rate'] },
  equalized_odds_ratio: { kind: 'ratio', rates: ['true_positive_rate', 'false_positive_rate'] },
  equal_opportunity_difference: { kind: 'difference', rates: ['true_positive_rate'] },
  equal_opportunity_ratio: { kind: 'ratio', rates: ['true_positive_rate'] },
} as const satisfies Readonly<
  Record<string, { readonly kind: 'difference' | 'ratio'; readonly rates: readonly Rate[] }>
>
export type DisparityName = keyof typeof disparities

/** What each is a share of. */
const rowsOf = {
  selection_rate: 'row of any weight',
  true_positive_rate: 'positive row',
  false_positive_rate: 'negative row',
} as const satisfies Record<Rate, string>

/** A group by its name, and how often it is predicted positive. */
export interface Group {
  readonly name: string
  readonly rates: GroupRates
}

/** The two groups that a disparity is of. */
export type Extremes = {
  readonly rate: Rate
  readonly lowest: { readonly group: string; readonly value: number }
  readonly highest: { readonly group: string; readonly value: number }
}

/** A disparity with its two one-sided 95% bounds, and the groups that lie apart the most. */
interface MeasuredDisparity extends Disparity {
  readonly extremes: Extremes
  /** chance of it, if the true one were no worse than a limit */
  readonly chanceWithin: (limit: number) => number
  /** the disparity of these two groups from which on a test at `alpha` over all pairs blocks with 80% power, if any is */
  readonly blockedFrom: (limit: number, alpha: number) => number | undefined
}

/**
 * @param groups that are compared, all with rows enough
 * @returns what it is, or why it has no value: fairlearn says 0 or 1 there
 */
export function disparityOf(name: DisparityName, groups: readonly Group[]): MeasuredDisparity | Undefined {
  const { kind, rates } = disparities[name]
  if (groups.length < 2)
    return undefinedBecause(
      groups.length === 0
        ? 'there is no group to compare'
        : 'there is one group only, and nothing to compare it with',
    )
  const without = rates.flatMap((rate) =>
    groups.filter((group) => group.rates[rate] === undefined).map((group) => ({ rate, group })),
  )
  const [first] = without
  if (first !== undefined)
    return undefinedBecause(
      `the group ${first.group.name} has no ${rowsOf[first.rate]}, and so no ${first.rate}`,
    )
  const kinds = rates.map((rate): Shares => groups.map((group) => group.rates[rate]!))
  const all = rates.map((rate) => extremesOf(rate, groups))
  const pairs = (kinds.length * groups.length * (groups.length - 1)) / 2
  const shareOf = (name: string, rate: Rate) => groups.find((group) => group.name === name)!.rates[rate]!
  const sides = ({ rate, lowest, highest }: Extremes) =>
    [shareOf(lowest.group, rate), shareOf(highest.group, rate)] as const
  const target = (alpha: number) => ({ alpha: alpha / pairs, power: 0.8 })
  if (kind === 'difference') {
    const extremes = worst(all, ({ highest, lowest }) => highest.value - lowest.value)
    return {
      ...largestDifference(kinds, boundAlpha),
      extremes,
      chanceWithin: (limit) => differenceChance(kinds, limit),
      blockedFrom: (limit, alpha) => smallestDifferenceFound(...sides(extremes), limit, target(alpha)),
    }
  }
  const none = all.find(({ highest }) => highest.value === 0)
  if (none !== undefined) return undefinedBecause(`the ${none.rate} of every group is 0, which has no ratio`)
  const extremes = worst(all, ({ highest, lowest }) => -lowest.value / highest.value)
  return {
    ...smallestRatio(kinds, boundAlpha),
    extremes,
    chanceWithin: (limit) => ratioChance(kinds, limit),
    blockedFrom: (limit, alpha) => largestRatioFound(...sides(extremes), limit, target(alpha)),
  }
}

function extremesOf(rate: Rate, groups: readonly Group[]): Extremes {
  const values = groups.map(({ name, rates }) => {
    const { hits, trials } = rates[rate]!
    return { group: name, value: hits / trials }
  })
  return {
    rate,
    lowest: values.reduce((low, one) => (one.value < low.value ? one : low)),
    highest: values.reduce((high, one) => (one.value > high.value ? one : high)),
  }
}

const worst = (all: readonly Extremes[], badness: (one: Extremes) => number) =>
  all.reduce((bad, one) => (badness(one) > badness(bad) ? one : bad))
