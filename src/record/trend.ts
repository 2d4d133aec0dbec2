import * as z from 'zod'
import type { EvaluateGateRecord } from './evaluate-gate.ts'

const pointSchema = z.looseObject({
  run: z.string(),
  sha: z.string().optional(),
  /** when it was judged, as ISO 8601 */
  at: z.string(),
  /** identity of its test set: values of another one are not to be compared */
  test_set: z.string().optional(),
  metrics: z.record(z.string(), z.number()),
})
export type TrendPoint = z.infer<typeof pointSchema>

/** `observed.trend`: what accepted runs of the default branch reached before this one, oldest first. */
const trendSchema = z.array(pointSchema)

const mostPoints = 20
const mostMetrics = 5

/**
 * The trend up to and with an accepted run. Each record carries that of the one before it, so that nobody has to ask for
 * twenty runs.
 * @param gate record of the accepted run
 */
export function trendWith(gate: EvaluateGateRecord): TrendPoint[] {
  const point = pointOf(gate)
  return [...trendOf(gate), ...(point ? [point] : [])].slice(-mostPoints)
}

/** What a record carries; nothing where it is not what it should be. */
export const trendOf = ({ observed }: EvaluateGateRecord): TrendPoint[] =>
  trendSchema.safeParse(observed.trend).data?.slice(-mostPoints) ?? []

/** A record as a point: the metrics that its rules ask for; undefined where nothing was measured. */
export function pointOf({
  run,
  observed,
  evaluations,
  comparisons = [],
  metrics,
}: EvaluateGateRecord): TrendPoint | undefined {
  const first = evaluations?.find(({ judged }) => judged !== false)
  if (first === undefined || metrics === undefined) return undefined
  const ruled = [
    ...new Set(
      comparisons
        .filter(({ slice, by }) => slice === undefined && by === undefined)
        .map(({ metric }) => metric),
    ),
  ]
  const values = ruled.flatMap((name): [string, number][] =>
    Object.hasOwn(metrics, name) ? [[name, metrics[name]!]] : [],
  )
  if (values.length === 0) return undefined
  return {
    run: run.id,
    ...(run.sha !== undefined && { sha: run.sha }),
    at: observed.finished_at,
    ...(first.identity.value !== undefined && { test_set: first.identity.value }),
    metrics: Object.fromEntries(values.slice(0, mostMetrics)),
  }
}
