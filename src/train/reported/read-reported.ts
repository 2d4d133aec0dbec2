import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { inputError } from '../../errors.ts'
import type { Metrics } from '../../metrics/compute.ts'
import { metricsText } from '../../metrics/reported/metrics-text.ts'
import { metricsFormat, reportedMetrics } from '../../metrics/reported/reported.ts'
import { canonicalJson, type Json } from '../../record/canonical-json.ts'
import { visible } from '../../report/visible.ts'
import type { Task } from '../../stage/stage.ts'

const reportedRequest = z.object({
  file: z.string(),
  label: z.string(),
  seed: z.number().int(),
  /** whether the metrics of this seed are kept in a file of their own */
  kept: z.boolean(),
})

export const reportedAnswer = z.object({
  metrics: z.record(z.string(), z.number()),
  undefined: z.array(z.object({ metric: z.string(), reason: z.string() })),
})
export type Reported = z.infer<typeof reportedAnswer>

/** Reads the metrics that the training command reported for one seed. */
export const readReported: Task = async (params, { evidence }) => {
  const { file, label, seed, kept } = reportedRequest.parse(params)
  const { metrics, undefined: unusable } = reportedMetrics(
    await metricsText(file, label),
    metricsFormat(file),
    label,
  )
  if (kept) await writeFile(join(evidence, `metrics-seed-${seed}.json`), canonicalJson(metrics))
  return { metrics, undefined: unusable } as unknown as Json
}

/**
 * The value by which a seed is chosen.
 * @throws AssayError input: `seed-without-metric`
 */
export function valueOfSeed({ metrics, undefined: unusable }: Metrics, metric: string, seed: number): number {
  const value = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined
  if (value !== undefined) return value
  const why =
    unusable.find((entry) => entry.metric === metric)?.reason ?? 'is not among the metrics that it reported'
  throw inputError(
    'seed-without-metric',
    `${visible(metric)}, by which the seed is chosen, ${why} (seed ${seed})`,
    {
      hint: 'Let the command report that metric for each seed, as a number, or ship the first seed’s model.',
    },
  )
}

/** Reported values that are numbers and yet none: a training that ended so has gone wrong. */
export const notFinite = ({ undefined: unusable }: Reported) =>
  unusable.filter(({ reason }) => /^is [-+]?\.?(nan|inf|infinity)$/i.test(reason))
