import { setTimeout as sleep } from 'node:timers/promises'
import { type TreeRoot, treeUse } from './tree.ts'

/** What a process tree used, as far as looks at it tell. */
export interface Used {
  /** bytes; undefined when the tree ended before the first look */
  readonly peakMemoryBytes?: number
  readonly cpuSeconds?: number
}

/** What a process tree holds in memory, looked at again and again while it lives. */
export interface MemoryWatch {
  /** bytes when last looked at */
  latest(): number | undefined
  /** ends the watch */
  stop(): Promise<Used>
}

/** Looks often at first, because many commands are short, and then twice a second. */
export function watchMemory(root: TreeRoot): MemoryWatch {
  const over = new AbortController()
  let latest: number | undefined
  let peak: number | undefined
  let cpu = 0
  const watching = (async () => {
    for (let pause = 20; !over.signal.aborted; pause = Math.min(500, pause * 1.5)) {
      const use = await treeUse(root).catch(() => undefined)
      if (use) {
        latest = use.now
        peak = Math.max(peak ?? 0, use.now, use.most)
        cpu = Math.max(cpu, use.cpu)
      }
      await sleep(pause, undefined, { signal: over.signal, ref: false }).catch(() => undefined)
    }
  })()
  return {
    latest: () => latest,
    async stop() {
      over.abort()
      await watching
      return {
        ...(peak && { peakMemoryBytes: peak }),
        ...(cpu > 0 && { cpuSeconds: cpu }),
      }
    },
  }
}
