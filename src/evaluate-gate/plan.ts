import { judgingTables } from '../config/policy.ts'
import type { Config } from '../config/schema.ts'
import { pullItems } from '../data-versions/pull.ts'
import { settled } from '../parallel.ts'
import { canonicalJson, type Json } from '../record/canonical-json.ts'
import type { DataValidateRecord } from '../record/data-validate.ts'
import { digestSchema } from '../record/digest.ts'
import type { TableRef } from '../record/refs.ts'
import type { TrainRecord } from '../record/train.ts'
import { trendWith } from '../record/trend.ts'
import { rulesByMetric } from '../rules/named-rules.ts'
import { confidentOf } from '../rules/ruled-metrics.ts'
import type { Plan, Planning, Ports } from '../stage/stage.ts'
import type { TaskItem } from '../stage/work.ts'
import { pathKeys } from '../tables/identity.ts'
import { requireValidData } from '../trust/valid-data.ts'
import { changesSince } from './baselines/changes-since.ts'
import { type BaselineSource, findBaselines, type Keep } from './baselines/find-baselines.ts'
import { registeredVersions } from './baselines/registered-version.ts'
import { baseOf, earlierUses } from './baselines/test-set-uses.ts'
import { seedPredictionsOf, trainedRowsOf, trainingsOf } from './baselines/trainings.ts'
import type { GateContext, MissingBaseline } from './context.ts'
import { evaluationCommands, evaluationRequests, tableOf } from './evaluation-work.ts'
import { type FileToLay, filesToLay, withFilesOfTraining } from './files-of-training.ts'
import { findCandidate } from './find-candidate.ts'
import { holdingItems } from './held-tables.ts'
import { judgeId } from './judge-id.ts'
import { planOldTestSets } from './old-test-set/plan-old-test-sets.ts'
import { runRecord } from './report/run-records.ts'
import type { BaselineRequest, JudgeRequest } from './request.ts'
import { planReruns } from './rerun/plan-reruns.ts'
import { besideNaive } from './rules/beside-naive.ts'
import { checkRules } from './rules/check-rules.ts'
import { needsBaselines } from './rules/needs-baselines.ts'
import { groupingOf, slicingOf } from './slicing-of.ts'
import { olderFiles } from './stale-predictions.ts'
import { wordsItems } from './words/words-items.ts'

/** What must run: the user's evaluation of the candidate, and the suite's own reading of both sides. */
export async function planGate({ project }: Planning, ports: Ports): Promise<Plan<GateContext>> {
  checkRules(project)
  const { config } = project
  const needsModel = Object.values(config.evaluations).some(({ run }) => run !== undefined)
  // Neither waits for the other's answer; what is wrong with the data is said first.
  const [validated, candidate, requests] = await settled([
    requireValidData(project, ports),
    findCandidate(config.name, needsModel, ports),
    evaluationRequests(project),
  ])
  const evaluations = withFilesOfTraining(requests, config, candidate?.training)
  const laid = filesToLay(requests, config, candidate?.training)
  // Loaded where it is used: a gate on two files starts without it.
  const open = async () => (await import('../registry/open.ts')).openRegistry(project, ports)
  const versions = registeredVersions(config.name, open, ports)
  const sources = new Map<BaselineRequest, BaselineSource>()
  const keep: Keep = (request, source) => void sources.set(request, source)
  const baselines = needsBaselines(config) ? await findBaselines(project, ports.trust, versions, keep) : []
  const found = baselines.filter((baseline): baseline is BaselineRequest => 'kind' in baseline)
  const reruns = await planReruns(project, found, sources, ports, versions)
  const judged = { evaluations, ...(candidate && { modelFolder: candidate.folder }) }
  const old = await planOldTestSets(project, found, sources, judged, ports)
  const uses = earlierUses(sources)
  const trainings = await trainingsOf(sources, ports.trust)
  const commands = evaluationCommands(project, candidate?.folder)
  const { id, repository } = ports.runner.run
  const [first = ''] = Object.keys(config.evaluations)
  const seedsOf = (training: Parameters<typeof seedPredictionsOf>[0], of: string) =>
    config.gate.seeds ? { seeds: seedPredictionsOf(training, first, of) } : {}
  const ruled = rulesByMetric(config)
  const request: JudgeRequest = {
    evaluations,
    baselines: reruns.baselines.map((baseline, i) => {
      const training = trainings.get(found[i]!)
      return training && baseline.kind === 'record'
        ? {
            ...baseline,
            trained: trainedRowsOf(training),
            ...seedsOf(training, `the baseline ${baseline.name}`),
          }
        : baseline
    }),
    ...(candidate && { trained: trainedRowsOf(candidate.training) }),
    ...(candidate ? seedsOf(candidate.training, 'this model') : {}),
    maxOverlap: config.gate.max_overlap,
    own: config.metrics,
    ruled: Object.keys(ruled),
    confident: confidentOf(ruled),
    naive: besideNaive(ruled),
    ...slicingOf(config.gate),
    ...groupingOf(config.gate),
    ...(candidate && { modelSize: candidate.modelSize }),
    listed: config.gate.new_errors?.listed ?? usuallyListed,
    run: { id, ...(repository !== undefined && { repository }) },
    oldTestSets: old.orders,
    worktrees: [...reruns.worktrees, ...old.worktrees],
  }
  return {
    context: {
      missing: baselines.filter((baseline): baseline is MissingBaseline => 'outcome' in baseline),
      asked: config.gate.baselines,
      ...(candidate && {
        modelDigest: candidate.modelDigest,
        trained: candidate.training.record.metrics ?? {},
        older: olderFiles(candidate.training.record),
      }),
      builtOn: candidate ? [candidate.builtOn] : [],
      ofRun: [validated, candidate?.training].flatMap((read) => (read ? [runRecord(read)] : [])),
      earlier: Array.from(trainings, ([{ name }, read]) => ({ baseline: name, ...runRecord(read) })),
      reruns: reruns.context,
      oldTestSets: old.context,
      changes: candidate ? await changesSince(candidate.training, trainings) : [],
      ...(uses && { earlierUses: uses }),
      ...trendBefore(sources),
      seen: seenTables(config, [validated?.record, candidate?.training.record]),
    },
    work: [
      ...(await pullItems(project, pathsOfTables(config))),
      ...holdingItems(request, commands),
      ...old.first,
      ...(laid.length > 0 ? [laying(laid)] : []),
      ...commands,
      ...old.commands,
      ...reruns.work,
      ...wordsItems(project),
      judging(request),
    ],
  }
}

/** Flipped rows that are named where the configuration says nothing. */
const usuallyListed = 20

function trendBefore(sources: ReadonlyMap<BaselineRequest, BaselineSource>): Pick<GateContext, 'trend'> {
  const base = baseOf(sources)
  return base ? { trend: trendWith(base.gate.record) } : {}
}

/** What the first stage of this run that looked at the very file of an evaluation's table found it to be. */
function seenTables(
  config: Config,
  records: readonly (DataValidateRecord | TrainRecord | undefined)[],
): NonNullable<GateContext['seen']> {
  return Object.fromEntries(
    Object.keys(config.evaluations).flatMap((evaluation) => {
      const table = tableOf(config, evaluation)
      if (table === undefined) return []
      const [seen] = records.flatMap((record) => {
        const found = record?.tables?.find((one) => one.name === table.name && isAt(one, table.path))
        const isContent = found?.identity.kind === 'content'
        return isContent ? [{ by: record!.stage, digest: digestSchema.parse(found.identity.value) }] : []
      })
      return seen ? [[evaluation, { label: [table.path].flat().join(', '), ...seen }]] : []
    }),
  )
}

const isAt = ({ path, paths, uri }: TableRef, named: string | readonly string[]) =>
  canonicalJson(pathKeys(named)) ===
  canonicalJson({ ...(path && { path }), ...(paths && { paths }), ...(uri && { uri }) })

const pathsOfTables = (config: Config) => Object.values(judgingTables(config)).flatMap(({ path }) => path)

const laying = (files: readonly FileToLay[]): TaskItem => ({
  kind: 'task',
  id: 'lay-files',
  title: 'Lay out what training wrote',
  task: 'lay-files',
  params: { files } as unknown as Json,
})

const judging = (request: JudgeRequest): TaskItem => ({
  kind: 'task',
  id: judgeId,
  title: 'Metrics of the candidate and its baselines',
  task: judgeId,
  params: request as unknown as Json,
})
