import type { Comparison } from '../record/comparison.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import type { Zone } from '../record/gate-terms.ts'
import { bare, counted, numberFormat, percent } from './number.ts'
import type { Tone } from './zone-words.ts'

/** A verdict's headline, after the model's name. What passes by a stranger's word is no more than that. */
export function headlineOf(record: EvaluateGateRecord): { tone: Tone; words: string } {
  const { tone, words } = verdictWords(record)
  if (!record.passes || !record.judged_again?.fork) return { tone, words }
  const own = "passes the gate by the fork's own predictions"
  return {
    tone: 'unsure',
    words: words.replace(/^passes the gate/, own).replace(' by a waiver', ' and a waiver'),
  }
}

function verdictWords(record: EvaluateGateRecord): { tone: Tone; words: string } {
  const { verdict, passes } = record
  switch (verdict) {
    case 'pass':
      return { tone: 'good', words: 'passes the gate' }
    case 'waived':
      return { tone: 'good', words: 'passes the gate by a waiver' }
    case 'no-baseline':
      return { tone: 'unsure', words: `passes the gate, but ${unmatched(record)}` }
    case 'inconclusive':
      return passes
        ? { tone: 'unsure', words: 'passes the gate, but it may be worse' }
        : { tone: 'bad', words: 'is blocked: it may be worse, and that is not allowed' }
    case 'not-comparable':
      return { tone: 'bad', words: 'is blocked: it cannot be compared' }
    case 'fail':
      return { tone: 'bad', words: 'is blocked' }
    case 'skipped':
      return { tone: 'unsure', words: 'was not judged' }
    default:
      return { tone: 'bad', words: 'could not be judged' }
  }
}

/** What of the comparisons has nothing on the other side. */
function unmatched({ baselines = [] }: EvaluateGateRecord): string {
  if (!baselines.some(({ outcome }) => outcome === 'found')) return 'there is nothing to compare it with yet'
  const missing = baselines.filter(({ outcome }) => outcome === 'never').map(({ name }) => name)
  if (missing.length === 0) return 'a baseline lacks what a rule compares'
  // A headline is no place for a name that anybody chose.
  const known = missing.every((name) => /^[a-z]{1,20}$/.test(name)) ? missing : ['such baseline']
  return `there is no ${known.join(' and no ')} to compare it with yet`
}

/** What to do next, one sentence a reason; nothing where all is well. */
export function nextSteps(record: EvaluateGateRecord): string[] {
  if (record.error) return [record.error.hint]
  const all = (record.decided_by ?? []).flatMap((i) => record.comparisons?.[i] ?? [])
  const [waived, deciding] = parted(all, ({ waiver }) => waiver !== undefined)
  const metricsIn = (zone: Zone, of: readonly Comparison[] = deciding) => [
    ...new Set(of.filter((c) => c.zone === zone).map(({ metric }) => metric)),
  ]
  const [improving, others] = parted(deciding, ({ rule }) => rule === 'must_improve')
  const bounding = others.filter(({ rule }) => rule === 'min' || rule === 'max')
  const [ahead, naive] = parted(
    deciding.filter(({ rule }) => rule === 'better_than_naive'),
    isBetter,
  )
  const tooLittleAhead = metricsIn('below-bound', ahead)
  const notNaive = metricsIn('below-bound', naive)
  const worse = metricsIn('worse')
  const outside = metricsIn('below-bound', bounding)
  const unimproved = metricsIn('below-bound', improving)
  const bounds = outside.length === 1 ? 'its bound' : 'their bounds'
  return [
    ...(waived.length > 0 ? [beforeItEnds(record, waived)] : []),
    ...(worse.length > 0
      ? [
          `Find what the change did to ${some(worse)}; if the loss is meant, raise what the rule allows in a change of its own${orWaive(record, deciding)}.`,
        ]
      : []),
    ...(outside.length > 0
      ? [`Bring ${some(outside)} back inside ${bounds}, or change ${bounds} in a change of its own.`]
      : []),
    ...(unimproved.length > 0
      ? [`Improve ${some(unimproved)} further, or lower must_improve in a change of its own.`]
      : []),
    ...(deciding.some(({ rule, zone }) => rule === 'max_new_errors' && zone === 'below-bound')
      ? [
          'Look at the rows that are newly wrong: the report lists the first of them, and those of each slice.',
        ]
      : []),
    ...(tooLittleAhead.length > 0
      ? [`Improve ${some(tooLittleAhead)} further, or lower better_than_naive in a change of its own.`]
      : []),
    ...(notNaive.length > 0
      ? [
          `Improve ${some(notNaive)}: a model that does not look at its inputs is as good. Check that features and labels belong together.`,
        ]
      : []),
    ...(metricsIn('undefined').length > 0
      ? ['See that the predictions (or the metrics file) hold what the rule needs.']
      : []),
    ...(deciding.some((comparison) => isOfOtherFile(record, comparison))
      ? ['Compare files of one test set: the same rows, under the same ids and with the same labels in both.']
      : []),
    ...(metricsIn('beyond').length > 0 ? [moreRows(deciding)] : []),
    ...(awaited(record).includes('base') && record.run.sha === undefined
      ? ['Make this folder a git repository (git init) and commit: every run of a commit can be a base.']
      : []),
  ]
}

const isBetter = ({ change, direction }: Comparison) =>
  change !== undefined && (direction === 'lower' ? change < 0 : change > 0)

/** A file whose rows are not those of this model; of one that is compared in its values it is something else that lacks. */
const isOfOtherFile = (
  { baselines = [] }: EvaluateGateRecord,
  { zone, baseline, evaluation }: Comparison,
): boolean =>
  zone === 'not-comparable' &&
  baseline?.name.startsWith('file:') === true &&
  !baselines.some(
    ({ name, evaluations = [] }) =>
      name === baseline.name && evaluations.some((one) => one.name === evaluation),
  )

function beforeItEnds({ waivers = [] }: EvaluateGateRecord, waived: readonly Comparison[]): string {
  const metrics = [...new Set(waived.map(({ metric }) => metric))]
  const days = waived.flatMap(({ waiver }) => waivers[waiver!]?.until ?? []).sort()
  return `Make up for ${some(metrics)} before the waiver ends on ${days[0] ?? 'its last day'}.`
}

/** On a pull request, the line with which a reviewer lets the worst of it pass; none where that would not be all. */
function orWaive({ run }: EvaluateGateRecord, deciding: readonly Comparison[]): string {
  const worse = deciding.filter(({ zone, slice }) => zone === 'worse' && slice === undefined)
  const [first] = worse
  const rule = first?.rule === 'max_gap' ? ' max_gap' : ''
  if (
    run.pull_request === undefined ||
    !first ||
    worse.length < deciding.length ||
    worse.some((one) => one.metric !== first.metric || (one.rule === 'max_gap') !== (rule !== ''))
  )
    return ''
  const worst = Math.max(...worse.map(({ change = 0 }) => Math.abs(change)))
  if (!(worst > 0) || !/^[^\s":]+$/.test(first.metric)) return ''
  const ceiling = Number(worst.toPrecision(2)) >= worst ? worst.toPrecision(2) : (worst * 1.05).toPrecision(2)
  return `, or let a reviewer with write permission approve with the line: modelassay waive ${first.metric}${rule} ${Number(ceiling)} until <day>: <reason>`
}

function parted<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))]
}

const some = (metrics: readonly string[]) =>
  metrics.length > 5 ? `${metrics.slice(0, 5).join(', ')} and ${metrics.length - 5} more` : metrics.join(', ')

/** Names of the baselines that a deciding rule found nothing of. */
const awaited = ({ decided_by = [], comparisons = [] }: EvaluateGateRecord) =>
  decided_by.flatMap((i) => {
    const comparison = comparisons[i]
    return comparison?.zone === 'no-baseline' && comparison.baseline ? [comparison.baseline.name] : []
  })

/** When each missing baseline will be there by itself, as one sentence; nobody has to do anything for it. */
export function comingBaselines(record: EvaluateGateRecord): string | undefined {
  const names = awaited(record)
  const coming = [
    names.includes('base') && record.run.sha !== undefined
      ? 'the first run on the default branch that passes becomes the base'
      : '',
    names.includes('production') ? 'the first version that is deployed becomes production' : '',
    names.includes('best') ? 'the first version that is registered becomes the best' : '',
  ].filter((clause) => clause !== '')
  if (record.error || coming.length === 0) return undefined
  const sentence = coming.join('; ')
  return `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`
}

function moreRows(deciding: readonly Comparison[]): string {
  const rows = Math.max(...deciding.map((comparison) => comparison.rows))
  return `Judge it on more test rows than ${counted(rows, 'row').replace(/ rows?$/, '')}: then it can be told from chance.`
}

/** How fine a difference a comparison can see, and what it takes to show a model no worse; nothing where there is no test. */
export function reachOf(comparison: Comparison): string | undefined {
  const { smallest_blocked: smallest, allowed, rows, rows_needed: needed, extremes, rule } = comparison
  if (smallest === undefined) return undefined
  if (extremes)
    return `Of these two groups a true ${rule === 'max' ? 'difference' : 'ratio'} of ${bare(Number(numberFormat([smallest, allowed])(smallest)))} or ${rule === 'max' ? 'more' : 'less'} is blocked in 4 of 5 runs.`
  if (rule === 'min' || rule === 'max') return reachOfBound({ ...comparison, smallest_blocked: smallest })
  if (rule === 'max_new_errors')
    return `A model that newly gets ${percent(Number((smallest / rows).toPrecision(2)))} of such rows wrong, or more, is blocked in 4 of 5 runs.`
  if (rule === 'must_improve' || rule === 'better_than_naive')
    return reachOfImprovement({ ...comparison, smallest_blocked: smallest })
  const blocked = `A true worsening of ${bare(Number(numberFormat([smallest, allowed])(smallest)))} or more is blocked in 4 of 5 runs.`
  return needed === undefined || needed <= rows
    ? blocked
    : `${blocked} To show an equal model no worse in 4 of 5 runs takes about ${counted(roundedUp(needed), 'row')}.`
}

function reachOfImprovement({
  smallest_blocked: smallest,
  smallest_passed: passed,
  allowed,
}: Comparison & { readonly smallest_blocked: number }): string {
  const format = numberFormat([smallest, allowed, passed])
  const size = (value: number) => bare(Number(format(Math.abs(value))))
  const [blocked, other] =
    smallest > 0
      ? [`A true worsening of ${size(smallest)} or more`, 'an improvement']
      : [`A true improvement of ${size(smallest)} or less`, 'one']
  return `${blocked} is blocked in 4 of 5 runs${passed === undefined ? '' : `, ${other} of ${size(passed)} or more passes as often`}.`
}

function reachOfBound({
  smallest_blocked: smallest,
  candidate_value: value,
  allowed,
  rows,
  rows_needed: needed,
  rule,
}: Comparison & { readonly smallest_blocked: number }): string {
  const isMin = rule === 'min'
  const format = numberFormat([smallest, allowed, value])
  const blocked = `A true value of ${bare(Number(format(smallest)))} or ${isMin ? 'less' : 'more'} is blocked in 4 of 5 runs.`
  return needed === undefined || needed <= rows
    ? blocked
    : `${blocked} To show a model of ${bare(Number(format(value!)))} to be ${isMin ? 'above the minimum' : 'below the maximum'} in 4 of 5 runs takes about ${counted(roundedUp(needed), 'row')}.`
}

/** Two digits are all that such a forecast has. */
function roundedUp(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1)
  return Math.ceil(count / step) * step
}
