import { isHttpFailure, isPutOff, isUnsure, namedDelay } from './failure.ts'

/** How long a call may be waited for. */
export interface Patience {
  /** milliseconds that one call may spend waiting between its attempts, all together */
  readonly totalMs: number
  /** milliseconds before the second attempt after a failure that names no time; doubled each time */
  readonly firstMs: number
  now(): Date
  sleep(milliseconds: number): Promise<void>
  /** told before each wait, for people who watch */
  waiting(milliseconds: number, why: string): void
}

/** The bound that the documentation states: a call waits 60 s at most, and is sent six times at most. */
export const patient: Omit<Patience, 'now' | 'waiting'> = {
  totalMs: 60_000,
  firstMs: 1000,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}

const maxAttempts = 6
/** what GitHub asks for where a secondary limit names no time */
const secondaryLimitMs = 60_000

function delayAfter(sent: number, error: unknown, { firstMs, now }: Patience): number | undefined {
  const backoff = firstMs * 2 ** (sent - 1)
  if (!isHttpFailure(error)) return undefined
  if (isPutOff(error)) return namedDelay(error, now()) ?? (error.status === 403 ? secondaryLimitMs : backoff)
  return isUnsure(error) ? backoff : undefined
}

/**
 * Attempts until it works, fails for good, or waiting longer would pass the bound; then throws the last failure.
 * Limits, 429, 5xx and lost connections are tried again.
 * @param made asked after a failure that may have had its effect all the same; what it finds is the answer
 */
export async function persist<T>(
  attempt: () => Promise<T>,
  patience: Patience,
  made: () => Promise<T | undefined> = async () => undefined,
): Promise<T> {
  let waited = 0
  for (let sent = 1; ; sent += 1) {
    try {
      return await attempt()
    } catch (error) {
      const delay = delayAfter(sent, error, patience)
      if (delay === undefined || sent >= maxAttempts || waited + delay > patience.totalMs) throw error
      patience.waiting(delay, error instanceof Error ? error.message : String(error))
      await patience.sleep(delay)
      waited += delay
      const found = isUnsure(error) ? await made() : undefined
      if (found !== undefined) return found
    }
  }
}
