import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Project } from '../config/project.ts'
import type { Config } from '../config/schema.ts'
import { inputError } from '../errors.ts'
import { readStoredPredictions, storedPredictionsFile } from '../metrics/stored-predictions.ts'
import type { ReadRecord } from '../record/bundle.ts'
import type { Json } from '../record/canonical-json.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import type { Finding, Ports } from '../stage/stage.ts'
import { besideNaive } from './beside-naive.ts'
import { concludeGate } from './conclude.ts'
import type { MissingBaseline } from './context.ts'
import { findBaselines } from './find-baselines.ts'
import { type CandidateSide, measureCandidate } from './measure-candidate.ts'
import { measureRecord } from './measure-record.ts'
import type { Measured } from './measured.ts'
import { judgeId } from './plan.ts'
import type { PredictionsReader } from './predictions-reader.ts'
import { registeredVersions } from './registered-version.ts'
import type { BaselineRequest, EvaluationRequest, JudgeRequest } from './request.ts'
import { confidentOf } from './ruled-metrics.ts'
import { checkRules } from './rules.ts'
import { slicingOf } from './slicing-of.ts'

/**
 * Judges the predictions that a run kept, by other rules than that run's own and nothing of its code. Its verdict and its
 * metrics are not looked at; reported values, which nobody can compute, are taken as they are recorded. What a gate can
 * only know beside the model is left out: fairness, whose groups are not kept by row, seeds, and files of the repository.
 * @param project the rules
 * @param scratch folder for what is made on the way
 * @throws AssayError input `predictions-missing`, and what reading predictions and rules throws
 */
export async function judgeAgain(
  stored: ReadRecord<EvaluateGateRecord>,
  project: Project,
  ports: Ports,
  scratch: string,
): Promise<Finding<'evaluate-gate'>> {
  const { fairness: _groups, seeds: _seeds, ...gate } = project.config.gate
  const judged: Project = { ...project, config: { ...project.config, gate } }
  const { config } = judged
  checkRules(judged)
  const open = async () => (await import('../registry/open.ts')).openRegistry(judged, ports)
  const found = await findBaselines(judged, ports.trust, registeredVersions(config.name, open, ports))
  const baselines = found.map(withoutFiles)
  await mkdir(scratch, { recursive: true })
  const evaluations = await Promise.all(
    Object.entries(config.evaluations).map(([name, of]) => requestOf(name, of, stored, scratch)),
  )
  const { id, repository } = ports.runner.run
  const asked: JudgeRequest = {
    evaluations,
    baselines: baselines.filter((baseline): baseline is BaselineRequest => 'kind' in baseline),
    maxOverlap: gate.max_overlap,
    own: config.metrics,
    ruled: Object.keys(gate.rules),
    confident: confidentOf(gate.rules),
    naive: besideNaive(gate.rules),
    ...slicingOf(gate),
    listed: gate.new_errors?.listed ?? 20,
    run: { id, ...(repository !== undefined && { repository }) },
  }
  const sides: CandidateSide[] = []
  for (const request of evaluations) {
    const side = await measureCandidate(request, asked, storedReader, scratch)
    sides.push(withIdentity(side, stored.record))
  }
  const measured = await measuredBaselines(asked, sides)
  return concludeGate(
    {
      project: judged,
      own: {},
      evidence: scratch,
      context: {
        missing: baselines.filter((baseline): baseline is MissingBaseline => 'outcome' in baseline),
        asked: gate.baselines,
        builtOn: [],
        ...(stored.record.model_digest && { modelDigest: stored.record.model_digest }),
      },
    },
    [{ id: judgeId, status: 'done', seconds: 0, result: measured as unknown as Json }],
    ports,
  )
}

/** Predictions as a gate keeps them: its own columns, whatever the user's were called. */
const storedReader: PredictionsReader = {
  read: ({ predictions }) => readStoredPredictions(predictions.path, predictions.label),
  close: () => {},
}

async function requestOf(
  name: string,
  { columns, task, positive, judged }: Config['evaluations'][string],
  { record, folder }: ReadRecord<EvaluateGateRecord>,
  scratch: string,
): Promise<Omit<EvaluationRequest, 'truth' | 'testTable'>> {
  const label = storedPredictionsFile(name)
  const kept = record.evidence?.some(({ path }) => path === label)
  const evaluation = record.evaluations?.find((one) => one.name === name)
  const reported = (evaluation?.reported ?? []).flatMap((metric): [string, number][] =>
    evaluation && Object.hasOwn(evaluation.metrics, metric) ? [[metric, evaluation.metrics[metric]!]] : [],
  )
  if (!kept && reported.length === 0)
    throw inputError('predictions-missing', `that run kept no predictions of the evaluation ${name}`, {
      hint: 'Read the log of its gate, mend what it says, and run it again.',
    })
  const file = join(scratch, `reported-${name}.json`)
  if (reported.length > 0) await writeFile(file, JSON.stringify(Object.fromEntries(reported)))
  return {
    name,
    config: { columns, ...(task && { task }), ...(positive !== undefined && { positive }) },
    ...(!judged && { judged: false as const }),
    ...(kept && { predictions: { path: join(folder, label), label } }),
    ...(reported.length > 0 && { metrics: { path: file, label: 'reported values' } }),
  }
}

/**
 * Which test set it says that it is of. A baseline's rows are compared one by one with these, ids and labels: a claim
 * that is false compares with nothing.
 */
function withIdentity(side: CandidateSide, { evaluations = [] }: EvaluateGateRecord): CandidateSide {
  const claimed = evaluations.find(({ name }) => name === side.request.name)?.identity
  return claimed ? { ...side, evaluation: { ...side.evaluation, identity: claimed } } : side
}

const withoutFiles = (baseline: BaselineRequest | MissingBaseline): BaselineRequest | MissingBaseline =>
  'kind' in baseline && baseline.kind === 'file'
    ? {
        name: baseline.name,
        outcome: 'lost',
        reason: 'files of the repository are not read where a run is judged again',
      }
    : baseline

async function measuredBaselines(asked: JudgeRequest, sides: readonly CandidateSide[]): Promise<Measured> {
  const baselines: Measured['baselines'] = []
  const files: Measured['files'] = []
  for (const baseline of asked.baselines) {
    if (baseline.kind === 'file') continue
    const { measured, readFrom } = await measureRecord(
      baseline,
      sides,
      baseline.from === 'run' ? asked.run : undefined,
      { asked, reader: storedReader, overlaps: {} },
    )
    baselines.push(measured)
    files.push(readFrom)
  }
  return { evaluations: sides.map(({ evaluation }) => evaluation), baselines, files }
}
