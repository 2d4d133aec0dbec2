import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { requirePulled } from '../data-versions/pulled.ts'
import type { BuiltOn } from '../record/built-on.ts'
import { findingDigest } from '../record/finding.ts'
import { becauseText } from '../report/change-text.ts'
import { runText } from '../report/run-text.ts'
import { visible } from '../report/visible.ts'
import { resultOf } from '../stage/outcomes.ts'
import type { Finding, Planned, Ports } from '../stage/stage.ts'
import type { Outcome } from '../stage/work.ts'
import { resumedFrom } from './checkpoint/resumed-from.ts'
import { forgetCheckpoint, settleCheckpoint } from './checkpoint/settle-checkpoint.ts'
import { tellWaiting, waitingToldBy } from './checkpoint/tell-waiting.ts'
import { concludeFailure, firstFailure, logFile, tailOf } from './conclude-failure.ts'
import { concludeModel } from './conclude-model.ts'
import type { TrainContext } from './context.ts'
import { type EnvironmentAnswer, environmentAnswer } from './environment/environment-request.ts'
import { keepContracts } from './keep-contracts.ts'
import { takeModel } from './model/take-model.ts'
import { exitCode, observedOf, trainedRows, withRows } from './observed-work.ts'
import { requireRefreshed } from './refresh.ts'
import { concludeRepeated, forgetRepeated } from './repeat.ts'
import { concludeRefused, copyEvidence, withParts } from './seeds/conclude-gathering.ts'
import { concludePart, concludeSettledPart } from './seeds/conclude-part.ts'
import type { Gathered } from './seeds/gathered.ts'

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
  const { gathered } = planned.context
  const came = await cameOf(planned, outcomes, ports).then(
    (finding) => ({ finding }),
    (thrown: unknown) => ({ thrown }),
  )
  const ended =
    'finding' in came && !gathered && (came.finding.passes === true || came.finding.verdict === 'part')
  const waiting = await settleCheckpoint(planned, outcomes, ended, ports.runner)
  await forgetCheckpoint(planned.context, outcomes)
  await forgetRepeated(planned.context)
  for (const { held } of planned.context.candidates)
    if (held !== undefined) await rm(held, { recursive: true, force: true })
  if ('thrown' in came) throw waitingToldBy(came.thrown, waiting)
  return tellWaiting(came.finding, waiting)
}

async function cameOf(
  planned: Planned<TrainContext>,
  outcomes: readonly Outcome[],
  ports: Ports,
): Promise<TrainFinding> {
  const { gathered } = planned.context
  if (gathered && 'refusal' in gathered) return concludeRefused(gathered, planned.context)
  if (gathered) return concludeGathered(gathered, planned, outcomes, ports)
  return findingOf(planned, outcomes, ports)
}

/** As if this job had done the work of those whose parts it gathers. */
async function concludeGathered(
  gathered: Gathered,
  planned: Planned<TrainContext>,
  outcomes: readonly Outcome[],
  ports: Ports,
): Promise<TrainFinding> {
  await copyEvidence(gathered.parts, planned.evidence)
  return withParts(await findingOf(planned, [...gathered.outcomes, ...outcomes], ports), gathered)
}

async function findingOf(
  planned: Planned<TrainContext>,
  outcomes: readonly Outcome[],
  ports: Ports,
): Promise<TrainFinding> {
  const { context } = planned
  requireRefreshed(outcomes)
  requirePulled(outcomes)
  const examined = resultOf(outcomes, 'examine', environmentAnswer)
  const common = await shared(planned, examined, outcomes, ports)
  if (examined.settled) {
    const candidate = context.candidates[examined.match ?? -1]
    if (!candidate || candidate.fingerprint !== examined.fingerprint)
      throw new Error('settled without a candidate')
    return context.part
      ? { ...common, ...(await concludeSettledPart(candidate, planned, context.part, outcomes)) }
      : { ...common, ...(await takeModel(candidate, planned, ports)) }
  }
  const failure = firstFailure(outcomes)
  if (failure) {
    const tail = tailOf(failure, outcomes)
    if (tail) await writeFile(join(planned.evidence, logFile), `${tail}\n`)
    return {
      ...common,
      ...concludeFailure(failure, tail),
      ...(context.part && { part: { of: [...context.part.of] } }),
      observed: { ...common.observed, ...(tail && { log_tail: tail }) },
    }
  }
  const { changed } = examined
  const goneOn = common.resumed ? ` It went on from a checkpoint of ${runText(common.resumed.run)}.` : ''
  if (context.part) {
    const part = await concludePart(planned, context.part, outcomes, ports)
    return { ...common, ...part, ...(changed && { changed }), reason: `${part.reason}${goneOn}` }
  }
  const model = await concludeModel(planned, outcomes, ports)
  const finding = { ...model, reason: `${model.reason}${goneOn}` }
  if (context.repeats) {
    const second = { ...common, ...finding, changed }
    return { ...common, ...finding, ...concludeRepeated(context.repeats, second, outcomes) }
  }
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
    command: { ...examined.command, shell: train.shell, ...exitCode(outcomes, context) },
    seeds: [...context.seeds],
    ...resumedFrom(context, outcomes),
    ...(params && { params }),
    tables: withRows(tables, outcomes),
    ...trainedRows(outcomes),
    ...(signature.length > 0 && { signature }),
    environment: { ...environment, ...(dirty !== undefined && { dirty }) },
    observed: { hardware: examined.hardware, ...observedOf(outcomes, context, notes) },
  }
}
