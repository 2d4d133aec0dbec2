import { dirname, relative, sep } from 'node:path'
import * as z from 'zod'
import { dvcChecker } from '../../data-versions/dvc-check.ts'
import { outFinder } from '../../data-versions/dvc-out.ts'
import { dvcPipeline, type LockedStage } from '../../data-versions/dvc-pipeline.ts'
import { AssayError, inputError } from '../../errors.ts'
import type { Curve } from '../../metrics/reported/history.ts'
import { metricsText } from '../../metrics/reported/metrics-text.ts'
import { metricsFormat, reportedMetrics } from '../../metrics/reported/reported.ts'
import { modelFiles } from '../../models/files.ts'
import type { Json } from '../../record/canonical-json.ts'
import { curveSchema } from '../../record/curve.ts'
import { counted } from '../../report/number.ts'
import type { Task } from '../../stage/stage.ts'
import type { Outcome } from '../../stage/work.ts'
import { plain } from '../inputs/params.ts'
import { curvesAt } from './read-history.ts'
import { reportedAnswer } from './read-reported.ts'

const dvcRequest = z.object({
  /** absolute */
  file: z.string(),
  label: z.string(),
  /** file or folder of the model, absolute */
  model: z.string(),
})

const lockedFile = z.object({ path: z.string(), md5: z.string().optional() })

export const dvcAnswer = z.object({
  reported: reportedAnswer,
  params: z.record(z.string(), z.unknown()),
  curves: z.record(z.string(), curveSchema),
  stages: z.array(z.object({ name: z.string(), deps: z.array(lockedFile), outs: z.array(lockedFile) })),
})

export const dvcItem = (seed: number) => `dvc-${seed}`

/** What the pipeline wrote for a seed, where it was read. */
export const dvcOf = (outcomes: readonly Outcome[], seed: number) =>
  dvcAnswer.safeParse(outcomes.find(({ id }) => id === dvcItem(seed))?.result).data

/**
 * Reads what a DVC pipeline wrote: the metrics that dvc.yaml names, curves of its plots, the parameters, data and
 * outputs that dvc.lock recorded. A model or metrics file of the pipeline must be the one that dvc.lock names: what a
 * stage did not write is not what came of it.
 * @throws AssayError input: `dvc-unreadable`, `dvc-mismatch`, `dvc-metrics-missing`
 */
export const readDvc: Task = async (params, { log }) => {
  const { file, label, model } = dvcRequest.parse(params)
  const pipeline = await dvcPipeline(file, label)
  const nameOf = (path: string) => relative(dirname(file), path).split(sep).join('/')
  const [find, check] = [outFinder(), dvcChecker()]
  const held = async (path: string) => {
    const tracked = await find(path, nameOf(path))
    if (tracked) await check(path, nameOf(path), tracked)
  }
  for (const { file: one } of await modelFiles(model)) await held(one)
  const metrics: Record<string, number> = {}
  const unusable: { metric: string; reason: string }[] = []
  for (const path of pipeline.metrics) {
    await held(path)
    const text = await metricsText(path, nameOf(path)).catch((cause: NodeJS.ErrnoException) => {
      if (cause instanceof AssayError) throw cause
      throw inputError(
        'dvc-metrics-missing',
        `${label} names the metrics ${nameOf(path)}, and there are none (${cause.code})`,
        {
          hint: 'Let a stage of the pipeline write them, or take them out of dvc.yaml.',
          file: label,
          cause,
        },
      )
    })
    const found = reportedMetrics(text, metricsFormat(path), nameOf(path))
    const prefix = pipeline.metrics.length > 1 ? `${nameOf(path)}:` : ''
    for (const [name, value] of Object.entries(found.metrics)) metrics[prefix + name] = value
    unusable.push(...found.undefined.map(({ metric, reason }) => ({ metric: prefix + metric, reason })))
  }
  const curves: Record<string, Curve> = {}
  for (const path of pipeline.plots)
    Object.assign(curves, await curvesAt(path, nameOf(path)).catch(() => ({})))
  const stages = Object.entries(pipeline.stages)
  log.info(
    `${label}: ${counted(Object.keys(metrics).length, 'metric')} of ${counted(stages.length, 'stage')}`,
  )
  return {
    reported: { metrics, undefined: unusable },
    params: paramsOf(stages.map(([, stage]) => stage)),
    curves,
    stages: stages.map(([name, { deps, outs }]) => ({ name, deps, outs })),
  } as unknown as Json
}

/** Of one parameters file, its values; of several, each under the name of its file. */
function paramsOf(stages: readonly LockedStage[]): Record<string, unknown> {
  const byFile = new Map<string, Record<string, unknown>>()
  for (const { params } of stages)
    for (const [file, values] of Object.entries(params)) byFile.set(file, { ...byFile.get(file), ...values })
  const [only] = byFile.values()
  return plain(byFile.size === 1 ? only : Object.fromEntries(byFile)) as Record<string, unknown>
}
