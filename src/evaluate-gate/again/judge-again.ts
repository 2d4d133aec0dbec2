import { mkdir } from 'node:fs/promises'
import type { Project } from '../../config/project.ts'
import type { ReadRecord } from '../../record/bundle.ts'
import type { Json } from '../../record/canonical-json.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { TrainRecord } from '../../record/train.ts'
import { modelBytes } from '../../rules/model-bytes.ts'
import { rulesByMetric } from '../../rules/named-rules.ts'
import { confidentOf } from '../../rules/ruled-metrics.ts'
import type { Finding, Ports } from '../../stage/stage.ts'
import { changesSince } from '../baselines/changes-since.ts'
import { type BaselineSource, findBaselines, type Keep } from '../baselines/find-baselines.ts'
import { registeredVersions } from '../baselines/registered-version.ts'
import { earlierUses } from '../baselines/test-set-uses.ts'
import { seedPredictionsOf, trainingsOf } from '../baselines/trainings.ts'
import { concludeGate } from '../conclude.ts'
import type { MissingBaseline } from '../context.ts'
import { judgeId } from '../judge-id.ts'
import { type CandidateSide, measureCandidate } from '../measure/measure-candidate.ts'
import { withModelSize } from '../measure/model-size.ts'
import { withSameRows } from '../measure/same-rows.ts'
import type { BaselineRequest, JudgeRequest } from '../request.ts'
import { besideNaive } from '../rules/beside-naive.ts'
import { checkRules } from '../rules/check-rules.ts'
import { needsBaselines } from '../rules/needs-baselines.ts'
import { slicingOf } from '../slicing-of.ts'
import { storedReader } from './again-readers.ts'
import { baselinesAgain } from './baselines-again.ts'
import { keptEvaluation, withClaims, withLabels } from './kept-evaluation.ts'
import { labelsAreKnown } from './known-labels.ts'
import { recordedGroups } from './recorded-groups.ts'
import { takenAsRecorded } from './taken-as-recorded.ts'

/** What a run kept, and what is known beside it. */
export interface Kept {
  readonly gate: ReadRecord<EvaluateGateRecord>
  /** the training that the gate's record names, where the run kept it */
  readonly training?: ReadRecord<TrainRecord>
  /** the last accepted gate of the base, which tells what the test set is */
  readonly accepted?: ReadRecord<EvaluateGateRecord>
}

export interface JudgedAgain {
  readonly finding: Finding<'evaluate-gate'>
  /** what is nobody's word but the run's, a phrase each */
  readonly taken: readonly string[]
}

/**
 * Judges the predictions that a run kept, by other rules than that run's own and nothing of its code. Its verdict and its
 * metrics are not looked at. What nobody can compute from predictions is taken as it is recorded, and said; what can be
 * checked of it is.
 * @param project the rules; `file:` baselines lie beside them
 * @param scratch folder for what is made on the way
 * @throws AssayError input `predictions-missing`, `groups-missing`, `groups-contradict`, `test-set-changed`, and what
 *   reading predictions and rules throws
 */
export async function judgeAgain(
  { gate: stored, training, accepted }: Kept,
  project: Project,
  ports: Ports,
  scratch: string,
): Promise<JudgedAgain> {
  const { config } = project
  checkRules(project)
  const open = async () => (await import('../../registry/open.ts')).openRegistry(project, ports)
  const sources = new Map<BaselineRequest, BaselineSource>()
  const versions = registeredVersions(config.name, open, ports)
  const keep: Keep = (request, source) => void sources.set(request, source)
  const found = needsBaselines(config) ? await findBaselines(project, ports.trust, versions, keep) : []
  const trainings = await trainingsOf(sources, ports.trust)
  await mkdir(scratch, { recursive: true })
  const requests = await Promise.all(
    Object.entries(config.evaluations).map(([name, of]) => keptEvaluation(name, of, stored, scratch)),
  )
  const asked = requestOf(config, stored.record, training, ports, requests)
  const sides: CandidateSide[] = []
  const unknown: string[] = []
  for (const request of requests) {
    const measured = await measureCandidate(request, asked, storedReader, scratch)
    const side = withGroups(withClaims(measured, stored.record), stored.record, config.gate.fairness)
    if (side.rows && !(await labelsAreKnown(side, accepted))) unknown.push(request.name)
    const sized = { ...side, evaluation: withModelSize(side.evaluation, asked) }
    sides.push(await withLabels(sized, config.evaluations[request.name]!, scratch))
  }
  const requested = found.filter((baseline): baseline is BaselineRequest => 'kind' in baseline)
  const compared = await baselinesAgain(requested, withSameRows(sides), asked, { config, trainings })
  const uses = earlierUses(sources)
  const finding = await concludeGate(
    {
      project,
      own: {},
      evidence: scratch,
      context: {
        missing: [
          ...found.filter((baseline): baseline is MissingBaseline => 'outcome' in baseline),
          ...compared.missing,
        ],
        asked: config.gate.baselines,
        builtOn: [],
        ...(stored.record.model_digest && { modelDigest: stored.record.model_digest }),
        ...(training?.record.metrics && { trained: training.record.metrics }),
        ...(training && { changes: await changesSince(training, trainings) }),
        ...(uses && { earlierUses: uses }),
      },
    },
    [{ id: judgeId, status: 'done', seconds: 0, result: compared.measured as unknown as Json }],
    ports,
  )
  return { finding, taken: takenAsRecorded(project, compared.measured, unknown) }
}

/** The same that a gate asks its own work, as far as it needs no code of the run's. */
function requestOf(
  config: Project['config'],
  record: EvaluateGateRecord,
  training: Kept['training'],
  { runner }: Ports,
  requests: JudgeRequest['evaluations'],
): JudgeRequest {
  const { gate, metrics: own, evaluations } = config
  const ruled = rulesByMetric(config)
  const { id, repository } = runner.run
  const [first = ''] = Object.keys(evaluations)
  const modelSize = record.evaluations?.find(({ name }) => name === first)?.metrics[modelBytes]
  return {
    evaluations: requests,
    baselines: [],
    maxOverlap: gate.max_overlap,
    own,
    ruled: Object.keys(ruled),
    confident: confidentOf(ruled),
    naive: besideNaive(ruled),
    ...slicingOf(gate),
    listed: gate.new_errors?.listed ?? 20,
    ...(modelSize !== undefined && { modelSize }),
    ...(gate.seeds && training && { seeds: seedPredictionsOf(training, first, 'this model') }),
    run: { id, ...(repository !== undefined && { repository }) },
  }
}

function withGroups(
  side: CandidateSide,
  { evaluations = [] }: EvaluateGateRecord,
  asked: Project['config']['gate']['fairness'],
): CandidateSide {
  if (!asked || side.request.judged === false) return side
  const claimed = evaluations.find(({ name }) => name === side.request.name)
  const fairness = recordedGroups(side, claimed, asked)
  return fairness ? { ...side, evaluation: { ...side.evaluation, fairness } } : side
}
