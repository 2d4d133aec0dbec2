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

/** A hosted runner takes its processes with it; act, on this machine, leaves the server. */
export async function stopServing(): Promise<void> {
  const pid = (await health())?.pid
  if (typeof pid === 'number') process.kill(pid, 'SIGTERM')
}
