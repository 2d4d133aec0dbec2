import type { Comparison } from '../record/comparison.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { everySlice, type Zone } from '../record/gate-terms.ts'
import { betterBy } from './better-by.ts'
import { stepsOfFiles } from './files-compared.ts'
import { bare, counted } from './number.ts'
import { stepsToCompare } from './steps-to-compare.ts'

/** What to do next, one sentence a reason; nothing where all is well. */
export function nextSteps(record: EvaluateGateRecord): string[] {
  if (record.error) return [record.error.hint]
  const all = (record.decided_by ?? []).flatMap((i) => record.comparisons?.[i] ?? [])
  const [waived, deciding] = parted(all, ({ waiver }) => waiver !== undefined)
  const metricsIn = (zone: Zone, of: readonly Comparison[] = deciding) => [
    ...new Set(of.filter((c) => c.zone === zone).map(({ metric }) => metric)),
  ]
  const [improving, others] = parted(deciding, ({ rule }) => rule === 'must_improve')
  const [tooGood, bounding] = parted(
    others.filter(({ rule }) => rule === 'min' || rule === 'max'),
    (comparison) => isAgainstDirection(record, comparison),
  )
  const [ahead, behind] = parted(
    deciding.filter(({ rule }) => rule === 'better_than_naive'),
    (comparison) => (betterBy(comparison) ?? 0) > 0,
  )
  const [turned, naive] = parted(behind, isTurnedRound)
  const tooLittleAhead = metricsIn('below-bound', ahead)
  const notNaive = metricsIn('below-bound', naive)
  const [unsliced, valueless] = parted(
    deciding.filter(({ zone }) => zone === 'undefined'),
    ({ slice }) => slice === everySlice,
  )
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
    ...tooGood.filter(({ zone }) => zone === 'below-bound').map(betterThanAllowed),
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
    ...(turned.length > 0
      ? [
          'Turn the score round: a roc_auc below 0.5 by more than chance explains looks like the score of the other class. The column that evaluate.columns.score names must be higher the likelier the positive class (evaluate.positive) is.',
        ]
      : []),
    ...(notNaive.length > 0
      ? [
          `Improve ${some(notNaive)}: a model that does not look at its inputs is as good. Check that features and labels belong together.`,
        ]
      : []),
    ...(unsliced.length > 0
      ? [
          'Lower gate.slices.min_rows, or name columns of fewer values in gate.slices.columns: a rule on slices must be held against one at least.',
        ]
      : []),
    ...(valueless.length > 0
      ? ['See that the predictions (or the metrics file) hold what the rule needs.']
      : []),
    ...stepsToCompare(record, deciding),
    ...stepsOfFiles(record, deciding),
    ...(metricsIn('beyond').length > 0 ? [moreRows(deciding)] : []),
    ...(awaited(record).includes('base') && record.run.sha === undefined
      ? ['Make this folder a git repository (git init) and commit: every run of a commit can be a base.']
      : []),
  ]
}

/** A bound that only better values break: a metric that is better the higher it is has a maximum, or the reverse. */
function isAgainstDirection(
  { directions = {} }: EvaluateGateRecord,
  { rule, metric, by }: Comparison,
): boolean {
  const direction = by === undefined && Object.hasOwn(directions, metric) ? directions[metric] : undefined
  return (direction === 'higher' && rule === 'max') || (direction === 'lower' && rule === 'min')
}

function betterThanAllowed({ metric, rule, allowed }: Comparison): string {
  const [better, meant] = rule === 'max' ? ['higher', 'min'] : ['lower', 'max']
  return `${metric} is better the ${better} it is, so that ${rule}: ${bare(allowed)} blocks good values alone. Did you mean ${meant}? If not, find what makes it look so good, such as leaked labels, or change ${rule} in a change of its own.`
}

/** A score that orders rows the wrong way round, and not by chance. */
const isTurnedRound = ({ metric, zone, interval }: Comparison): boolean =>
  metric === 'roc_auc' && zone === 'below-bound' && interval !== undefined && interval[1] < 0

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
