import { createHash } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Cache } from '../cache.ts'
import type { Checkpoints } from '../checkpoints.ts'
import type { Log } from '../log.ts'

interface Host {
  /** folder of the job */
  readonly temp: string
  readonly log: Log
}

/**
 * The cache of the repository, in the scope of the run's branch. What the service refuses (a token that may only read,
 * a full store), its client warns of by itself and goes on.
 *
 * The client unpacks before anybody can look, with names that may lead anywhere: hand this only to a job that runs
 * what the branch holds anyway.
 */
export function githubCache(host: Host): Cache {
  const { fetched, sent } = entriesOf(host)
  // A path of its own for each key: the service matches beginnings of keys, but only for the same path.
  return {
    restore: (key, folder) => fetched(key, [key], folder),
    save: (key, folder) => sent(key, key, folder),
  }
}

/** GitHub keeps 10 GB a repository, and each attempt that does not end well adds an entry. */
const mostCheckpoint = 2 * 1024 ** 3

/**
 * Checkpoints in that cache. An entry is never replaced and a job of a branch sees what others of the branch wrote and
 * nothing of a pull request's, so the newest of a series is what the last job of this scope left.
 */
export function githubCheckpoints(host: Host): Checkpoints {
  const { fetched, sent } = entriesOf(host)
  return {
    most: mostCheckpoint,
    newest: (series, beginning, folder) => fetched(series, [`${series}-${beginning}`, `${series}-`], folder),
    add: (series, entry, folder) => sent(series, `${series}-${entry}`, folder),
  }
}

function entriesOf({ temp, log }: Host) {
  // loaded where it is first needed: most runs never ask
  const client = async () => {
    const loaded = await import('@actions/cache')
    if (loaded.isFeatureAvailable()) return loaded
    log.info('This runner has no cache service.')
    return undefined
  }
  // The service keeps apart what was saved under another path. Not every runner has its folders in the same place.
  const pathOf = (name: string) => `cached/${createHash('sha256').update(name).digest('hex').slice(0, 16)}`

  async function withPlace<T>(
    name: string,
    otherwise: T,
    use: (place: string, path: string) => Promise<T>,
  ): Promise<T> {
    const path = pathOf(name)
    const place = join(temp, path)
    const group = log.group(`The cache ${name}`)
    try {
      await rm(place, { recursive: true, force: true })
      await mkdir(dirname(place), { recursive: true })
      return await use(place, path)
    } catch (error) {
      log.warning(`The cache ${name} is left out: ${error instanceof Error ? error.message : String(error)}`)
      return otherwise
    } finally {
      await rm(place, { recursive: true, force: true })
      group.end()
    }
  }

  return {
    /** the first of the keys, else what begins with one of them, the newest first */
    fetched: (name: string, [key, ...beginnings]: readonly [string, ...string[]], folder: string) =>
      withPlace(name, false, async (place, path) => {
        if (!(await (await client())?.restoreCache([path], key, beginnings))) return false
        await rename(place, folder)
        return true
      }),

    sent: (name: string, key: string, folder: string) =>
      withPlace(name, undefined, async (place, path) => {
        const service = await client()
        if (!service) return
        await rename(folder, place)
        const before = process.cwd()
        // The client looks for what it is to save from the folder that the process is in.
        process.chdir(temp)
        try {
          await service.saveCache([path], key)
        } finally {
          process.chdir(before)
        }
      }),
  }
}
