import { setTimeout as sleep } from 'node:timers/promises'

const url = 'http://127.0.0.1:8080/health'

/** What the server says that a release has put live; undefined when there is none. */
export async function health(): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) })
    return (await answer.json()) as Record<string, unknown>
  } catch {
    return undefined
  }
}

/** A hosted runner takes its processes with it; act, on this machine, leaves the server of an example. */
export async function stopServing(): Promise<void> {
  const serving = await health()
  if (typeof serving?.pid !== 'number' || !String(serving.name).startsWith('penguins')) return
  process.kill(serving.pid, 'SIGTERM')
  while (await health()) await sleep(50)
}
