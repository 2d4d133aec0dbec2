import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CommandItem } from '../stage/work.ts'
import { endsWithin, killTree, signalTree, type TreeRoot } from './tree.ts'

/** How a command came to its end. */
export type Ending =
  | { readonly how: 'exited'; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly how: 'unstartable'; readonly cause: Error }
  | { readonly how: 'timed-out' }
  | { readonly how: 'cancelled' }

interface Patience {
  readonly signal?: AbortSignal
  readonly graceSeconds?: number
}

/** Waits for the end: the command's own, or the one that the timeout or a cancellation brings. */
export async function awaitEnding(
  child: ChildProcess,
  { timeoutSeconds }: CommandItem,
  root: TreeRoot,
  { signal: cancel, graceSeconds = 8 }: Patience,
): Promise<Ending> {
  const exit = new Promise<Ending>((settle) => {
    child.once('error', (cause) => settle({ how: 'unstartable', cause }))
    child.once('exit', (code, signal) => settle({ how: 'exited', code, signal }))
  })
  const over = new AbortController()
  const options = { signal: over.signal }
  const late = sleep(Math.min(timeoutSeconds * 1000, 2 ** 31 - 1), { how: 'timed-out' } as const, options)
  const stopped = new Promise<Ending>((settle) => {
    cancel?.addEventListener('abort', () => settle({ how: 'cancelled' }), { once: true, ...options })
  })
  const first = await Promise.race([exit, late.catch(() => exit), stopped])
  over.abort()
  if (first.how === 'exited' || first.how === 'unstartable') return first
  const signal = first.how === 'cancelled' && /SIGINT/.test(String(cancel?.reason)) ? 'SIGINT' : 'SIGTERM'
  await endTree(root, signal, graceSeconds)
  await exit
  return first
}

/** Asks, asks again half-way (a shell's background jobs ignore SIGINT), and then does not ask. */
async function endTree(root: TreeRoot, signal: NodeJS.Signals, graceSeconds: number): Promise<void> {
  for (const asked of [signal, 'SIGTERM'] as const) {
    await signalTree(root, asked)
    if (await endsWithin(root, graceSeconds / 2)) return
  }
  await killTree(root)
}
