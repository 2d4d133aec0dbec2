import { rm } from 'node:fs/promises'
import type { TrainRecord } from '../record/train.ts'
import { bytes, counted } from '../report/number.ts'
import { visible } from '../report/visible.ts'
import { resultOf } from '../stage/outcomes.ts'
import type { Planned, Ports } from '../stage/stage.ts'
import type { Outcome } from '../stage/work.ts'
import type { TrainContext } from './context.ts'
import { forgetOtherSeeds, judgedFilesOf } from './judged-files/judged-files-of.ts'
import { cacheModel } from './model/cached-model.ts'
import { modelAnswer } from './model/digest-model.ts'
import { keepModel } from './model/keep-model.ts'
import { dvcAnswer, dvcItem, dvcOf } from './reported/read-dvc.ts'
import { historyAnswer } from './reported/read-history.ts'
import { mlflowAnswer, mlflowItem, mlflowOf } from './reported/read-mlflow.ts'
import { notFinite, reportedAnswer } from './reported/read-reported.ts'
import { bestAnswer } from './seeds/keep-best.ts'
import { takeBestId } from './seeds/seed-plan.ts'
import { spreadOf } from './seeds/spread.ts'

/**
 * What a training that ended well comes to: its metrics, and its model kept, unless the metrics are no numbers.
 * @throws AssayError what reading the work's answers and keeping the model throw
 */
export async function concludeModel(
  planned: Planned<TrainContext>,
  outcomes: readonly Outcome[],
  { runner }: Ports,
) {
  const { project, context } = planned
  const { places, gathered } = context
  const { found, failure } = reportedBy(planned, outcomes)
  if (failure) return { ...found, ...failure }
  await forgetOtherSeeds(outcomes, {
    seeds: context.seeds,
    shipped: found.shipped?.seed ?? context.seeds[0],
    kept: Object.values(context.predictions?.files ?? {}),
    evidence: planned.evidence,
  })
  const content = resultOf(outcomes, 'model', modelAnswer)
  const there = gathered && 'model' in gathered ? gathered.model : undefined
  const model = there ?? (await keepModel(project.config.name, places.model, content, runner))
  await cacheModel(project.config.name, places.model, content, runner)
  if (places.ownFolder) await rm(places.model, { recursive: true, force: true })
  return {
    ...found,
    verdict: 'trained' as const,
    passes: true,
    reason: `The model was trained: ${bytes(content.bytes)} in ${counted(content.files, 'file')}.`,
    model_digest: model.digest,
    model,
  }
}

/** What the seeds of this job reported, and the verdict where that is no training. */
export function reportedBy({ project, context }: Planned<TrainContext>, outcomes: readonly Outcome[]) {
  const { seeds } = context
  const reports = seeds.flatMap((seed) => {
    const reported = reportedOf(outcomes, seed, context)
    return reported === undefined ? [] : [{ seed, ...reported }]
  })
  const shipped = shippedOf(outcomes, context)
  const counts = shipped ? reports.find(({ seed }) => seed === shipped.seed) : reports[0]
  const spread = spreadOf(reports)
  const stages = dvcOf(outcomes, shipped?.seed ?? seeds[0] ?? 0)?.stages
  const found = {
    ...(counts && { metrics: counts.metrics }),
    ...(counts && counts.undefined.length > 0 && { undefined_metrics: counts.undefined }),
    ...(spread && { spread }),
    ...(shipped && { shipped }),
    ...seedPredictions(context),
    ...judgedFilesOf(outcomes, { seeds, shipped: shipped?.seed ?? seeds[0] }),
    ...curvesOf(outcomes, shipped?.seed ?? seeds[0]),
    ...(stages && { dvc: stages }),
    ...(project.config.train.params === undefined && trackedParams(outcomes, shipped?.seed ?? seeds[0])),
  }
  const wrong = reports.flatMap(({ seed, ...report }) =>
    notFinite(report).map(
      ({ metric, reason }) => `${visible(metric)} ${reason}${seeds.length > 1 ? ` (seed ${seed})` : ''}`,
    ),
  )
  if (wrong.length > 0) {
    const message = `the training reported metrics that are no numbers: ${wrong.slice(0, 5).join(', ')}`
    const hint =
      'The training has diverged or divides by zero: look at its log, its data and its learning rate.'
    const error = { code: 'metrics-not-finite', message, hint }
    return { found, failure: { verdict: 'failed' as const, passes: false, reason: message, error } }
  }
  return { found, failure: undefined }
}

function shippedOf(outcomes: readonly Outcome[], { shipBy, seeds }: TrainContext) {
  if (shipBy === undefined) return undefined
  const { seed, value } = resultOf(outcomes, takeBestId, bestAnswer)
  if (!seeds.includes(seed)) throw new Error(`seed ${seed} was not trained`)
  return { seed, metric: shipBy, value }
}

/** What the training of the model that counts logged by step. */
function curvesOf(outcomes: readonly Outcome[], seed: number | undefined): Pick<TrainRecord, 'curves'> {
  const found = outcomes.find(({ id }) => id === `history-${seed}`)
  const logged = found
    ? historyAnswer.safeParse(found.result).data
    : seed === undefined
      ? undefined
      : (mlflowOf(outcomes, seed) ?? dvcOf(outcomes, seed))
  const curves = logged?.curves ?? {}
  return Object.keys(curves).length > 0 ? { curves } : {}
}

function seedPredictions({ predictions }: TrainContext) {
  if (!predictions) return {}
  const { evaluation, files } = predictions
  return {
    seed_predictions: Object.entries(files).map(([seed, evidence]) => ({
      seed: Number(seed),
      evaluation,
      evidence,
    })),
  }
}

/** From the metrics file, or else from the run of MLflow or the DVC pipeline; undefined where there is none of them. */
function reportedOf(outcomes: readonly Outcome[], seed: number, { places, mlflow, dvc }: TrainContext) {
  if (places.metrics !== undefined) return resultOf(outcomes, `reported-${seed}`, reportedAnswer)
  if (mlflow) return resultOf(outcomes, mlflowItem(seed), mlflowAnswer).reported
  return dvc ? resultOf(outcomes, dvcItem(seed), dvcAnswer).reported : undefined
}

/** As MLflow holds them, all texts, or as dvc.lock does. */
function trackedParams(outcomes: readonly Outcome[], seed: number | undefined): Pick<TrainRecord, 'params'> {
  const params = seed === undefined ? {} : ((mlflowOf(outcomes, seed) ?? dvcOf(outcomes, seed))?.params ?? {})
  return Object.keys(params).length > 0 ? { params } : {}
}
