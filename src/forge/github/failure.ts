/** What octokit throws: an answer of 4xx or 5xx, or, without `response`, a request that got none. */
export interface HttpFailure extends Error {
  readonly status: number
  readonly request: { readonly method: string; readonly url: string }
  readonly response?: {
    readonly headers: Readonly<Record<string, string | number | undefined>>
    readonly data: unknown
  }
}

export const isHttpFailure = (error: unknown): error is HttpFailure =>
  error instanceof Error && error.name === 'HttpError' && 'status' in error && 'request' in error

export const hasStatus = (error: unknown, status: number): boolean =>
  isHttpFailure(error) && error.response !== undefined && error.status === status

/** Whether the request may have been carried out although no answer, or none of GitHub's own, came. */
export const isUnsure = (error: unknown): boolean =>
  isHttpFailure(error) && (error.response === undefined || error.status >= 500)

/** Whether GitHub put the request off without doing anything: primary limit, secondary limit, 429. */
export function isPutOff(error: unknown): boolean {
  if (!isHttpFailure(error) || error.response === undefined) return false
  if (error.status === 429) return true
  const { headers } = error.response
  return (
    error.status === 403 &&
    (headers['retry-after'] !== undefined ||
      headers['x-ratelimit-remaining'] === '0' ||
      /\b(secondary rate|abuse detection)\b/i.test(error.message))
  )
}

/** Milliseconds after which GitHub says that the request may be sent again; undefined when it names no time. */
export function namedDelay({ response }: HttpFailure, now: Date): number | undefined {
  const headers = response?.headers ?? {}
  const after = Number(headers['retry-after'] ?? Number.NaN)
  if (after >= 0) return after * 1000
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN)
  if (headers['x-ratelimit-remaining'] === '0' && reset >= 0)
    return Math.max(0, reset * 1000 - now.getTime()) + 1000
  return undefined
}
