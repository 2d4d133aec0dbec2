import { numberFormat } from '../../report/number.ts'
import type { Adjustment } from '../compare/adjust.ts'
import type { Judged } from '../compare/draft.ts'
import { worseningOf } from '../compare/zones.ts'
import { judgement } from './explain.ts'

/** What was found of a metric beside its value on the rows of the training, in one sentence. */
export function explainGap(comparison: Judged, adjustment: Adjustment | undefined): string {
  const { metric, evaluation, training, candidate_value, baseline_value, change, direction, allowed } =
    comparison
  const format = numberFormat([candidate_value, baseline_value])
  const worsening = worseningOf(change!, direction!)
  const size = numberFormat([worsening, allowed])(Math.abs(worsening))
  const apart = worsening === 0 ? 'as much' : `${size} ${worsening > 0 ? 'worse' : 'better'}`
  return `${metric} is ${format(candidate_value!)} on ${evaluation} and ${format(baseline_value!)} on ${training}, ${apart}${judgement(comparison, adjustment)}.`
}
