import { pairedDifferences } from '../../metrics/compare/paired-differences.ts'
import { computeMetrics } from '../../metrics/compute.ts'
import { fault } from '../../metrics/faults.ts'
import { interpret } from '../../metrics/interpret/interpret.ts'
import { intervalsOf } from '../../metrics/intervals/intervals-of.ts'
import type { Metric } from '../../metrics/metric.ts'
import type { Predictions } from '../../metrics/predictions.ts'
import type { PredictionRows } from '../../metrics/read/prediction-rows.ts'
import { rowsAt } from '../../metrics/read/rows-at.ts'
import { rightPredictions } from '../../metrics/right-predictions.ts'
import type { Evaluation } from '../../record/evaluation.ts'
import { isBounded, ruledMetrics } from '../../rules/ruled-metrics.ts'
import type { ComparedEvaluation } from '../measured.ts'
import type { JudgeRequest } from '../request.ts'
import type { CandidateSide } from './measure-candidate.ts'
import { measureNaive } from './measure-naive.ts'
import { type Slice, slicesOf } from './slices.ts'

type Meaning = NonNullable<CandidateSide['meaning']>

/** The slices that have rows enough to be judged, and the metrics that they are judged by. */
export interface JudgedSlices {
  readonly slices: readonly Slice[]
  readonly ruled: readonly Metric[]
}

/**
 * Cuts the candidate's rows, and measures each part that is large enough.
 * @throws AssayError configuration `too-many-slices`
 */
export function measureSlices(
  rows: PredictionRows,
  meaning: Meaning,
  slicing: NonNullable<JudgeRequest['slices']>,
  own: JudgeRequest['own'],
): { judged: JudgedSlices; recorded: NonNullable<Evaluation['slices']> } {
  const ruled = ruledMetrics(slicing.ruled, own)
  const slices = slicesOf(rows.attributes ?? {}, slicing)
  const measurable = measurableOf(rows, meaning)
  const recorded = slices.map(({ name, rows: at }) => ({
    name,
    rows: at.length,
    ...(at.length >= slicing.minRows && measuredAt(rowsAt(measurable, at), meaning, ruled, slicing)),
  }))
  return {
    judged: { slices: slices.filter((slice) => slice.rows.length >= slicing.minRows), ruled },
    recorded,
  }
}

/** The same parts of a baseline's rows, which are the same rows in the same order. */
export function compareSlices(
  candidate: PredictionRows,
  baseline: PredictionRows,
  meaning: Meaning,
  { slices, ruled }: JudgedSlices,
): NonNullable<ComparedEvaluation['slices']> {
  const [one, other] = [measurableOf(candidate, meaning), measurableOf(baseline, meaning)]
  return slices.map(({ name, rows: at }) => {
    const part = rowsAt(other, at)
    return {
      name,
      ...metricsOf(interpret(part, meaning, 'a slice'), ruled),
      differences: pairedDifferences(rowsAt(one, at), part, meaning, ruled),
    }
  })
}

/** What metrics are made of: who a row is about, and the columns of slices, are not taken along for each of them. */
function measurableOf(
  { ids: _ids, attributes = {}, ...rows }: PredictionRows,
  { dependence = {}, query }: Meaning,
): PredictionRows {
  const named = [dependence.group, dependence.time, query]
  return {
    ...rows,
    attributes: Object.fromEntries(Object.entries(attributes).filter(([name]) => named.includes(name))),
  }
}

function measuredAt(
  rows: PredictionRows,
  meaning: Meaning,
  ruled: readonly Metric[],
  { naive: besideNaive = [], confident }: NonNullable<JudgeRequest['slices']>,
) {
  const predictions = interpret(rows, meaning, 'a slice')
  const unjudgeable = unjudgeableOf(predictions, ruled)
  const naive = measureNaive(predictions, ruled, besideNaive)
  return {
    ...metricsOf(predictions, ruled),
    intervals: intervalsOf(predictions, ruled.filter(isBounded(confident))),
    ...(unjudgeable.length > 0 && { unjudgeable }),
    ...(Object.keys(naive).length > 0 && { naive }),
  }
}

/**
 * A metric that even right predictions have no value of says nothing of a model: an area on rows of one class.
 * What the user's own columns lack is no fault of the slice.
 */
function unjudgeableOf(predictions: Predictions, ruled: readonly Metric[]): string[] {
  const sound = ruled.filter(
    ({ tasks, needs }) =>
      needs !== 'values' && tasks.includes(predictions.task) && fault(predictions, needs) === undefined,
  )
  return computeMetrics(rightPredictions(predictions), sound).undefined.map(({ metric }) => metric)
}

function metricsOf(predictions: Predictions, ruled: readonly Metric[]) {
  const { metrics, undefined: none } = computeMetrics(predictions, ruled)
  return { metrics: { ...metrics }, undefined: [...none] }
}
