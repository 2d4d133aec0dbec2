import type { Project } from '../config/project.ts'
import type { Baseline } from '../record/baseline.ts'
import type { Json } from '../record/canonical-json.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { visible } from '../report/visible.ts'
import { rulesHeld } from '../rules/named-rules.ts'
import { errorOf, resultOf, withLastWords } from '../stage/outcomes.ts'
import type { Finding, Planned, Ports } from '../stage/stage.ts'
import type { Outcome } from '../stage/work.ts'
import { uncounted, withOldUses, withUses, wornOut } from './baselines/test-set-uses.ts'
import { compareAll } from './compare/compare.ts'
import type { Contest } from './compare/contest.ts'
import { overlapDoubts, withOverlap } from './compare/overlap-verdict.ts'
import { judge } from './compare/verdict.ts'
import type { ChangesSince, GateContext, MissingBaseline } from './context.ts'
import { reasonOf } from './explain/reason.ts'
import { requireAsSeen, requireHeld } from './held-tables.ts'
import { judgeId } from './judge-id.ts'
import { type Measured, type MeasuredBaseline, measuredSchema, type OldTestSet } from './measured.ts'
import {
  oldTestSetDoubts,
  oldTestSetRecords,
  reachedOn,
  withOldOutcomes,
} from './old-test-set/told-old-test-sets.ts'
import { rerunItems, withRerunOutcomes } from './rerun/rerun-outcomes.ts'
import { requireGroups } from './rules/check-fairness.ts'
import { requireClasses } from './rules/check-new-errors.ts'
import { checkUnits } from './rules/check-units.ts'
import { directionsOf } from './rules/directions.ts'
import { olderThanModel, stalePredictions } from './stale-predictions.ts'
import { applyWaivers, waivedIn } from './waivers/apply-waivers.ts'
import { findWaivers } from './waivers/find-waivers.ts'
import { waiversInVain } from './waivers/in-vain.ts'
import { waiversOfNothing } from './waivers/of-nothing.ts'
import { wordsOf } from './words/words-items.ts'

/**
 * From numbers to a verdict.
 * @throws AssayError when predictions or rules cannot be read; a bad model is a verdict, not an error
 */
export async function concludeGate(
  { project, context }: Planned<GateContext>,
  outcomes: readonly Outcome[],
  ports: Pick<Ports, 'runner' | 'forge'>,
): Promise<Finding<'evaluate-gate'>> {
  const { reruns = [], oldTestSets = [] } = context
  const spared = new Set([...rerunItems(reruns), ...rerunItems(oldTestSets)])
  const failed = outcomes.find(({ id, status }) => status !== 'done' && !spared.has(id))
  if (failed) throw withLastWords(errorOf(failed, failed.id), failed.tail)
  const read = resultOf(outcomes, judgeId, measuredSchema)
  const ownMade = requireHeld(outcomes, read)
  requireAsSeen(read.evaluations, context.seen ?? {})
  const measured = { ...read, baselines: withRerunOutcomes(read.baselines, reruns, outcomes) }
  const old = withOldOutcomes(read.old ?? [], oldTestSets, outcomes)
  const directions = directionsOf(project, measured)
  const [judged, ofTraining] = parted(measured)
  const training = { evaluations: ofTraining, reported: context.trained ?? {} }
  requireGroups(project, judged)
  requireClasses(project, judged)
  checkUnits(project, judged, training)
  const baselines = inAskedOrder(context, judged.baselines)
  const { gate } = project.config
  const compared = compareAll({
    candidate: {
      evaluations: judged.evaluations,
      ...(context.modelDigest && { modelDigest: context.modelDigest }),
    },
    training,
    baselines,
    old,
    ...rulesHeld(project.config),
    ...(project.policy.added && { added: project.policy.added }),
    ...(gate.slices && { slices: { rules: gate.slices.rules, minRows: gate.slices.min_rows } }),
    ...(gate.fairness && { fairness: gate.fairness }),
    ...(gate.new_errors && { newErrors: gate.new_errors }),
    ...(gate.seeds && { seeds: seedsOf(measured, gate.seeds.least) }),
    directions,
  })
  const held = withOverlap(compared, measured.evaluations, gate.max_overlap)
  const found = await findWaivers(project.config, held, ports)
  const { comparisons, waivers } = applyWaivers(held, found, ports.runner.now())
  const judgement = judge(
    comparisons.map(({ zone }) => zone),
    gate.inconclusive,
    waivedIn(comparisons),
  )
  const evaluations = withUses(measured.evaluations, context.earlierUses)
  const oldRecords = withOldUses(oldTestSetRecords(old, baselines), context.earlierUses)
  const doubts = [
    ...ownMade,
    ...stalePredictions(project.config, context.modelDigest, baselines),
    ...olderThanModel(project.config, context.older ?? [], measured.files),
    ...overlapDoubts(evaluations),
    ...oldTestSetDoubts(oldRecords),
    ...wornOut(evaluations, oldRecords, gate.test_set_budget),
    ...uncounted(context.missing, gate.test_set_budget),
    ...waiversOfNothing(project.config),
  ]
  for (const doubt of doubts) ports.runner.log.warning(doubt)
  return {
    verdict: judgement.verdict,
    passes: judgement.passes,
    reason: [reasonOf(comparisons, judgement), ...waiversInVain(waivers, judgement.passes), ...doubts].join(
      ' ',
    ),
    built_on: [...context.builtOn, ...measured.files],
    ...(context.modelDigest && { model_digest: context.modelDigest }),
    evaluations,
    ...(oldRecords.length > 0 && { old_test_sets: oldRecords }),
    metrics: judged.evaluations[0]!.metrics,
    ...(typeof measured.seeds === 'object' && { seeds: measured.seeds }),
    comparisons,
    baselines: baselines.map((baseline) => recorded(baseline, context, old)),
    directions,
    policy: policyOf(project),
    waivers,
    ...wordsOf(outcomes),
    ...(gate.comment !== 'always' && { comment: gate.comment }),
    decided_by: [...judgement.decidedBy],
    ...(context.trend?.length && { observed: { trend: context.trend as unknown as Json } }),
  }
}

/** Whether there are seeds enough of the candidate: a rule that asks for them does not hold without. */
function seedsOf({ evaluations, seeds }: Measured, least: number): NonNullable<Contest['seeds']> {
  const evaluation = evaluations[0]?.name ?? ''
  const why = (clause: string) => ({
    evaluation,
    why: `gate.seeds asks for predictions of at least ${least} seeds, but ${clause}. Let train.seeds.predictions name the file that the training writes them to`,
  })
  if (seeds === undefined) return why('nothing is known of its training')
  if (typeof seeds === 'string') return why(visible(seeds))
  const had = Math.max(0, ...Object.values(seeds).map(({ length }) => length))
  return had < least ? why(`there are ${had}`) : { evaluation }
}

/** What is judged on both sides, and the candidate's evaluations that are not. */
function parted(measured: Measured): [judged: Measured, training: Measured['evaluations']] {
  const training = measured.evaluations.filter(({ judged }) => judged === false)
  const names = new Set(training.map(({ name }) => name))
  const others = <T extends { readonly name: string }>(all: readonly T[]) =>
    all.filter(({ name }) => !names.has(name))
  const judged = {
    ...measured,
    evaluations: others(measured.evaluations),
    baselines: measured.baselines.map((baseline) => ({
      ...baseline,
      evaluations: others(baseline.evaluations),
    })),
  }
  return [judged, training]
}

function inAskedOrder(
  { asked, missing }: GateContext,
  measured: readonly MeasuredBaseline[],
): (MeasuredBaseline | MissingBaseline)[] {
  const all = [...measured, ...missing]
  return [...new Set(asked)].flatMap((name) => all.filter((baseline) => baseline.name === name))
}

const recorded = (
  baseline: MeasuredBaseline | MissingBaseline,
  { changes = [] }: GateContext,
  old: readonly OldTestSet[],
): Baseline =>
  'outcome' in baseline
    ? { name: baseline.name, outcome: baseline.outcome, description: baseline.reason }
    : {
        name: baseline.name,
        outcome: 'found',
        description: baseline.description,
        ...(baseline.behind !== undefined && { behind: baseline.behind }),
        ...(baseline.url !== undefined && { url: baseline.url }),
        ...(baseline.run !== undefined && { run: baseline.run }),
        ...(baseline.artifact !== undefined && { artifact: baseline.artifact }),
        ...(baseline.model_digest && { model_digest: baseline.model_digest }),
        ...changed(
          changes.find(
            (since) => since.baseline === baseline.name && since.modelDigest === baseline.model_digest,
          ),
        ),
        evaluations: baseline.evaluations.flatMap((evaluation) =>
          evaluation.comparable
            ? [
                {
                  name: evaluation.name,
                  metrics: evaluation.metrics,
                  ...(evaluation.flips && { flips: evaluation.flips }),
                  ...(evaluation.again && { rerun: true as const }),
                  ...(evaluation.trainedOn !== undefined && { trained_on: evaluation.trainedOn }),
                },
              ]
            : [],
        ),
        ...reachedOn(baseline, old),
      }

const changed = (since: ChangesSince | undefined) => since && { changes: [...since.changes] }

function policyOf({ policy, file }: Project): NonNullable<EvaluateGateRecord['policy']> {
  return {
    digest: policy.digest,
    ...(policy.sha !== undefined && { sha: policy.sha }),
    ...(file !== undefined && { file }),
    protected: policy.protected,
    ...(policy.notes.length > 0 && { notes: [...policy.notes] }),
    ...(policy.pending && { pending: policy.pending.map((rule) => ({ ...rule })) }),
  }
}
