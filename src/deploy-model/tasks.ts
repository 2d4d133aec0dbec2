import * as z from 'zod'
import { inputError } from '../errors.ts'
import { listeningAt } from '../process/listening.ts'
import type { Json } from '../record/canonical-json.ts'
import { counted } from '../report/number.ts'
import type { Task } from '../stage/stage.ts'
import type { Workbench } from '../stage/workbench.ts'
import { awaitHealth, whoServes } from './health.ts'
import { ask } from './http.ts'
import { difference } from './match.ts'
import type { Smoke } from './smoke.ts'

const healthSchema = z.object({
  url: z.string(),
  name: z.string(),
  version: z.string(),
  others: z.array(z.string()),
  seconds: z.number(),
})

const beforeSchema = z.object({ url: z.string() })

/** Looks who answers before a version is started: what is there afterwards may be the same. */
async function before(params: Json): Promise<Json> {
  const { url } = beforeSchema.parse(params)
  const { serves, named } = await whoServes(url)
  return { serves, named: { ...named }, sockets: await socketsBehind(url) }
}

/** Of another machine nothing is known. */
async function socketsBehind(url: string): Promise<string[]> {
  const { hostname, port, protocol } = new URL(url)
  if (!/^(localhost|127\.[0-9.]+|0\.0\.0\.0|\[::1?\])$/.test(hostname)) return []
  return [...(await listeningAt(port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)))]
}

/** Waits until the version serves. @throws AssayError `unhealthy` */
async function health(params: Json, { log }: Workbench): Promise<Json> {
  const { seconds, ...expected } = healthSchema.parse(params)
  log.info(`waiting at most ${seconds} s for ${expected.url}`)
  const awaited = await awaitHealth(expected, seconds)
  if (!('why' in awaited)) {
    const { named, wasNobody } = awaited
    return { named: { ...named }, wasNobody, sockets: await socketsBehind(expected.url) }
  }
  throw inputError(
    'unhealthy',
    `${expected.url} does not serve ${expected.version} after ${seconds} s: ${awaited.why}`,
    {
      hint: 'Look into the log of the server; give it more time by health_timeout_seconds if it only starts slowly.',
    },
  )
}

const smokeParams = z.object({ origin: z.string(), requests: z.array(z.custom<Smoke>()) })

/** Sends recorded requests and compares the answers. @throws AssayError `smoke-failed` at the first that differs */
async function smoke(params: Json, { log }: Workbench): Promise<Json> {
  const { origin, requests } = smokeParams.parse(params)
  for (const [i, { request, expect }] of requests.entries()) {
    const why = await whyWrong(origin, request, expect)
    if (why === undefined) continue
    throw inputError(
      'smoke-failed',
      `smoke request ${i + 1} of ${requests.length} (${request.path}): ${why}`,
      {
        hint: 'If the new answer is right, record it in the smoke file with the change that caused it.',
      },
    )
  }
  log.info(`answered as they were recorded: ${counted(requests.length, 'request')}`)
  return { requests: requests.length }
}

async function whyWrong(
  origin: string,
  { path, method, headers, body }: Smoke['request'],
  expect: Smoke['expect'],
): Promise<string | undefined> {
  const hasBody = body !== undefined
  const answer = await ask({
    url: `${origin}${path}`,
    method: method ?? (hasBody ? 'POST' : 'GET'),
    headers: { ...(hasBody && { 'content-type': 'application/json' }), ...headers },
    ...(hasBody && { body: JSON.stringify(body) }),
    timeoutMs: expect.timeout_seconds * 1000,
  })
  if ('failure' in answer) return answer.failure
  const said = answer.start === '' ? 'nothing' : answer.start
  if (answer.status !== expect.status)
    return `the status is ${answer.status}, not ${expect.status}; it answered ${said}`
  if (expect.body === undefined) return undefined
  // Python writes NaN, which is no JSON, and no answer either.
  if (!answer.isJson) return `the answer is not JSON; it answered ${said}`
  return difference(expect.body, answer.json, expect.tolerance)
}

export const tasks: Record<string, Task> = { before, health, smoke }
