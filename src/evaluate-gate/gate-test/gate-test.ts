import type { GateConfig, Rule } from '../../config/schema.ts'
import { metricsOf } from '../../metrics/catalogue.ts'
import { computeMetrics } from '../../metrics/compute.ts'
import { exchangePredictions } from '../../metrics/exchange-predictions.ts'
import { interpret, type Meaning } from '../../metrics/interpret/interpret.ts'
import { intervalsOf } from '../../metrics/intervals/intervals-of.ts'
import type { Metric } from '../../metrics/metric.ts'
import type { PredictionRows } from '../../metrics/read/prediction-rows.ts'
import type { Evaluation } from '../../record/evaluation.ts'
import type { Direction } from '../../record/gate-terms.ts'
import { memberOf } from '../../rules/member-of.ts'
import { randomFrom } from '../../stats/random.ts'
import { compareAll } from '../compare/compare.ts'
import type { FairnessRules } from '../compare/fairness-drafts.ts'
import type { NewErrorLimits } from '../compare/new-error-drafts.ts'
import { judge } from '../compare/verdict.ts'
import { comparedRows } from '../measure/compare-stored.ts'
import { measureFairness } from '../measure/measure-fairness.ts'
import { measureNaive } from '../measure/measure-naive.ts'
import { measureSlices } from '../measure/measure-slices.ts'
import type { JudgeRequest } from '../request.ts'
import { besideNaive } from '../rules/beside-naive.ts'

/** Predictions of one evaluation, which stand for an accepted model. */
export interface TestedEvaluation {
  readonly name: string
  readonly rows: PredictionRows
  readonly meaning: Omit<Meaning, 'classes'>
  readonly ruled: readonly Metric[]
}

/** What judges: no rule that demands an improvement, which blocks the original itself. */
interface TestedGate {
  readonly rules: Readonly<Record<string, Rule>>
  /** in place of those on the same metrics, by evaluation */
  readonly own: Readonly<Record<string, Readonly<Record<string, Rule>>>>
  readonly slices?: {
    readonly slicing: NonNullable<JudgeRequest['slices']>
    readonly rules: Readonly<Record<string, Rule>>
  }
  readonly newErrors?: NewErrorLimits
  readonly fairness?: {
    readonly grouping: NonNullable<JudgeRequest['fairness']>
    readonly rules: FairnessRules
  }
  readonly inconclusive: GateConfig['inconclusive']
}

/** What the gate made of models whose predictions are those given but for a share of the rows. */
export interface GateTestStep {
  /** of the rows, whose predictions were exchanged among each other */
  readonly share: number
  /** verdicts that did not pass, of {@link drawsOfStep} */
  readonly blocked: number
  readonly draws: number
  /** mean worsening by metric of the first evaluation, in the metric's unit */
  readonly worsening: Readonly<Record<string, number>>
}

const shares = [0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]
const drawsOfStep = 20

/**
 * Degrades predictions step by step and judges each against the originals, by the rules of the gate, of its slices and
 * groups, and by how many rows may be newly wrong.
 */
export function testGate(
  evaluations: readonly TestedEvaluation[],
  gate: TestedGate,
  directions: Readonly<Record<string, Direction>>,
): GateTestStep[] {
  return shares.map((share) => {
    // Without a change every draw is the same.
    const draws = share === 0 ? 1 : drawsOfStep
    let blocked = 0
    const worsening: Record<string, number> = {}
    for (let draw = 0; draw < draws; draw++) {
      const comparisons = degradedComparisons(evaluations, share, `${share} ${draw}`, gate, directions)
      if (
        !judge(
          comparisons.map(({ zone }) => zone),
          gate.inconclusive,
        ).passes
      )
        blocked++
      for (const { metric, evaluation, change, direction, slice, naive } of comparisons) {
        if (
          change === undefined ||
          slice !== undefined ||
          naive !== undefined ||
          evaluation !== evaluations[0]!.name
        )
          continue
        worsening[metric] = (worsening[metric] ?? 0) + (direction === 'higher' ? -change : change) / draws
      }
    }
    return { share, blocked, draws, worsening }
  })
}

function degradedComparisons(
  evaluations: readonly TestedEvaluation[],
  share: number,
  seed: string,
  { rules, own, slices, newErrors, fairness }: TestedGate,
  directions: Readonly<Record<string, Direction>>,
) {
  const sides = evaluations.map(({ name, rows, meaning, ruled }) => {
    const degraded = exchangePredictions(rows, share, randomFrom(`gate-test ${name} ${seed}`))
    const predictions = interpret(degraded, meaning, name)
    const { metrics, undefined: none } = computeMetrics(predictions, metricsOf(meaning.task, ruled))
    const held = { ...rules, ...memberOf(own, name) }
    const confident = ruled.filter((metric) => memberOf(held, metric.name)?.confidence !== undefined)
    const sliced = slices && measureSlices(degraded, meaning, slices.slicing, {})
    const groups = fairness && measureFairness(predictions, degraded.attributes ?? {}, fairness.grouping)
    const evaluation: Evaluation = {
      name,
      identity: { kind: 'none' },
      rows: rows.rows,
      task: meaning.task,
      metrics: { ...metrics },
      undefined: [...none],
      intervals: intervalsOf(predictions, confident),
      naive: measureNaive(predictions, ruled, besideNaive(held)),
      ...(sliced && { slices: sliced.recorded }),
      ...(groups && { fairness: groups }),
    }
    const side = { request: { name }, rows: degraded, meaning, ruled, ...(newErrors && { listed: 0 }) }
    const original = comparedRows(rows, { ...side, ...(sliced && { sliced: sliced.judged }) })
    return { evaluation, original }
  })
  return compareAll({
    candidate: { evaluations: sides.map(({ evaluation }) => evaluation) },
    baselines: [
      {
        name: 'the original predictions',
        description: 'the predictions as they are',
        evaluations: sides.map(({ original }) => original),
      },
    ],
    rules,
    own,
    ...(slices && { slices: { rules: slices.rules, minRows: slices.slicing.minRows } }),
    ...(newErrors && { newErrors }),
    ...(fairness && { fairness: fairness.rules }),
    directions,
  })
}

/** The smallest share of exchanged rows from which on four of five verdicts block, or undefined where none does. */
export function blocksFrom(steps: readonly GateTestStep[]): GateTestStep | undefined {
  const often = ({ blocked, draws, share }: GateTestStep) => share > 0 && blocked / draws >= 0.8
  return steps.find((step, i) => steps.slice(i).every(often) && often(step))
}
