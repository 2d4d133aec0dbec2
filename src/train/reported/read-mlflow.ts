import * as z from 'zod'
import { type Curve, curveOf } from '../../metrics/reported/history.ts'
import { findRun } from '../../mlflow/find-run.ts'
import { openStores } from '../../mlflow/open-store.ts'
import type { Logged } from '../../mlflow/store.ts'
import type { Json } from '../../record/canonical-json.ts'
import { curveSchema } from '../../record/curve.ts'
import { counted } from '../../report/number.ts'
import { visible } from '../../report/visible.ts'
import type { Task } from '../../stage/stage.ts'
import type { Outcome } from '../../stage/work.ts'
import { reportedAnswer } from './read-reported.ts'

const mlflowRequest = z.object({
  root: z.string(),
  uri: z.string().optional(),
  mark: z.string(),
  /** milliseconds since the epoch, before the command began */
  since: z.number(),
})

export const mlflowAnswer = z.object({
  run: z.object({ run_id: z.string(), experiment_id: z.string(), tracking_uri: z.string() }),
  reported: reportedAnswer,
  params: z.record(z.string(), z.string()),
  curves: z.record(z.string(), curveSchema),
})

export const mlflowItem = (seed: number) => `mlflow-${seed}`

/** What the run of a seed held, where it was read. */
export const mlflowOf = (outcomes: readonly Outcome[], seed: number) =>
  mlflowAnswer.safeParse(outcomes.find(({ id }) => id === mlflowItem(seed))?.result).data

/**
 * Finds the run that the training command created, and reads what it logged: the last value of each metric, its
 * course where it has several, and the parameters.
 */
export const readMlflow: Task = async (params, { log, environment, web }) => {
  const { root, uri, mark, since } = mlflowRequest.parse(params)
  const tracking = { root, environment, ...(uri !== undefined && { uri }), ...(web && { fetch: web.fetch }) }
  const { store, run, of } = await findRun(await openStores(tracking), { mark, since, root })
  if (of > 1)
    log.warning(
      `The training created ${of} MLflow runs; what the last one (${run.id}) logged is recorded. Nest the others in it (nested=True).`,
    )
  const content = await store.read(run)
  const last = Object.entries(content.metrics).map(([name, values]) => [name, values.at(-1)![1]] as const)
  const answer = {
    run: { run_id: run.id, experiment_id: run.experiment, tracking_uri: store.uri },
    reported: {
      metrics: Object.fromEntries(last.filter(([, value]) => Number.isFinite(value))),
      undefined: last
        .filter(([, value]) => !Number.isFinite(value))
        .map(([metric, value]) => ({ metric, reason: `is ${value}` })),
    },
    params: content.params,
    curves: curvesOf(content.metrics),
  }
  log.info(
    visible(
      `MLflow run ${run.id}: ${counted(last.length, 'metric')} and ${counted(Object.keys(content.params).length, 'parameter')}`,
    ),
  )
  return answer as unknown as Json
}

/** One value is no course. */
function curvesOf(metrics: Readonly<Record<string, readonly Logged[]>>): Record<string, Curve> {
  return Object.fromEntries(
    Object.entries(metrics).flatMap(([name, values]) => {
      const finite = values.filter(([step, value]) => Number.isFinite(step) && Number.isFinite(value))
      return finite.length > 1 ? [[name, curveOf(name, finite)]] : []
    }),
  )
}
