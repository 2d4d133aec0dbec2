import { inputError } from '../../errors.ts'
import { type Rate, rates } from '../../metrics/fairness/group-rates.ts'
import { fault } from '../../metrics/faults.ts'
import { interpret } from '../../metrics/interpret/interpret.ts'
import type { BinaryPredictions } from '../../metrics/predictions.ts'
import type { Evaluation } from '../../record/evaluation.ts'
import type { Grouping } from '../../record/fairness.ts'
import type { CandidateSide } from '../measure/measure-candidate.ts'
import { groupingNames, type Slicing } from '../measure/slices.ts'

/**
 * How often the groups of a run were predicted positive, as it recorded them: who belongs to which group is not kept by
 * row. What the groups come to together must be what the predictions say.
 * @returns undefined unless the task is binary
 * @throws AssayError input `groups-missing`, `groups-contradict`
 */
export function recordedGroups(
  { rows, meaning, request }: CandidateSide,
  claimed: Evaluation | undefined,
  slicing: Slicing,
): Grouping[] | undefined {
  if (!rows || !meaning) return undefined
  const predictions = interpret(rows, meaning, request.name)
  if (predictions.task !== 'binary') return undefined
  const wrong = fault(predictions, 'predicted')
  return groupingNames(slicing).map((by) => {
    const found = claimed?.fairness?.find((grouping) => grouping.by === by)
    if (!found)
      throw inputError('groups-missing', `that run recorded no groups by ${by} of ${request.name}`, {
        hint: 'Bring the branch up to date with its base, whose rules compare them, and run it again.',
      })
    if (wrong !== undefined) return { ...found, fault: wrong }
    if (found.fault === undefined) requireSums(found, predictions)
    return found
  })
}

/** Only whole rows that stand for themselves can be added up; of others the number of rows is all that can. */
function requireSums({ by, groups }: Grouping, predictions: BinaryPredictions): void {
  const counted = predictions.weights === undefined && (predictions.dependence ?? []).length === 0
  const wholes = counted ? wholesOf(predictions) : undefined
  const members = groups.reduce((sum, { rows }) => sum + rows, 0)
  const adds =
    members === predictions.rows &&
    new Set(groups.map(({ name }) => name)).size === groups.length &&
    rates.every((rate) => wholes === undefined || agree(groups, rate, wholes[rate]))
  if (adds) return
  throw inputError('groups-contradict', `the groups by ${by} do not add up to the predictions of that run`, {
    hint: 'Run it again, and find out who changed the record of its gate.',
  })
}

interface Whole {
  readonly hits: number
  readonly trials: number
}

function agree(groups: Grouping['groups'], rate: Rate, whole: Whole): boolean {
  const of = groups.flatMap((group) => group.rates[rate] ?? [])
  const trials = of.reduce((sum, one) => sum + one.trials, 0)
  const hits = of.reduce((sum, one) => sum + one.value * one.trials, 0)
  return Math.abs(trials - whole.trials) < 1e-6 && Math.abs(hits - whole.hits) < 1e-6
}

function wholesOf({ labels, predicted, rows }: BinaryPredictions): Record<Rate, Whole> {
  const positive = labels.reduce((sum, label) => sum + label, 0)
  const selected = predicted!.reduce((sum, one) => sum + one, 0)
  const both = labels.reduce((sum, label, i) => sum + (label === 1 ? predicted![i]! : 0), 0)
  return {
    selection_rate: { hits: selected, trials: rows },
    true_positive_rate: { hits: both, trials: positive },
    false_positive_rate: { hits: selected - both, trials: rows - positive },
  }
}
