import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import { metricsFormat, reportedMetrics } from '../../metrics/reported/reported.ts'
import type { Json } from '../../record/canonical-json.ts'
import type { Task } from '../../stage/stage.ts'
import type { Workbench } from '../../stage/workbench.ts'
import { readDvc } from '../reported/read-dvc.ts'
import { readMlflow } from '../reported/read-mlflow.ts'
import { reportedAnswer, valueOfSeed } from '../reported/read-reported.ts'

const seedRequest = z.object({
  seed: z.number().int(),
  model: z.string(),
  /** the file that it is read from, which is kept with the model */
  metrics: z.string().optional(),
  /** where there is no such file: the task that reads what the seed logged */
  tracked: z.object({ task: z.enum(['read-mlflow', 'read-dvc']), params: z.unknown() }).optional(),
  metric: z.string(),
  direction: z.enum(['higher', 'lower']),
  /** folder that keeps the best so far */
  folder: z.string(),
})

type Read = ReturnType<typeof reportedMetrics>
type SeedRequest = z.infer<typeof seedRequest>

const trackedAnswer = z.object({ reported: reportedAnswer })

const bestSchema = z.object({ seed: z.number().int(), value: z.number() })

export const bestAnswer = bestSchema

/** Keeps this seed's files where it is better than all before it; of equal ones the earlier. */
export const keepBest: Task = async (params, bench) => {
  const request = seedRequest.parse(params)
  const { seed, model, metrics, metric, direction, folder } = request
  const value = valueOfSeed(await reportedIn(request, bench), metric, seed)
  const best = await bestIn(folder)
  const better = best === undefined || (direction === 'higher' ? value > best.value : value < best.value)
  if (better) {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await cp(model, join(folder, 'model'), { recursive: true, verbatimSymlinks: true })
    if (metrics !== undefined) await cp(metrics, join(folder, 'metrics'))
    await writeFile(join(folder, 'best.json'), JSON.stringify({ seed, value }))
  }
  return better ? { seed, value } : { ...best! }
}

async function reportedIn(
  { metrics, tracked }: Pick<SeedRequest, 'metrics' | 'tracked'>,
  bench: Workbench,
): Promise<Read> {
  if (metrics !== undefined)
    return reportedMetrics(await readFile(metrics, 'utf8'), metricsFormat(metrics), metrics)
  if (tracked === undefined) throw new Error('nothing says where the metric is')
  const read = tracked.task === 'read-dvc' ? readDvc : readMlflow
  return trackedAnswer.parse(await read(tracked.params as Json, bench)).reported
}

const takeRequest = seedRequest.pick({ model: true, metrics: true, folder: true })

/** Puts the best seed's files back. */
export const takeBest: Task = async (params) => {
  const { model, metrics, folder } = takeRequest.parse(params)
  const best = await bestIn(folder)
  if (best === undefined) throw new Error('no seed was kept')
  await rm(model, { recursive: true, force: true })
  await mkdir(dirname(model), { recursive: true })
  await cp(join(folder, 'model'), model, { recursive: true, verbatimSymlinks: true })
  if (metrics !== undefined) await cp(join(folder, 'metrics'), metrics)
  await rm(folder, { recursive: true, force: true })
  return { ...best }
}

async function bestIn(folder: string): Promise<z.infer<typeof bestSchema> | undefined> {
  const text = await readFile(join(folder, 'best.json'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : bestSchema.parse(JSON.parse(text))
}
