import { join } from 'node:path'
import { metricsOf } from '../../metrics/catalogue.ts'
import { computeMetrics, type Metrics } from '../../metrics/compute.ts'
import { curvesOf } from '../../metrics/curves/curves-of.ts'
import { interpret, type Meaning } from '../../metrics/interpret/interpret.ts'
import { positiveClass } from '../../metrics/interpret/positive-class.ts'
import { requireLabels } from '../../metrics/interpret/require-labels.ts'
import { intervalsOf } from '../../metrics/intervals/intervals-of.ts'
import type { Metric } from '../../metrics/metric.ts'
import { rowsDigest } from '../../metrics/pair-rows.ts'
import type { PredictionRows } from '../../metrics/read/prediction-rows.ts'
import { storedPredictionsFile, storePredictions } from '../../metrics/read/stored-predictions.ts'
import { taskOf } from '../../metrics/task.ts'
import { begun } from '../../parallel.ts'
import type { Curves } from '../../record/curves.ts'
import { type Digest, sha256OfFile } from '../../record/digest.ts'
import type { Evaluation } from '../../record/evaluation.ts'
import type { Identity } from '../../record/refs.ts'
import { columnsOfOwn, isBounded, ownMetrics, ruledMetrics } from '../../rules/ruled-metrics.ts'
import { contentOf } from '../../tables/identity.ts'
import type { EvaluationRequest, JudgeRequest, LocatedEvaluation } from '../request.ts'
import { measureFairness } from './measure-fairness.ts'
import { measureNaive } from './measure-naive.ts'
import { type JudgedSlices, measureSlices } from './measure-slices.ts'
import type { Overlap } from './overlap.ts'
import type { PredictionsReader } from './predictions-reader.ts'
import { joinReported, readMetricsFile } from './reported-metrics.ts'

/** The candidate on one test set: what is recorded, and the rows that baselines are compared with. */
export interface CandidateSide {
  readonly request: LocatedEvaluation
  readonly evaluation: Evaluation
  readonly rows?: PredictionRows
  /** of the predictions as they are kept */
  readonly kept?: Digest
  /** how the rows are meant, on both sides of a comparison */
  readonly meaning?: Omit<Meaning, 'classes'>
  /** metrics whose differences are tested */
  readonly ruled: readonly Metric[]
  /** metrics of the user's own that rows have, ruled or not */
  readonly own?: readonly Metric[]
  readonly sliced?: JudgedSlices
  /** test rows that it was trained on, by id; absent where that cannot be told */
  readonly overlap?: Overlap
  /** how many flipped rows are named of each kind; absent: flips are not asked for */
  readonly listed?: number
  /** what its predictions look like, for the report */
  readonly curves?: Curves
}

/** Measures the candidate, and keeps its predictions as evidence so that later runs can compare row by row. */
export async function measureCandidate(
  request: LocatedEvaluation,
  ofJudged: JudgeRequest,
  reader: PredictionsReader,
  evidence: string,
): Promise<CandidateSide> {
  const asked = request.judged === false ? withoutParts(ofJudged) : ofJudged
  const file = request.metrics && (await readMetricsFile(request.metrics))
  if (!request.predictions) return reportedOnly(request, asked, file)
  const { label } = request.predictions
  const { rows, meaning } = await readMeant({ ...request, predictions: request.predictions }, reader, asked)
  const predictions = interpret(rows, meaning, label)
  const sliced = asked.slices && measureSlices(rows, meaning, asked.slices, asked.own)
  const ruled = ruledMetrics(asked.ruled, asked.own)
  const own = ownMetrics(asked.own)
  const computed = computeMetrics(predictions, metricsOf(meaning.task, [...ruled, ...own]))
  const metrics = joinReported(computed, file, asked, request.metrics?.label ?? '')
  const fairness = asked.fairness && measureFairness(predictions, rows.attributes ?? {}, asked.fairness)
  const kept = join(evidence, storedPredictionsFile(request.name))
  await storePredictions(
    kept,
    withAttributes(rows, [...(asked.slices?.columns ?? []), ...dependenceColumns(request.config)]),
  )
  const digest = begun(sha256OfFile(kept))
  const naive = measureNaive(predictions, ruled, asked.naive ?? [])
  const curves = request.judged === false ? undefined : curvesOf(predictions, meaning.positive)
  return {
    request,
    rows,
    kept: await digest,
    meaning,
    ruled,
    own,
    ...(asked.listed !== undefined && { listed: asked.listed }),
    ...(curves && { curves }),
    evaluation: {
      name: request.name,
      identity: await identityOf(request, rows),
      rows: rows.rows,
      task: meaning.task,
      ...(request.judged === false && { judged: false as const }),
      ...(meaning.positive !== undefined && { positive: meaning.positive }),
      ...recorded(metrics),
      intervals: {
        ...intervalsOf(predictions, ruled.filter(isBounded(asked.confident))),
        ...metrics.intervals,
      },
      ...(sliced && { slices: sliced.recorded }),
      ...(fairness && { fairness }),
      ...(Object.keys(naive).length > 0 && { naive }),
    },
    ...(sliced && { sliced: sliced.judged }),
  }
}

/** Rows that are not judged are not judged in parts either, and need no column for it. */
function withoutParts({ slices: _slices, fairness: _fairness, ...asked }: JudgeRequest): JudgeRequest {
  return asked
}

const dependenceKeys = (
  { columns }: EvaluationRequest['config'],
  asked: EvaluationRequest['asked'] = {},
): NonNullable<EvaluationRequest['asked']> =>
  Object.fromEntries(
    (['group', 'time', 'query'] as const).flatMap((kind) =>
      columns[kind] === undefined
        ? []
        : [
            [
              `attributes.${columns[kind]}`,
              asked[`columns.${kind}`] ?? { key: `evaluate.columns.${kind}`, place: {} },
            ],
          ],
    ),
  )

/** Groups of people are counted, and not kept by row: what is kept is what slices of a later run need. */
function withAttributes(rows: PredictionRows, names: readonly string[]): PredictionRows {
  const { attributes = {}, ...rest } = rows
  const kept = Object.entries(attributes).filter(([name]) => names.includes(name))
  return kept.length === 0 ? rest : { ...rest, attributes: Object.fromEntries(kept) }
}

/** Predictions of an evaluation, and how they are meant. */
export async function readMeant(
  {
    predictions,
    config,
    truth,
    testTable,
    asked,
  }: LocatedEvaluation & Pick<Required<LocatedEvaluation>, 'predictions'>,
  reader: PredictionsReader,
  {
    slices,
    fairness,
    own = {},
  }: Pick<JudgeRequest, 'slices' | 'fairness'> & Partial<Pick<JudgeRequest, 'own'>> = {},
): Promise<Pick<Required<CandidateSide>, 'rows' | 'meaning'>> {
  const rows = await reader.read({
    predictions,
    evaluation: config,
    attributes: [
      ...new Set([...(slices?.columns ?? []), ...(fairness?.columns ?? []), ...dependenceColumns(config)]),
    ],
    values: columnsOfOwn(own),
    ...(truth && { truth }),
    ...(testTable && { testTable }),
    asked: {
      ...dependenceKeys(config, asked),
      ...asked,
    },
  })
  const labelled = (truth ?? predictions).label
  requireLabels(rows, labelled)
  return { rows, meaning: meaningOf(rows, config, labelled) }
}

async function reportedOnly(
  request: LocatedEvaluation,
  asked: JudgeRequest,
  file: Metrics | undefined,
): Promise<CandidateSide> {
  const metrics = joinReported(undefined, file, asked, request.metrics?.label ?? '')
  const evaluation = {
    name: request.name,
    identity: await identityOf(request, undefined),
    rows: 0,
    task: request.config.task ?? ('aggregate' as const),
    ...(request.judged === false && { judged: false as const }),
    ...recorded(metrics),
    ...(Object.keys(metrics.intervals).length > 0 && { intervals: metrics.intervals }),
  }
  return { request, evaluation, ruled: [] }
}

function meaningOf(
  rows: PredictionRows,
  { task: configured, positive, columns: { group, time, query } }: EvaluationRequest['config'],
  label: string,
): NonNullable<CandidateSide['meaning']> {
  const asked = { ...(configured && { task: configured }), ...(positive !== undefined && { positive }) }
  const task = taskOf(rows, asked, label)
  return {
    task,
    ...(task === 'ranking' && query !== undefined && { query }),
    ...(task === 'binary' && { positive: positiveClass(rows, positive, label) }),
    ...((group ?? time) !== undefined && {
      dependence: { ...(group !== undefined && { group }), ...(time !== undefined && { time }) },
    }),
  }
}

/** Which rows belong together, or when they were: kept with the predictions, so that nobody moves them later. */
const dependenceColumns = ({ columns: { group, time, query } }: EvaluationRequest['config']) =>
  [group, time, query].filter((name) => name !== undefined)

const recorded = ({ metrics, undefined: none, reported }: ReturnType<typeof joinReported>) => ({
  metrics: { ...metrics },
  undefined: [...none],
  ...(reported.length > 0 && { reported: [...reported] }),
})

/** What decides that two evaluations are of the same test set: its table where one is named, else its ids and labels. */
async function identityOf(request: LocatedEvaluation, rows: PredictionRows | undefined): Promise<Identity> {
  const table = request.truth ?? request.testTable
  if (table) return { kind: 'content', value: (await contentOf(table)).digest }
  return rows ? { kind: 'content', value: rowsDigest(rows) } : { kind: 'none' }
}
