import { bare, counted, numberFormat } from '../../report/number.ts'
import type { Judged } from '../compare/draft.ts'
import { worseningOf } from '../compare/zones.ts'
import { probability } from './explain.ts'

/** What was found of a metric beside a naive model's, in one sentence. */
export function explainNaive(metric: string, comparison: Judged): string {
  const { candidate_value, baseline_value, change, direction, naive } = comparison
  const format = numberFormat([candidate_value, baseline_value])
  const worsening = worseningOf(change!, direction!)
  const size = numberFormat([worsening, comparison.allowed])(Math.abs(worsening))
  const apart = worsening === 0 ? 'no better' : `${size} ${worsening > 0 ? 'worse' : 'better'}`
  return `${metric} is ${format(candidate_value!)}, ${apart} than the ${format(baseline_value!)} of a model that ${naive}${judgement(comparison)}.`
}

function judgement({ zone, allowed, p_value, rows }: Judged): string {
  const asked = allowed === 0 ? 'better at all' : `the ${bare(-allowed)} that it must be better`
  const chance = p_value === undefined ? '' : ` (p ${probability(p_value)})`
  switch (zone) {
    case 'below-bound':
      return allowed === 0 ? ': it must be better' : `: less than ${asked}`
    case 'beyond':
      return `, but on ${counted(rows, 'row')} that can be chance${chance}`
    default:
      return p_value === undefined
        ? `: ${allowed === 0 ? asked : `at least ${asked}`}, judged by the estimate alone`
        : `: ${allowed === 0 ? '' : `at least ${asked}, and `}more than chance explains${chance}`
  }
}
