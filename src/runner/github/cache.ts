import { createHash } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Cache } from '../cache.ts'
import type { Log } from '../log.ts'

/**
 * The cache of the repository, in the scope of the run's branch. What the service refuses (a token that may only read,
 * a full store), its client warns of by itself and goes on.
 *
 * The client unpacks before anybody can look, with names that may lead anywhere: hand this only to a job that runs
 * what the branch holds anyway.
 * @param temp folder of the job, the same in every run: the service keeps apart what was saved from another path
 */
export function githubCache({ temp, log }: { temp: string; log: Log }): Cache {
  // loaded where it is first needed: most runs never ask
  const client = async () => {
    const loaded = await import('@actions/cache')
    if (loaded.isFeatureAvailable()) return loaded
    log.info('This runner has no cache service.')
    return undefined
  }
  // A path of its own for each key: the service matches beginnings of keys, but only for the same path.
  const placeOf = (key: string) =>
    join(temp, 'cached', createHash('sha256').update(key).digest('hex').slice(0, 16))

  async function withPlace<T>(key: string, otherwise: T, use: (place: string) => Promise<T>): Promise<T> {
    const place = placeOf(key)
    const group = log.group(`The cache ${key}`)
    try {
      await rm(place, { recursive: true, force: true })
      await mkdir(dirname(place), { recursive: true })
      return await use(place)
    } catch (error) {
      log.warning(`The cache ${key} is left out: ${error instanceof Error ? error.message : String(error)}`)
      return otherwise
    } finally {
      await rm(place, { recursive: true, force: true })
      group.end()
    }
  }

  return {
    restore: (key, folder) =>
      withPlace(key, false, async (place) => {
        if (!(await (await client())?.restoreCache([place], key))) return false
        await rename(place, folder)
        return true
      }),

    save: (key, folder) =>
      withPlace(key, undefined, async (place) => {
        const service = await client()
        if (!service) return
        await rename(folder, place)
        await service.saveCache([place], key)
      }),
  }
}
