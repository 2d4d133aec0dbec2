import type { Comparison } from '../../record/comparison.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import { everySlice } from '../../record/gate-terms.ts'
import { bare } from '../number.ts'
import { betterBy } from './better-by.ts'
import { orWaive } from './or-waive.ts'
import { someMetrics } from './some-metrics.ts'

interface Judged {
  readonly record: EvaluateGateRecord
  /** what made the verdict and no waiver lets pass */
  readonly deciding: readonly Comparison[]
}

/** What can be done about comparisons of one kind. */
interface Remedy {
  readonly isFor: (comparison: Comparison, record: EvaluateGateRecord) => boolean
  /** @param lost those it is for, one at least */
  readonly steps: (lost: readonly Comparison[], judged: Judged) => readonly string[]
}

/** Of rules that what was measured breaks. The first that is for a comparison is its remedy. */
const remedies: readonly Remedy[] = [
  {
    isFor: ({ zone }) => zone === 'worse',
    steps: (lost, { record, deciding }) => [
      `Find what the change did to ${someMetrics(lost)}; if the loss is meant, raise what the rule allows in a change of its own${orWaive(record, deciding)}.`,
    ],
  },
  { isFor: isAgainstDirection, steps: (lost) => lost.map(betterThanAllowed) },
  {
    isFor: breaks('min', 'max'),
    steps: (lost) => {
      const bounds = new Set(lost.map(({ metric }) => metric)).size === 1 ? 'its bound' : 'their bounds'
      return [`Bring ${someMetrics(lost)} back inside ${bounds}, or change ${bounds} in a change of its own.`]
    },
  },
  {
    isFor: breaks('must_improve'),
    steps: (lost) => [`Improve ${someMetrics(lost)} further, or lower must_improve in a change of its own.`],
  },
  {
    isFor: breaks('max_new_errors'),
    steps: () => [
      'Look at the rows that are newly wrong: the report lists the first of them, and those of each slice.',
    ],
  },
  {
    isFor: (comparison) => breaks('better_than_naive')(comparison) && (betterBy(comparison) ?? 0) > 0,
    steps: (lost) => [
      `Improve ${someMetrics(lost)} further, or lower better_than_naive in a change of its own.`,
    ],
  },
  {
    isFor: (comparison) => breaks('better_than_naive')(comparison) && isTurnedRound(comparison),
    steps: () => [
      'Turn the score round: a roc_auc below 0.5 by more than chance explains looks like the score of the other class. The column that evaluate.columns.score names must be higher the likelier the positive class (evaluate.positive) is.',
    ],
  },
  {
    isFor: breaks('better_than_naive'),
    steps: (lost) => [
      `Improve ${someMetrics(lost)}: a model that does not look at its inputs is as good. Check that features and labels belong together.`,
    ],
  },
  {
    isFor: ({ zone, slice }) => zone === 'undefined' && slice === everySlice,
    steps: () => [
      'Lower gate.slices.min_rows, or name columns of fewer values in gate.slices.columns: a rule on slices must be held against one at least.',
    ],
  },
  {
    isFor: ({ zone }) => zone === 'undefined',
    steps: () => ['See that the predictions (or the metrics file) hold what the rule needs.'],
  },
]

/** What to do about each rule that is broken, in the order of the remedies. */
export function stepsToMend(judged: Judged): string[] {
  const { deciding, record } = judged
  const remedyOf = deciding.map((comparison) => remedies.find(({ isFor }) => isFor(comparison, record)))
  return remedies.flatMap((remedy) => {
    const lost = deciding.filter((_, i) => remedyOf[i] === remedy)
    return lost.length > 0 ? remedy.steps(lost, judged) : []
  })
}

function breaks(...rules: readonly Comparison['rule'][]): (comparison: Comparison) => boolean {
  return ({ rule, zone }) => zone === 'below-bound' && rules.includes(rule)
}

/** A bound that only better values break: a metric that is better the higher it is has a maximum, or the reverse. */
function isAgainstDirection(comparison: Comparison, { directions = {} }: EvaluateGateRecord): boolean {
  const { rule, metric, by } = comparison
  if (!breaks('min', 'max')(comparison) || by !== undefined || !Object.hasOwn(directions, metric))
    return false
  return directions[metric] === (rule === 'max' ? 'higher' : 'lower')
}

function betterThanAllowed({ metric, rule, allowed }: Comparison): string {
  const [better, meant] = rule === 'max' ? ['higher', 'min'] : ['lower', 'max']
  return `${metric} is better the ${better} it is, so that ${rule}: ${bare(allowed)} blocks good values alone. Did you mean ${meant}? If not, find what makes it look so good, such as leaked labels, or change ${rule} in a change of its own.`
}

/** A score that orders rows the wrong way round, and not by chance. */
const isTurnedRound = ({ metric, interval }: Comparison): boolean =>
  metric === 'roc_auc' && interval !== undefined && interval[1] < 0
