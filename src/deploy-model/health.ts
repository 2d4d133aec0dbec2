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

/**
 * Why the URL does not say that the version serves, as a sentence; undefined when it does: it answers 2xx and, where the
 * answer is JSON that names this model and a version (`{"name": "churn", "version": "1.2.0"}`), it is this version; where
 * it names a version only, it is none of the model's others. Without that a server that failed to give up its port
 * would pass for its successor. A version beside another name is the server's own.
 */
export async function unhealthy(
  { url, name, version, others }: Expected,
  timeoutMs = longestAnswer,
): Promise<string | undefined> {
  const answer = await ask({ url, timeoutMs })
  if ('failure' in answer) return answer.failure
  if (answer.status < 200 || answer.status > 299) return `it answers with status ${answer.status}`
  const told = answer.json
  if (typeof told !== 'object' || told === null) return undefined
  const { name: toldName, version: toldVersion } = told as Record<string, unknown>
  if (toldVersion === undefined || toldVersion === version) return undefined
  const isOther =
    toldName === name || (toldName === undefined && others.some((other) => other === toldVersion))
  return isOther ? `it is version ${String(toldVersion).slice(0, 60)} that answers` : undefined
}

/** Asks until the version serves or the time is over; then why it does not. */
export async function awaitHealth(expected: Expected, seconds: number): Promise<string | undefined> {
  const deadline = AbortSignal.timeout(seconds * 1000)
  let last = 'it was never asked'
  while (!deadline.aborted) {
    const why = await unhealthy(expected, Math.min(longestAnswer, seconds * 1000))
    if (why === undefined) return undefined
    last = why
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return last
}
