import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Cache } from '../../src/runner/cache.ts'

/** A cache in a temporary folder. */
export interface MemoryCache extends Cache {
  /** folders by key, for a test to look into or to tamper with */
  readonly kept: Map<string, string>
}

export async function memoryCache(): Promise<MemoryCache> {
  const room = await mkdtemp(join(tmpdir(), 'cache-'))
  const kept = new Map<string, string>()
  return {
    kept,
    async restore(key, folder) {
      const found = kept.get(key)
      if (found === undefined) return false
      await cp(found, folder, { recursive: true })
      return true
    },
    async save(key, folder) {
      if (kept.has(key)) return
      const copy = join(room, key)
      await cp(folder, copy, { recursive: true })
      kept.set(key, copy)
    },
  }
}
