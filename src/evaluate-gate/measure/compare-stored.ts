import { join } from 'node:path'
import { AssayError } from '../../errors.ts'
import { metricsOf } from '../../metrics/catalogue.ts'
import { pairedDifferences } from '../../metrics/compare/paired-differences.ts'
import { computeMetrics } from '../../metrics/compute.ts'
import { curvesOf } from '../../metrics/curves/curves-of.ts'
import { flipsOf } from '../../metrics/flips.ts'
import { interpret } from '../../metrics/interpret/interpret.ts'
import type { Metric } from '../../metrics/metric.ts'
import { rowsDiffer } from '../../metrics/pair-rows.ts'
import type { PredictionRows } from '../../metrics/read/prediction-rows.ts'
import { readStoredPredictions, storedPredictionsFile } from '../../metrics/read/stored-predictions.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { Evaluation } from '../../record/evaluation.ts'
import type { Needed } from '../../record/gate-terms.ts'
import type { Identity } from '../../record/refs.ts'
import { counted } from '../../report/number.ts'
import { memberOf } from '../../rules/member-of.ts'
import type { ComparedEvaluation, IncomparableEvaluation } from '../measured.ts'
import { inOwnWords } from './in-own-words.ts'
import type { CandidateSide } from './measure-candidate.ts'
import { compareSlices } from './measure-slices.ts'
import { onUnseenRows, type Unseen } from './on-unseen-rows.ts'
import { reportedDifferences } from './reported-interval.ts'

export type Side = ComparedEvaluation | IncomparableEvaluation

/** What a baseline's own run kept of one evaluation. */
interface Stored {
  readonly evaluation: Evaluation
  readonly record: Pick<EvaluateGateRecord, 'evidence'>
  /** that holds the record's evidence */
  readonly folder: string
  /** what messages call the baseline */
  readonly origin: string
}

/** A baseline by the predictions that it kept, row by row where both sides have rows. */
export async function compareStored(
  { evaluation, record, folder, origin }: Stored,
  side: CandidateSide,
  unseen: Unseen,
): Promise<Side> {
  const not = (reason: string) => incomparable(evaluation, reason)
  const file = storedPredictionsFile(evaluation.name)
  const kept = record.evidence?.find(({ path }) => path === file)
  if (!side.rows) return kept ? not(onlyReported) : compareValues(evaluation, side)
  if (!kept) return not('its predictions were not kept, so that nothing can be compared row by row')
  try {
    const stored = await readStoredPredictions(join(folder, file), origin)
    const compared = compareRows(evaluation, stored, side, unseen)
    return compared.comparable && kept.digest === side.kept
      ? { ...compared, samePredictions: true }
      : compared
  } catch (error) {
    if (error instanceof AssayError && error.kind !== 'outside') return not(error.message)
    throw error
  }
}

/** What is said of a model is no measure beside what was computed of another. */
const onlyReported =
  'it kept predictions, and of this model there are only reported metrics. Name its predictions as evaluate.predictions'

export const incomparable = ({ name, metrics }: Evaluation, reason: string, needs?: Needed): Side => ({
  name,
  comparable: false,
  reason,
  ...(needs && { needs }),
  had: Object.keys(metrics),
})

/** Metrics files on both sides, or nothing better: the values as they were recorded. */
function compareValues(evaluation: Evaluation, side: CandidateSide): Side {
  const sameTestSet = sameIdentity(evaluation.identity, side.evaluation.identity)
  if (!sameTestSet && (evaluation.identity.kind !== 'none' || side.evaluation.identity.kind !== 'none'))
    return incomparable(evaluation, otherTestSet(evaluation, side), 'rerun')
  const { name, rows, metrics, undefined: none } = evaluation
  const differences = reportedDifferences(side.evaluation, evaluation)
  return { name, comparable: true, rows, metrics, undefined: none, differences, sameTestSet }
}

/** A metric of columns that were not kept yet when the baseline ran has nothing to be compared with there. */
function compareRows(
  evaluation: Evaluation,
  rows: PredictionRows,
  side: CandidateSide,
  unseen: Unseen,
): Side {
  const not = (reason: string) => incomparable(evaluation, reason)
  if (evaluation.task !== side.evaluation.task || evaluation.positive !== side.evaluation.positive)
    return not(
      `its metrics are defined otherwise: ${definition(evaluation)} there, ${definition(side.evaluation)} here`,
    )
  if (!sameIdentity(evaluation.identity, side.evaluation.identity))
    return incomparable(evaluation, otherTestSet(evaluation, side), 'rerun')
  const differing = rowsDiffer(side.rows!, rows)
  if (differing !== undefined) return not(differing)
  const known = (metric: Metric) =>
    metric.columns?.every((name) => Object.hasOwn(rows.values ?? {}, name)) ?? true
  const { ruled, own = [], sliced } = side
  const asked = {
    ...side,
    rows: side.rows!,
    ruled: ruled.filter(known),
    own: own.filter(known),
    ...(sliced && { sliced: { ...sliced, ruled: sliced.ruled.filter(known) } }),
  }
  const compared = onUnseenRows(rows, asked, unseen, (of, part) => comparedRows(of, part, evaluation))
  return typeof compared === 'string' ? not(compared) : { ...compared, sameTestSet: true }
}

/** Rows of another model on the candidate's test set, measured as the candidate's are. */
export function comparedRows(
  rows: PredictionRows,
  side: Pick<CandidateSide, 'rows' | 'meaning' | 'ruled' | 'own' | 'sliced' | 'listed' | 'curves'> &
    Partial<Pick<CandidateSide, 'evaluation'>> & { readonly request: { readonly name: string } },
  recorded?: Evaluation,
): ComparedEvaluation {
  const predictions = interpret(rows, side.meaning!, 'the predictions of the baseline')
  const computed = computeMetrics(
    predictions,
    metricsOf(side.meaning!.task, [...side.ruled, ...(side.own ?? [])]),
  )
  const reported = (recorded?.reported ?? []).map(
    (name) => [name, memberOf(recorded!.metrics, name)] as const,
  )
  const differences = {
    ...pairedDifferences(side.rows!, rows, side.meaning!, side.ruled),
    ...(recorded && side.evaluation && reportedDifferences(side.evaluation, recorded)),
  }
  const { listed } = side
  const flips =
    listed === undefined
      ? undefined
      : flipsOf(side.rows!, rows, side.meaning!, { parts: side.sliced?.slices ?? [], listed })
  const curves = side.curves && curvesOf(predictions, side.meaning!.positive, side.curves)
  return {
    name: side.request.name,
    comparable: true,
    rows: rows.rows,
    metrics: {
      ...Object.fromEntries(reported.filter((entry): entry is [string, number] => entry[1] !== undefined)),
      ...computed.metrics,
    },
    undefined: [...computed.undefined],
    differences,
    ...(flips && { flips }),
    ...(curves && { curves }),
    ...(side.sliced && { slices: compareSlices(side.rows!, rows, side.meaning!, side.sliced) }),
    sameTestSet: false,
  }
}

export const sameIdentity = (a: Identity, b: Identity) =>
  a.kind === b.kind && a.kind !== 'none' && a.value !== undefined && a.value === b.value

const definition = ({ task, positive }: Evaluation) =>
  positive === undefined ? task : `${task} with ${JSON.stringify(positive)} as positive`

const short = ({ kind, value }: Identity) => (kind === 'none' ? 'not known' : `${value?.slice(0, 15)}…`)

const otherTestSet = (there: Evaluation, { evaluation: here, request: { at } }: CandidateSide) =>
  `the test set is another: ${counted(there.rows, 'row')} (${short(there.identity)}) there, ${counted(here.rows, 'row')} (${short(here.identity)}) here. ` +
  inOwnWords(
    'Set evaluate.baseline: rerun-else-stored, or predict the new test set with that model and name the predictions as a file: baseline',
    at,
  )
