import { inputError } from '../../errors.ts'
import { artifactName } from '../../record/artifact-name.ts'
import type { BuiltOn } from '../../record/built-on.ts'
import { asStage, readBundle } from '../../record/bundle.ts'
import { digestSchema } from '../../record/digest.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { Evaluation } from '../../record/evaluation.ts'
import { findingDigest } from '../../record/finding.ts'
import { knownById } from '../../record/run.ts'
import { memberOf } from '../../rules/member-of.ts'
import type { MeasuredBaseline } from '../measured.ts'
import type { JudgeRequest, RerunOrder } from '../request.ts'
import { measureRerun, type Rerunning } from '../rerun/measure-rerun.ts'
import { compareStored, incomparable, type Side, sameIdentity } from './compare-stored.ts'
import type { CandidateSide } from './measure-candidate.ts'
import { overlapRemedy, type Unseen } from './on-unseen-rows.ts'

/** A gate record of another run, as a baseline. */
export interface RecordBaseline {
  readonly name: string
  readonly folder: string
  /** of record.json, where it was promised */
  readonly digest?: string
  readonly description?: string
  readonly url?: string
  readonly behind?: number
  readonly only?: readonly string[]
  readonly reruns?: Readonly<Record<string, RerunOrder>>
}

/**
 * Measures a recorded baseline on the candidate's test sets. Its metrics are computed again from the predictions that
 * were kept: what the record says they were is not asked.
 * @param notOf run that the record must not be of: a registered version may be this run's own, registered by an attempt before
 * @throws AssayError input: those of {@link readBundle}; `baseline-is-candidate`, `baseline-empty`
 */
export async function measureRecord(
  baseline: RecordBaseline,
  sides: readonly CandidateSide[],
  notOf: JudgeRequest['run'] | undefined,
  rerun?: Rerunning,
): Promise<{ measured: MeasuredBaseline; readFrom: BuiltOn }> {
  const promised = baseline.digest === undefined ? undefined : digestSchema.parse(baseline.digest)
  const { record, digest } = asStage(await readBundle(baseline.folder, promised), 'evaluate-gate')
  if (notOf) requireOther(record, baseline.name, notOf)
  if (!record.evaluations?.length)
    throw inputError(
      'baseline-empty',
      `the record of ${baseline.name} holds no evaluation (its verdict is ${record.verdict})`,
      {
        hint: 'Choose the record of a gate that judged a model.',
      },
    )
  const { id, sha } = record.run
  const measured: MeasuredBaseline = {
    name: baseline.name,
    description: baseline.description ?? `run ${id}${sha ? ` at ${sha.slice(0, 7)}` : ''}`,
    run: id,
    artifact: artifactName(record.name, 'evaluate-gate', record.run),
    ...(sha !== undefined && { sha }),
    ...(baseline.url !== undefined && { url: baseline.url }),
    ...(baseline.behind !== undefined && { behind: baseline.behind }),
    ...(baseline.only && { only: [...baseline.only] }),
    ...(record.model_digest && { model_digest: record.model_digest }),
    evaluations: [],
  }
  for (const evaluation of record.evaluations.filter(({ judged }) => judged !== false))
    measured.evaluations.push(await measureEvaluation(evaluation, record, baseline, sides, rerun))
  const old = await compareOld(record, baseline, rerun)
  const readFrom = {
    kind: 'record' as const,
    name: `baseline ${baseline.name}`,
    digest,
    finding: findingDigest(record),
  }
  return { measured: { ...measured, ...(old.length > 0 && { old }) }, readFrom }
}

function requireOther({ run: of }: EvaluateGateRecord, name: string, run: JudgeRequest['run']): void {
  if (!knownById(of) || of.id !== run.id || of.repository !== run.repository) return
  throw inputError(
    'baseline-is-candidate',
    `the baseline ${name} is of this very run: a model cannot be compared with itself`,
    {
      hint: 'Choose a baseline of an earlier run.',
    },
  )
}

async function measureEvaluation(
  evaluation: Evaluation,
  record: EvaluateGateRecord,
  { folder, name, reruns = {} }: RecordBaseline,
  sides: readonly CandidateSide[],
  rerun: Rerunning | undefined,
): Promise<Side> {
  const side = sides.find(({ request }) => request.name === evaluation.name)
  if (!side) return incomparable(evaluation, 'this model was not judged on it')
  const order = memberOf(reruns, evaluation.name)
  if (order && rerun && (order.always || !sameIdentity(evaluation.identity, side.evaluation.identity)))
    return measureRerun(order, side, evaluation, rerun)
  return compareStored({ evaluation, record, folder, origin: name }, side, unseenBy(rerun, side))
}

/** Its own predictions of its own test sets, beside those that the candidate's code made of them. */
async function compareOld(
  record: EvaluateGateRecord,
  { folder, name }: RecordBaseline,
  rerun: Rerunning | undefined,
): Promise<Side[]> {
  const all: Side[] = []
  for (const { of, side } of rerun?.old ?? []) {
    const evaluation = record.evaluations?.find((one) => one.name === of)
    if (!evaluation) continue
    const compared = await compareStored(
      { evaluation, record, folder, origin: name },
      side,
      unseenBy(rerun, side),
    )
    all.push({ ...withoutRemedy(compared), name: side.request.name })
  }
  return all
}

/** Nobody is to mend a test set that is no longer one. */
const withoutRemedy = (side: Side): Side =>
  side.comparable ? side : { ...side, reason: side.reason.replace(`. ${overlapRemedy}`, '') }

const unseenBy = (rerun: Rerunning | undefined, { request }: CandidateSide): Unseen => ({
  overlap: memberOf(rerun?.overlaps ?? {}, request.name),
  maxShare: rerun?.asked.maxOverlap ?? 0,
})
