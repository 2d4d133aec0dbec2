import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { requirePulled } from '../data-versions/pull.ts'
import { AssayError, outsideError } from '../errors.ts'
import { demandModel, fetchModel } from '../models/fetch.ts'
import type { Json } from '../record/canonical-json.ts'
import type { BuiltOn } from '../record/common.ts'
import { findingDigest } from '../record/finding.ts'
import type { TrainRecord } from '../record/train.ts'
import { becauseText } from '../report/change-text.ts'
import { bytes, counted } from '../report/number.ts'
import { visible } from '../report/visible.ts'
import { errorOf, resultOf } from '../stage/outcomes.ts'
import type { Finding, Planned, Ports } from '../stage/stage.ts'
import type { Outcome } from '../stage/work.ts'
import { cacheModel } from './cached-model.ts'
import type { Candidate, TrainContext } from './context.ts'
import { modelAnswer } from './digest-model.ts'
import { type EnvironmentAnswer, environmentAnswer } from './environment-request.ts'
import { bestAnswer } from './keep-best.ts'
import { keepContracts } from './keep-contracts.ts'
import { keepModel } from './keep-model.ts'
import { profileAnswer } from './profile-tables.ts'
import { historyAnswer } from './read-history.ts'
import { notFinite, reportedAnswer } from './read-reported.ts'
import { takeBestId } from './seed-plan.ts'
import { spreadOf } from './spread.ts'

type TrainFinding = Finding<'train'>

/**
 * What came of the training. A command that fails is a verdict; what is the machine's or the configuration's fault is
 * an error.
 * @throws AssayError
 */
export async function concludeTraining(
  planned: Planned<TrainContext>,
  outcomes: readonly Outcome[],
  ports: Ports,
): Promise<TrainFinding> {
  try {
    return await findingOf(planned, outcomes, ports)
  } finally {
    for (const { cached } of planned.context.candidates)
      if (cached !== undefined) await rm(cached, { recursive: true, force: true })
  }
}

async function findingOf(
  planned: Planned<TrainContext>,
  outcomes: readonly Outcome[],
  ports: Ports,
): Promise<TrainFinding> {
  const { context } = planned
  requirePulled(outcomes)
  const examined = resultOf(outcomes, 'examine', environmentAnswer)
  const common = await shared(planned, examined, outcomes, ports)
  if (examined.settled) {
    const candidate = context.candidates[examined.match ?? -1]
    if (!candidate || candidate.fingerprint !== examined.fingerprint)
      throw new Error('settled without a candidate')
    return { ...common, ...(await reused(candidate, planned, ports)) }
  }
  const failure = firstFailure(outcomes)
  if (failure) {
    const tail = tailOf(failure, outcomes)
    return {
      ...common,
      ...failed(failure, tail),
      observed: { ...common.observed, ...(tail && { log_tail: tail }) },
    }
  }
  const finding = await trained(planned, outcomes, ports)
  const { changed } = examined
  if (!changed) return { ...common, ...finding }
  const why =
    changed.changes.length > 0 && finding.passes ? visible(becauseText('Trained', changed), 1000) : ''
  return { ...common, ...finding, changed, reason: [finding.reason, why].filter(Boolean).join(' ') }
}

async function shared(
  { project, context, evidence }: Planned<TrainContext>,
  examined: EnvironmentAnswer,
  outcomes: readonly Outcome[],
  { trust, runner }: Ports,
) {
  const { name, train } = project.config
  const { fingerprint, sources_digest, environment, tables, params, files, notes, dirty } = examined
  const validated = await trust.ofThisRun(name, 'data-validate')
  const built_on: BuiltOn[] = Object.entries(files).map(([path, digest]) => ({
    kind: 'file',
    name: path,
    digest,
  }))
  if (validated)
    built_on.unshift({
      kind: 'record',
      name: 'data-validate',
      digest: validated.digest,
      finding: findingDigest(validated.record),
    })
  const signature = await keepContracts(project, evidence, runner.log)
  return {
    built_on,
    ...(fingerprint && { fingerprint }),
    ...(sources_digest && { sources_digest }),
    command: { run: train.run ?? '', shell: train.shell, ...exitCode(outcomes, context) },
    seeds: [...context.seeds],
    ...(params && { params }),
    tables: withRows(tables, outcomes),
    ...trainedRows(outcomes),
    ...(signature.length > 0 && { signature }),
    environment: { ...environment, ...(dirty !== undefined && { dirty }) },
    observed: { hardware: examined.hardware, ...observedOf(outcomes, context, notes) },
  }
}

/** The hashes of the rows that were trained on, where they were kept. */
function trainedRows(outcomes: readonly Outcome[]) {
  const profiled = profileAnswer.safeParse(outcomes.find(({ id }) => id === 'profile')?.result)
  return profiled.success && profiled.data.hashes.length > 0 ? { trained_rows: profiled.data.hashes } : {}
}

/** How many rows there were to train on, where the tables could be read. */
function withRows(tables: EnvironmentAnswer['tables'], outcomes: readonly Outcome[]) {
  const profiled = profileAnswer.safeParse(outcomes.find(({ id }) => id === 'profile')?.result)
  const counts: Readonly<Record<string, number>> = profiled.success ? profiled.data.rows : {}
  return tables.map((table) => {
    const rows = Object.hasOwn(counts, table.name) ? counts[table.name] : undefined
    return rows === undefined ? table : { ...table, rows }
  })
}

const exitCode = (outcomes: readonly Outcome[], { seeds }: TrainContext) => {
  const code = outcomes.find(({ id }) => id === `train-${seeds[0]}`)?.exitCode
  return code === undefined ? {} : { exit_code: code }
}

function observedOf(
  outcomes: readonly Outcome[],
  { seeds }: TrainContext,
  notes: readonly string[],
): Record<string, Json | undefined> {
  const runs = seeds.flatMap((seed) => {
    const outcome = outcomes.find(({ id }) => id === `train-${seed}`)
    if (!outcome || outcome.status === 'not-run') return []
    const reported = reportedAnswer.safeParse(outcomes.find(({ id }) => id === `reported-${seed}`)?.result)
    return [
      {
        seed,
        seconds: outcome.seconds,
        ...(outcome.peakMemoryBytes !== undefined && { peak_memory_bytes: outcome.peakMemoryBytes }),
        ...(outcome.cpuSeconds !== undefined && { cpu_seconds: outcome.cpuSeconds }),
        ...(outcome.attempts !== undefined && { attempts: outcome.attempts }),
        ...(reported.success && { metrics: reported.data.metrics }),
      },
    ]
  })
  const peaks = runs.flatMap(({ peak_memory_bytes }) => peak_memory_bytes ?? [])
  const profiled = profileAnswer.safeParse(outcomes.find(({ id }) => id === 'profile')?.result)
  const unprofiled = profiled.success ? profiled.data.missing : []
  return {
    ...(runs.length > 0 && { training_seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0), runs }),
    ...(peaks.length > 0 && { peak_memory_bytes: Math.max(...peaks) }),
    ...(notes.length > 0 && { not_reusable_because: [...notes] }),
    ...(unprofiled.length > 0 && { without_profile: unprofiled }),
  }
}

/** The first item that came to nothing; what follows it did not run. */
const firstFailure = (outcomes: readonly Outcome[]) =>
  outcomes.find(({ id, status }) => id !== 'profile' && status !== 'done')

const tailOf = (failure: Outcome, outcomes: readonly Outcome[]) =>
  failure.tail ?? outcomes.findLast(({ tail }) => tail)?.tail

function failed(failure: Outcome, tail: string | undefined) {
  const error = errorOf(failure, 'training')
  // What the command did is a verdict; what kept it from being run is not its doing.
  if (error.kind !== 'input') throw error
  const last = tail?.split('\n').findLast((line) => line.trim() !== '')
  return {
    verdict: 'failed' as const,
    passes: false,
    reason: last ? `${error.message}; it last said: ${visible(last)}` : error.message,
    error: error.told,
  }
}

async function trained(
  { project, context }: Planned<TrainContext>,
  outcomes: readonly Outcome[],
  { runner }: Ports,
) {
  const { places, seeds } = context
  const reports =
    places.metrics === undefined ? [] : seeds.map((seed) => ({ seed, ...reportedOf(outcomes, seed) }))
  const shipped = shippedOf(outcomes, context)
  const counts = shipped ? reports.find(({ seed }) => seed === shipped.seed) : reports[0]
  const spread = spreadOf(reports)
  const metrics = {
    ...(counts && { metrics: counts.metrics }),
    ...(counts && counts.undefined.length > 0 && { undefined_metrics: counts.undefined }),
    ...(spread && { spread }),
    ...(shipped && { shipped }),
    ...seedPredictions(context),
    ...curvesOf(outcomes, shipped?.seed ?? seeds[0]),
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
    return {
      ...metrics,
      verdict: 'failed' as const,
      passes: false,
      reason: message,
      error: { code: 'metrics-not-finite', message, hint },
    }
  }
  const content = resultOf(outcomes, 'model', modelAnswer)
  const model = await keepModel(project.config.name, places.model, content, runner)
  await cacheModel(project.config.name, places.model, content, runner)
  if (places.ownFolder) await rm(places.model, { recursive: true, force: true })
  return {
    ...metrics,
    verdict: 'trained' as const,
    passes: true,
    reason: `The model was trained: ${bytes(content.bytes)} in ${counted(content.files, 'file')}.`,
    model_digest: model.digest,
    model,
  }
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
  const curves = historyAnswer.safeParse(found?.result).data?.curves ?? {}
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

const reportedOf = (outcomes: readonly Outcome[], seed: number) =>
  resultOf(outcomes, `reported-${seed}`, reportedAnswer)

/** Takes a trained model: its bytes are fetched and checked, and kept for this run too, so that they last as long. */
async function reused(
  { from, runId, model: ref, digest, found, cached, folder: kept }: Candidate,
  { project, evidence }: Planned<TrainContext>,
  { runner, trust }: Ports,
) {
  const { name } = project.config
  const folder = join(runner.temp, `modelassay-reused-${digest.slice(7, 19)}`)
  try {
    const fetched =
      cached === undefined ? fetchModel(ref, trust.bundlesOf(runId), folder) : demandModel(ref, cached)
    await fetched.catch((error: unknown) => {
      if (!(error instanceof AssayError)) throw error
      throw outsideError(
        error.code,
        `the model of ${from}, which nothing has changed since, cannot be had: ${error.message}`,
        {
          hint: 'Train it again: set skip-unchanged to false for this run.',
          cause: error,
        },
      )
    })
    for (const { evidence: file } of found.seed_predictions ?? [])
      await copyFile(join(kept, file), join(evidence, file))
    const model = runId === runner.run.id ? ref : await keepModel(name, cached ?? folder, ref, runner)
    return {
      ...found,
      verdict: 'reused' as const,
      passes: true,
      reason: `Nothing that decides the result has changed since ${from}: its model was taken.`,
      reused_from: from,
      model_digest: model.digest,
      model,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
