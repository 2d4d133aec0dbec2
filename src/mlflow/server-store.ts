import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { outsideError } from '../errors.ts'
import { limitedJson } from './limited-json.ts'
import {
  isRunId,
  type Logged,
  mostMetrics,
  mostValues,
  type TrackedRun,
  type TrackingStore,
} from './store.ts'

/** What a tracking server is asked with. */
export interface ServerAccess {
  readonly fetch: typeof fetch
  readonly username?: string
  readonly password?: string
  readonly token?: string
  /** before another attempt. Default: 1, 3 and 9 seconds */
  readonly pauses?: readonly number[]
}

const pair = z.object({ key: z.string(), value: z.string().default('') })
const number = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)])
const runSchema = z.object({
  info: z.object({
    run_id: z.string().refine(isRunId, 'is no run id'),
    experiment_id: z.string(),
    start_time: z.coerce.number(),
  }),
  data: z.object({
    metrics: z
      .array(z.object({ key: z.string(), value: number, step: z.coerce.number().default(0) }))
      .default([]),
    params: z.array(pair).default([]),
    tags: z.array(pair).default([]),
  }),
})
const runsSchema = z.object({ runs: z.array(runSchema).default([]), next_page_token: z.string().optional() })
const experimentsSchema = z.object({
  experiments: z.array(z.object({ experiment_id: z.string() })).default([]),
  next_page_token: z.string().optional(),
})
const runAnswer = z.object({ run: runSchema })
const historySchema = z.object({
  metrics: z
    .array(z.object({ value: number, timestamp: z.coerce.number(), step: z.coerce.number().default(0) }))
    .default([]),
  next_page_token: z.string().optional(),
})

/** A server that names a next page for ever must come to an end. */
const mostPages = 1000

/** Experiments that one search names. */
const experimentsAtOnce = 200

/**
 * A tracking server, by its REST API 2.0. A redirection is not followed: the credentials are for the address alone.
 * @param address http or https, without credentials
 * @throws AssayError outside: `mlflow-unreachable`, `mlflow-refused`, `mlflow-answer`
 */
export function serverStore(address: string, access: ServerAccess): TrackingStore {
  const base = address.replace(/\/+$/, '')
  const call = <T>(method: 'GET' | 'POST', path: string, content: Query, schema: z.ZodType<T>) =>
    ask({ method, address: `${base}/api/2.0/mlflow/${path}`, base, content, schema, access })

  /** Asks for page after page until there is no next one, or `enough` says so. */
  async function pages<T extends Paged>(
    question: Call<T> & { readonly content: Query },
    take: (answer: T) => void,
    enough: () => boolean = () => false,
  ): Promise<void> {
    let token: string | undefined = ''
    for (let page = 0; token !== undefined && !enough(); page++) {
      if (page === mostPages)
        throw outsideError('mlflow-answer', `${base} has no end of answers to ${question.path}`, {
          hint: 'Check that MLFLOW_TRACKING_URI names an MLflow tracking server, or name an experiment with fewer runs.',
        })
      const content: Query = { ...question.content, ...(token && { page_token: token }) }
      const answer: T = await call(question.method, question.path, content, question.schema)
      take(answer)
      token = answer.next_page_token || undefined
    }
  }

  async function experiments(): Promise<string[]> {
    const ids: string[] = []
    await pages(
      {
        method: 'POST',
        path: 'experiments/search',
        content: { max_results: 1000 },
        schema: experimentsSchema,
      },
      (answer) => ids.push(...answer.experiments.map(({ experiment_id }) => experiment_id)),
    )
    return ids
  }

  return {
    uri: base,
    async runsSince(time) {
      const all = await experiments()
      const runs: TrackedRun[] = []
      for (let from = 0; from < all.length; from += experimentsAtOnce) {
        const search = {
          experiment_ids: all.slice(from, from + experimentsAtOnce),
          filter: `attributes.start_time >= ${Math.floor(time)}`,
          max_results: 1000,
        }
        await pages({ method: 'POST', path: 'runs/search', content: search, schema: runsSchema }, (answer) =>
          runs.push(...answer.runs.map(trackedRun)),
        )
      }
      return runs
    },
    async read({ id }) {
      const { data } = (await call('GET', 'runs/get', { run_id: id }, runAnswer)).run
      const metrics: Record<string, readonly Logged[]> = {}
      for (const { key } of data.metrics.slice(0, mostMetrics)) {
        const values: z.infer<typeof historySchema>['metrics'] = []
        await pages(
          {
            method: 'GET',
            path: 'metrics/get-history',
            content: { run_id: id, metric_key: key, max_results: 25_000 },
            schema: historySchema,
          },
          (answer) => values.push(...answer.metrics),
          () => values.length >= mostValues,
        )
        if (values.length > 0)
          metrics[key] = values
            .sort((a, b) => a.step - b.step || a.timestamp - b.timestamp)
            .map(({ step, value }) => [step, value])
      }
      return { metrics, params: textsOf(data.params) }
    },
    async tagsOf({ id }) {
      return textsOf((await call('GET', 'runs/get', { run_id: id }, runAnswer)).run.data.tags)
    },
    async tag({ id }, tags) {
      for (const [key, value] of Object.entries(tags))
        await call('POST', 'runs/set-tag', { run_id: id, key, value }, z.unknown())
    },
  }
}

const trackedRun = ({ info, data }: z.infer<typeof runSchema>): TrackedRun => ({
  id: info.run_id,
  experiment: info.experiment_id,
  started: info.start_time,
  tags: textsOf(data.tags),
})

const textsOf = (pairs: readonly z.infer<typeof pair>[]): Record<string, string> =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, value]))

interface Paged {
  readonly next_page_token?: string | undefined
}

interface Call<T> {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly schema: z.ZodType<T>
}

type Query = Readonly<Record<string, string | number | readonly string[]>>

interface Question<T> {
  readonly method: 'GET' | 'POST'
  readonly address: string
  readonly base: string
  readonly content: Query
  readonly schema: z.ZodType<T>
  readonly access: ServerAccess
}

async function ask<T>({ method, address, base, content, schema, access }: Question<T>): Promise<T> {
  const query = Object.entries(content).map(([key, value]): [string, string] => [key, String(value)])
  const target = method === 'GET' ? `${address}?${new URLSearchParams(query)}` : address
  const pauses = access.pauses ?? [1, 3, 9]
  for (let attempt = 0; ; attempt++) {
    const answer = await access
      .fetch(target, {
        method,
        headers: { 'content-type': 'application/json', ...authorization(access) },
        ...(method === 'POST' && { body: JSON.stringify(content) }),
        redirect: 'error',
        signal: AbortSignal.timeout(30_000),
      })
      .catch((error: Error) => error)
    const pause = pauses[attempt]
    const passing = answer instanceof Error || answer.status === 429 || answer.status >= 500
    if (passing && pause !== undefined) {
      await sleep(pause * 1000)
      continue
    }
    if (answer instanceof Error)
      throw outsideError(
        'mlflow-unreachable',
        `the MLflow server ${base} cannot be reached: ${causeOf(answer)}`,
        {
          hint: 'Check MLFLOW_TRACKING_URI or train.mlflow.tracking_uri, and that this machine reaches it.',
          cause: answer,
        },
      )
    if (answer.status === 401 || answer.status === 403)
      throw outsideError(
        'mlflow-refused',
        `the MLflow server ${base} answered ${answer.status}: it does not know who asks`,
        {
          hint: 'Set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, in the environment of the step.',
        },
      )
    if (!answer.ok)
      throw outsideError(
        'mlflow-refused',
        `the MLflow server ${base} answered ${answer.status} to ${new URL(address).pathname}`,
        {
          hint: 'Check that MLFLOW_TRACKING_URI or train.mlflow.tracking_uri names an MLflow tracking server, and look into its log.',
        },
      )
    const parsed = schema.safeParse(await limitedJson(answer, `${base} (${new URL(address).pathname})`))
    if (parsed.success) return parsed.data
    throw outsideError('mlflow-answer', `${base} does not answer as an MLflow server does`, {
      hint: 'Check that MLFLOW_TRACKING_URI names an MLflow tracking server, and no page for people.',
      cause: parsed.error,
    })
  }
}

const causeOf = (error: Error) => (error.cause instanceof Error ? error.cause.message : error.message)

function authorization({ username, password, token }: ServerAccess): Record<string, string> {
  if (username && password)
    return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
  return token ? { authorization: `Bearer ${token}` } : {}
}
