import { begun, inParallel } from '../parallel.ts'
import type { BuiltOn } from '../record/built-on.ts'
import type { Json } from '../record/canonical-json.ts'
import { sha256OfFile } from '../record/digest.ts'
import { memberOf } from '../rules/member-of.ts'
import type { Task } from '../stage/stage.ts'
import type { Workbench } from '../stage/workbench.ts'
import { type FileToLay, layFile, settleFiles } from './files-of-training.ts'
import { aboutEvaluation, inOwnWords } from './measure/in-own-words.ts'
import { keepCurves, withoutCurves } from './measure/keep-curves.ts'
import { lackingScore } from './measure/lacking-score.ts'
import { locateJudged } from './measure/locate-evaluation.ts'
import { type CandidateSide, measureCandidate } from './measure/measure-candidate.ts'
import { measureOverlaps, type Overlaps } from './measure/measure-overlaps.ts'
import { measureSeeds, metricsApart, type OfSeeds, withSeeds } from './measure/measure-seeds.ts'
import { withModelSize } from './measure/model-size.ts'
import { predictionsReader } from './measure/predictions-reader.ts'
import { withSameRows } from './measure/same-rows.ts'
import type { Measured } from './measured.ts'
import { foundOn, locateOldTestSets, measureOldTestSets } from './old-test-set/measure-old-test-sets.ts'
import type { JudgeRequest, LocatedEvaluation } from './request.ts'
import { removeWorktree } from './rerun/worktree.ts'

/** Measures the candidate and every baseline that was found. Numbers only: what they mean is decided afterwards. */
async function judgeInputs(request: JudgeRequest, bench: Workbench): Promise<Measured> {
  const evaluations: LocatedEvaluation[] = []
  for (const evaluation of request.evaluations)
    evaluations.push(await locateJudged(await settleFiles(evaluation, bench.log), bench))
  const located = await locateOldTestSets(request)
  const oldEvaluations = located.flatMap(({ evaluation }) => evaluation ?? [])
  const reader = predictionsReader(bench, filesOf(request, [...evaluations, ...oldEvaluations]))
  const digests = begun(digestsOf(evaluations))
  try {
    const measured: CandidateSide[] = []
    for (const evaluation of evaluations) {
      bench.log.info(`Measuring ${evaluation.name}: ${(evaluation.predictions ?? evaluation.metrics)?.label}`)
      const { at } = evaluation
      const side = await aboutEvaluation(at, () =>
        measureCandidate(evaluation, request, reader, bench.evidence),
      )
      const lacking = lackingScore(side, request)
      if (lacking !== undefined) bench.log.warning(inOwnWords(lacking, at))
      measured.push({ ...side, evaluation: withModelSize(side.evaluation, request) })
    }
    const overlaps = await measureOverlaps(request, evaluations, bench)
    const sides = withSameRows(measured).map((side) => withOwnOverlap(side, overlaps))
    const foundOld = await measureOldTestSets(located, sides, request, reader, bench)
    const oldOverlaps = await measureOverlaps(
      request,
      foundOld.flatMap(({ side }) => side?.request ?? []),
      bench,
    )
    const old = foundOld.map((one) =>
      one.side ? { ...one, side: withOwnOverlap(one.side, oldOverlaps) } : one,
    )
    const files = await digests
    const [first] = sides
    const seeds = request.seeds && first && (await measureSeeds(request.seeds, first, request, reader))
    if (first && typeof seeds === 'object')
      for (const metric of metricsApart(seeds, first.evaluation.metrics))
        bench.log.warning(
          `Compared row by row instead of over seeds: ${metric} of the predictions that the training kept of this model is ${memberOf(seeds.shipped, metric) ?? 'not known'}, and ${first.evaluation.metrics[metric]} of those of ${first.request.name}. Let both be made by the same code.`,
        )
    const baselines: Measured['baselines'] = []
    for (const [i, baseline] of request.baselines.entries()) {
      bench.log.info(`Measuring the baseline ${baseline.name}`)
      const { measured, readFrom } =
        baseline.kind === 'record'
          ? await (await import('./measure/measure-record.ts')).measureRecord(
              baseline,
              sides,
              baseline.from === 'run' ? request.run : undefined,
              {
                asked: request,
                reader,
                overlaps: { ...overlaps.baselines[i], ...oldOverlaps.baselines[i] },
                old: old.flatMap(({ order, side }) =>
                  side && order.baselines.includes(i) ? [{ of: order.of, side }] : [],
                ),
              },
            )
          : await (await import('./measure/measure-file.ts')).measureFile(baseline, sides, request, reader)
      const theirs =
        baseline.kind === 'record' && baseline.seeds && first && typeof seeds === 'object'
          ? await measureSeeds(baseline.seeds, first, request, reader)
          : undefined
      if (typeof theirs === 'string')
        bench.log.info(`Seeds of the baseline ${baseline.name} are not compared: ${theirs}`)
      baselines.push(
        first && typeof seeds === 'object' && typeof theirs === 'object'
          ? withSeeds(measured, first, seeds, theirs)
          : measured,
      )
      files.push(readFrom)
    }
    await keepCurves(bench.evidence, sides, baselines)
    return {
      evaluations: sides.map(({ evaluation }) => evaluation),
      baselines: baselines.map(withoutCurves),
      ...(old.length > 0 && { old: old.map((one) => foundOn(one, request)) }),
      files,
      ...(seeds !== undefined && { seeds: copied(seeds) }),
    }
  } finally {
    reader.close()
    for (const worktree of request.worktrees ?? []) await removeWorktree(worktree, bench.environment)
  }
}

const copied = (seeds: OfSeeds | string): Measured['seeds'] =>
  typeof seeds === 'string'
    ? seeds
    : Object.fromEntries(Object.entries(seeds.values).map(([metric, values]) => [metric, [...values]]))

function withOwnOverlap(side: CandidateSide, { candidate, why: whys }: Overlaps): CandidateSide {
  const overlap = memberOf(candidate, side.request.name)
  const why = memberOf(whys, side.request.name)
  return overlap === undefined
    ? { ...side, evaluation: { ...side.evaluation, ...(why !== undefined && { trained_on_unknown: why }) } }
    : { ...side, overlap, evaluation: { ...side.evaluation, trained_on: overlap.size } }
}

function filesOf(
  { baselines, seeds = [] }: JudgeRequest,
  evaluations: readonly LocatedEvaluation[],
): string[] {
  const own = evaluations.flatMap(({ predictions, truth }) => [
    predictions?.path,
    ...(truth?.files ?? []).map(({ file }) => file),
  ])
  const others = baselines.flatMap((baseline) =>
    baseline.kind === 'file'
      ? [baseline.file.path]
      : [
          ...Object.values(baseline.reruns ?? {}).map(({ files }) => files?.predictions?.path),
          ...(baseline.seeds ?? []).map(({ path }) => path),
        ],
  )
  return [...own, ...others, ...seeds.map(({ path }) => path)].filter((path) => path !== undefined)
}

/** Every file by itself, those of a table of several too. */
async function digestsOf(evaluations: readonly LocatedEvaluation[]): Promise<BuiltOn[]> {
  const files = new Map(
    evaluations.flatMap(({ predictions, metrics, truth, testTable }) => [
      ...[predictions, metrics].flatMap((file) => (file ? [[file.path, file.label] as const] : [])),
      ...[truth, testTable].flatMap((table) =>
        (table?.files ?? []).map(({ file, label }) => [file, label] as const),
      ),
    ]),
  )
  // Each is in memory as a whole while it is digested, and a test set may be of hundreds.
  return inParallel([...files], 2, async ([path, name]) => ({
    kind: 'file' as const,
    name,
    digest: await sha256OfFile(path),
  }))
}

/** Each loads what it does where it is asked for: the step is a process of its own. */
export const tasks: Readonly<Record<string, Task>> = {
  'hold-tables': async (params, bench) => (await import('./held-tables.ts')).holdTables(params, bench),
  'prepare-rerun': async (params, bench) =>
    (await import('./rerun/prepare-rerun.ts')).prepareRerun(params, bench),
  'prepare-old-test-set': async (params, bench) =>
    (await import('./old-test-set/prepare-old-test-set.ts')).prepareOldTestSet(params, bench),
  'keep-words': async (params, bench) => (await import('./words/keep-words.ts')).keepWords(params, bench),
  // Requests are the plan's own, whose digest the launch has checked.
  'lay-files': async (params, { log }) => {
    for (const file of (params as unknown as { files: readonly FileToLay[] }).files) await layFile(file, log)
    return {}
  },
  'judge-inputs': async (params, bench) =>
    (await judgeInputs(params as unknown as JudgeRequest, bench)) as unknown as Json,
}
