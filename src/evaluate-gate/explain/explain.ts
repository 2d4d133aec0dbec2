import type { Comparison } from '../../record/comparison.ts'
import { everySlice } from '../../record/gate-terms.ts'
import { bare, counted, numberFormat, percentWritten } from '../../report/number.ts'
import { modelBytes } from '../../rules/model-bytes.ts'
import type { Adjustment } from '../compare/adjust.ts'
import type { Judged } from '../compare/draft.ts'
import { worseningOf } from '../compare/zones.ts'
import { explainDisparity } from './explain-disparity.ts'
import { explainGap } from './explain-gap.ts'
import { explainNaive } from './explain-naive.ts'
import { explainNewErrors } from './explain-new-errors.ts'

interface Circumstances {
  /** of its test, where it has one */
  readonly adjustment: Adjustment | undefined
  readonly severalEvaluations: boolean
}

/** One sentence that says what a comparison found, in plain words. */
export function explain(comparison: Judged, about: Circumstances): string {
  const where = [about.severalEvaluations ? `on ${comparison.evaluation}` : '', whereOf(comparison)].filter(
    (part) => part !== '',
  )
  const grouping = comparison.by === undefined ? [] : [`by ${comparison.by}`]
  const metric = [comparison.metric, ...grouping, ...where].join(' ')
  if (comparison.group !== undefined)
    return `${comparison.group} was left out of fairness ${grouping.join('')}: ${clause(comparison.why)}.`
  if (comparison.training !== undefined && comparison.change !== undefined)
    return explainGap(comparison, about.adjustment)
  if (comparison.mended !== undefined) return explainNewErrors(comparison, where)
  if (comparison.naive !== undefined) return explainNaive(metric, comparison)
  if (comparison.extremes !== undefined) return explainDisparity(metric, comparison, about.adjustment)
  if (comparison.rule === 'must_improve' && comparison.change !== undefined)
    return `${metric} ${move(comparison)}${improvement(comparison)}.`
  switch (comparison.zone) {
    case 'undefined':
      return `${metric} has no value${comparison.why ? `: ${clause(comparison.why)}` : ''}.`
    case 'not-comparable':
      return `${metric} cannot be compared with ${baselineName(comparison)}: ${clause(comparison.why)}.`
    case 'no-baseline':
      return `${metric} has nothing to be compared with in ${baselineName(comparison)}: ${clause(comparison.why)}.`
    case 'not-judged':
      return `${metric} was not judged${comparison.why ? `: ${clause(comparison.why)}` : ''}.`
    case 'identical':
      return `${metric} needs no comparison with ${baselineName(comparison)}: it is the same model on the same test set.`
    case 'below-bound':
    case 'within-bound':
      return `${metric} is ${bound(comparison)}.${spread(comparison)}`
    default:
      return `${metric} ${move(comparison)}${judgement(comparison, about.adjustment)}.`
  }
}

function whereOf({ slice }: Judged): string {
  if (slice === undefined) return ''
  return slice === everySlice ? 'of the slices' : `where ${slice}`
}

const clause = (why = 'the reason is not known') => why.trim().replace(/\.$/, '')

/** What a baseline is called in a sentence. */
export const baselineName = ({ baseline }: Pick<Comparison, 'baseline'>) =>
  baseline?.name.replace(/^(file|version):/, (kind) => (kind === 'file:' ? '' : 'version ')) ?? 'the baseline'

function bound({ rule, metric, candidate_value, candidate_interval, allowed, zone }: Judged): string {
  if (candidate_interval !== undefined)
    return confidentBound({ rule, candidate_interval, candidate_value, allowed })
  const value = numberFormat([candidate_value, allowed], 8)(candidate_value!)
  // Bytes are counted: there is no truth behind them that other rows would show.
  const alone = metric === modelBytes ? '' : ', judged by the estimate alone'
  if (zone === 'within-bound')
    return `${value}, ${rule === 'min' ? 'at or above the minimum' : 'at or below the maximum'} of ${bare(allowed)}${alone}`
  return `${value}, ${rule === 'min' ? 'below the minimum' : 'above the maximum'} of ${bare(allowed)}${alone}`
}

function confidentBound({
  rule,
  candidate_interval,
  candidate_value,
  allowed,
}: Pick<Judged, 'rule' | 'candidate_interval' | 'candidate_value' | 'allowed'>): string {
  const [low, high] = candidate_interval!
  const format = numberFormat([candidate_value, low, high])
  return rule === 'min'
    ? `${format(candidate_value!)}, with 95% confidence at least ${format(low)}; the minimum is ${bare(allowed)}`
    : `${format(candidate_value!)}, with 95% confidence at most ${format(high)}; the maximum is ${bare(allowed)}`
}

/** How far a share of right answers lies from where it would lie on other rows, where it is near its bound. */
function spread({ metric, candidate_value: share, candidate_interval, rows, allowed }: Judged): string {
  if (candidate_interval !== undefined || metric !== 'accuracy' || rows === 0 || share! < 0 || share! > 1)
    return ''
  const error = Math.sqrt((share! * (1 - share!)) / rows)
  if (Math.abs(share! - allowed) > 2 * error) return ''
  return ` That is close: on ${counted(rows, 'row')} it varies by about ${bare(Number((2 * error).toPrecision(1)))} from one test set to another.`
}

function move({ candidate_value, baseline_value, change, direction, ...rest }: Judged) {
  const worsening = worseningOf(change!, direction!)
  const format = numberFormat([candidate_value, baseline_value])
  if (change === 0) return `is ${format(candidate_value!)}, as in ${baselineName(rest)}`
  const verb = change! > 0 ? 'rose' : 'fell'
  const size = numberFormat([worsening, rest.allowed])(Math.abs(worsening))
  const mean = rest.seeds ? 'on average ' : ''
  return `${mean}${verb} from ${format(baseline_value!)} (${baselineName(rest)}) to ${format(candidate_value!)}, ${size} ${worsening > 0 ? 'worse' : 'better'}`
}

/** The second half of the sentence: what was allowed, and what chance has to do with it. */
export function judgement(comparison: Judged, adjustment: Adjustment | undefined): string {
  const { zone, interval, direction, rows, p_adjusted, slice, seeds, change } = comparison
  const limit = limitText(comparison)
  const chance =
    p_adjusted === undefined ? '' : chanceText(p_adjusted, adjustment, slice !== undefined && 'slices')
  switch (zone) {
    case 'worse':
      return p_adjusted === undefined
        ? `: more than the ${limit} allowed, judged by the estimate alone`
        : `: more than the ${limit} allowed, and more than chance explains (${chance})`
    case 'beyond':
      return `: more than the ${limit} allowed, but ${on(rows, seeds)}that can be chance (${chance})`
    case 'no-worse':
      return `; with 95% confidence ${certain(interval!, direction!)}, inside the ${limit} allowed`
    default: {
      if (!interval) return `: inside the ${limit} allowed, judged by the estimate alone`
      const worst = Math.max(...interval.map((bound) => worseningOf(bound, direction!)))
      return `: inside the ${limit} allowed, though ${on(rows, seeds)}a worsening of up to ${numberFormat([worst, change])(worst)} cannot be ruled out`
    }
  }
}

/** A share of the baseline's value is an amount with digits of its own, which nobody wrote: no more than tell it apart. */
function limitText({ allowed, allowed_ratio, change, direction }: Judged): string {
  if (allowed_ratio === undefined) return bare(allowed)
  const apart = numberFormat([allowed, worseningOf(change!, direction!)])
  return `${bare(Number(apart(allowed)))} (${percentWritten(allowed_ratio)})`
}

/** Reported values do not say on how many rows they are. */
const on = (rows: number, seeds?: readonly [number, number]) =>
  seeds ? `with ${seeds[0]} seeds against ${seeds[1]} ` : rows === 0 ? '' : `on ${counted(rows, 'row')} `

function improvement({ zone, allowed, interval, direction, rows }: Judged): string {
  const asked = `the ${bare(-allowed)} that it must be better`
  if (zone === 'below-bound') return `: less than ${asked}`
  if (zone === 'no-worse') return `; with 95% confidence ${certain(interval!, direction!)}, at least ${asked}`
  return interval === undefined
    ? `: at least ${asked}, judged by the estimate alone`
    : `: at least ${asked}, though ${on(rows)}that can be chance`
}

function certain(interval: readonly [number, number], direction: 'higher' | 'lower'): string {
  const worst = Math.max(...interval.map((bound) => worseningOf(bound, direction)))
  const format = numberFormat([worst])
  return worst > 0 ? `at most ${format(worst)} worse` : `at least ${format(-worst)} better`
}

/** @param of what the tests of its family are of, where not of all rows */
export const chanceText = (p: number, adjustment: Adjustment | undefined, of: string | false = false) =>
  `p ${probability(p)}${adjustment && adjustment.tests > 1 ? `, adjusted over ${adjustment.tests} tests${of === false ? '' : ` of ${of}`}` : ''}`

export const probability = (p: number) => (p < 0.0001 ? '< 0.0001' : `= ${p.toFixed(p < 0.01 ? 4 : 2)}`)
