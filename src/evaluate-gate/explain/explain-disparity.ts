import { bare, numberFormat } from '../../report/number.ts'
import type { Adjustment } from '../compare/adjust.ts'
import type { Judged } from '../compare/draft.ts'
import { chanceText } from './explain.ts'

/** What was found of a disparity that has a value, in one sentence, its groups named. */
export function explainDisparity(
  where: string,
  comparison: Judged,
  adjustment: Adjustment | undefined,
): string {
  const { candidate_value: value, candidate_interval: interval, extremes } = comparison
  const format = numberFormat([value, ...(interval ?? []), extremes!.lowest.value, extremes!.highest.value])
  const { rate, lowest, highest } = extremes!
  return `${where} is ${format(value!)}, ${judgement(comparison, format, adjustment)}: ${rate} is ${format(lowest.value)} where ${lowest.group} and ${format(highest.value)} where ${highest.group}.`
}

function judgement(
  { rule, allowed, zone, candidate_interval, confident, p_adjusted }: Judged,
  format: (value: number) => string,
  adjustment: Adjustment | undefined,
): string {
  const [low, high] = candidate_interval!
  const isMax = rule === 'max'
  const limit = `the ${isMax ? 'maximum' : 'minimum'} of ${bare(allowed)}`
  const furthest = isMax ? `up to ${format(high)}` : `down to ${format(low)}`
  if (confident)
    return `with 95% confidence ${isMax ? `at most ${format(high)}` : `at least ${format(low)}`}; ${limit.replace(' of ', ' is ')}`
  const beyond = isMax ? 'above' : 'below'
  if (zone === 'below-bound')
    return p_adjusted === undefined
      ? `${beyond} ${limit}, judged by the estimate alone`
      : `${beyond} ${limit}, and more than chance explains (${chanceText(p_adjusted, adjustment)})`
  if (zone === 'beyond')
    return `${beyond} ${limit}, but with so few rows a group that can be chance (${chanceText(p_adjusted!, adjustment)})`
  const certain = isMax ? high <= allowed : low >= allowed
  return certain
    ? `inside ${limit}, with 95% confidence ${isMax ? `at most ${format(high)}` : `at least ${format(low)}`}`
    : `inside ${limit}, though ${furthest} cannot be ruled out`
}
