/** One way in which the world goes wrong. Without `status` and `dropAnswer` it only delays. */
export interface Fault {
  /** any method when absent */
  readonly method?: string
  /** matched against the path without the query string; a string must be contained in it */
  readonly path: RegExp | string
  /** answered instead of doing anything */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** do what was asked, then cut the connection before the answer */
  readonly dropAnswer?: boolean
  /** cut the connection without doing anything */
  readonly refuseConnection?: boolean
  readonly delayMs?: number
  /** how many matching requests it spoils; default 1 */
  readonly times?: number
  /** how many matching requests pass before; default 0 */
  readonly after?: number
}

export interface Faults {
  inject(fault: Fault): void
  clear(): void
  /** faults that have not been used up, so that a test can prove that its fault was met */
  pending(): readonly Fault[]
}

interface Armed {
  readonly fault: Fault
  pass: number
  left: number
}

const matches = ({ method, path }: Fault, request: { method: string; path: string }): boolean =>
  (method === undefined || method === request.method) &&
  (typeof path === 'string' ? request.path.includes(path) : path.test(request.path))

/** The faults of one server and the function that hands out the one that a request meets. */
export function armFaults(): Faults & { next(request: { method: string; path: string }): Fault | undefined } {
  let armed: Armed[] = []
  return {
    inject: (fault) => {
      armed.push({ fault, pass: fault.after ?? 0, left: fault.times ?? 1 })
    },
    clear: () => {
      armed = []
    },
    pending: () => armed.filter(({ left }) => left > 0).map(({ fault }) => fault),
    next: (request) => {
      for (const one of armed) {
        if (one.left === 0 || !matches(one.fault, request)) continue
        if (one.pass > 0) {
          one.pass -= 1
          continue
        }
        one.left -= 1
        return one.fault
      }
      return undefined
    },
  }
}

/** GitHub's answer to too many writes in a short time. */
export const secondaryRateLimit = (
  path: RegExp | string,
  { retryAfter = 1, times = 1, method }: { retryAfter?: number; times?: number; method?: string } = {},
): Fault => ({
  path,
  times,
  ...(method === undefined ? {} : { method }),
  status: 403,
  headers: { 'retry-after': String(retryAfter) },
  body: {
    message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    documentation_url:
      'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits',
  },
})
