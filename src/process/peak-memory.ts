import { setTimeout as sleep } from 'node:timers/promises'
import { type TreeRoot, treeMemory } from './tree.ts'

/** What a process tree holds in memory, looked at again and again while it lives. */
export interface MemoryWatch {
  /** bytes when last looked at */
  latest(): number | undefined
  /** ends the watch; the peak in bytes, undefined when the tree ended before the first look */
  stop(): Promise<number | undefined>
}

/** Looks often at first, because many commands are short, and then twice a second. */
export function watchMemory(root: TreeRoot): MemoryWatch {
  const over = new AbortController()
  let latest: number | undefined
  let peak: number | undefined
  const watching = (async () => {
    for (let pause = 20; !over.signal.aborted; pause = Math.min(500, pause * 1.5)) {
      const memory = await treeMemory(root).catch(() => undefined)
      if (memory) {
        latest = memory.now
        peak = Math.max(peak ?? 0, memory.now, memory.most)
      }
      await sleep(pause, undefined, { signal: over.signal, ref: false }).catch(() => undefined)
    }
  })()
  return {
    latest: () => latest,
    async stop() {
      over.abort()
      await watching
      return peak
    },
  }
}
