import { visible } from '../report/visible.ts'
import { ask } from './http.ts'

/** Which version must be behind a health URL. */
export interface Expected {
  readonly url: string
  readonly name: string
  readonly version: string
  /** the model's other versions: what an answer that names one of them, and no name, comes from */
  readonly others: readonly string[]
}

/** milliseconds that one request may take */
const longestAnswer = 5000
/** milliseconds between two requests */
const pause = 200

/** What one request to a health URL showed. */
interface Look {
  /** as of {@link unhealthy} */
  readonly why?: string
  readonly isNobody: boolean
  readonly named: Named
}

/** What an answer says that it is, where it is JSON and says so. */
export interface Named {
  readonly name?: string
  readonly version?: string
}

/**
 * Why the URL does not say that the version serves, as a sentence; undefined when it does: it answers 2xx and, where the
 * answer is JSON that names a model and a version (`{"name": "churn", "version": "1.2.0"}`), they are these; where it
 * names a version only, it is none of the model's others. Without that a server that failed to give up its port, be it
 * of this model or of another, would pass for its successor.
 */
export async function unhealthy(expected: Expected, timeoutMs = longestAnswer): Promise<string | undefined> {
  return (await look(expected, timeoutMs)).why
}

async function look({ url, name, version, others }: Expected, timeoutMs: number): Promise<Look> {
  const answer = await ask({ url, timeoutMs })
  if ('failure' in answer) return { why: answer.failure, isNobody: answer.isNobody, named: {} }
  const named = namedBy(answer.json)
  const seen = { isNobody: false, named }
  if (!isGood(answer.status)) return { ...seen, why: `it answers with status ${answer.status}` }
  const other = otherThan({ name, version, others }, answer.json)
  return other === undefined ? seen : { ...seen, why: `it is ${other} that answers` }
}

/** What a health answer names in place of the version that is expected; undefined where it names nothing else. */
function otherThan(
  { name, version, others }: Pick<Expected, 'name' | 'version' | 'others'>,
  json: unknown,
): string | undefined {
  const { name: toldName, version: toldVersion } = (json ?? {}) as Record<string, unknown>
  if (toldVersion === undefined) return undefined
  const shown = visible(typeof toldVersion === 'string' ? toldVersion : JSON.stringify(toldVersion), 60)
  if (typeof toldName === 'string' && toldName !== name) return `${visible(toldName, 60)} ${shown}`
  if (toldVersion === version) return undefined
  const isOther = toldName === name || others.some((other) => other === toldVersion)
  return isOther ? `version ${shown}` : undefined
}

const isGood = (status: number) => status >= 200 && status <= 299

function namedBy(json: unknown): Named {
  const { name, version } = (json ?? {}) as Record<string, unknown>
  return {
    ...(typeof name === 'string' && { name: name.slice(0, 200) }),
    ...(typeof version === 'string' && { version: version.slice(0, 200) }),
  }
}

/** How a wait for a version ended. */
export type Awaited = { readonly why: string } | { readonly named: Named; readonly wasNobody: boolean }

/** Asks until the version serves or the time is over; then why it does not. */
export async function awaitHealth(expected: Expected, seconds: number): Promise<Awaited> {
  const deadline = AbortSignal.timeout(seconds * 1000)
  let last = 'it was never asked'
  let wasNobody = false
  while (!deadline.aborted) {
    const { why, isNobody, named } = await look(expected, Math.min(longestAnswer, seconds * 1000))
    if (why === undefined) return { named, wasNobody }
    wasNobody ||= isNobody
    last = why
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return { why: last }
}

/** Whether anybody may serve at a URL, and what it says that it is. Who is late with an answer is somebody. */
export async function whoServes(url: string): Promise<{ serves: boolean; named: Named }> {
  const answer = await ask({ url, timeoutMs: longestAnswer })
  if ('failure' in answer) return { serves: !answer.isNobody, named: {} }
  return { serves: isGood(answer.status), named: namedBy(answer.json) }
}
