import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checkpoints } from '../checkpoints.ts'
import type { Log } from '../log.ts'

/** Checkpoints in a folder of this machine, the last one of each series. */
export function localCheckpoints(home: string, log: Pick<Log, 'warning'>): Checkpoints {
  const lying = async (series: string) => {
    const [entry] = await readdir(join(home, series)).catch(() => [])
    return entry === undefined ? undefined : join(home, series, entry)
  }
  return {
    underWay: join(home, 'under-way'),
    lying,
    async newest(series, _beginning, folder) {
      const place = await lying(series)
      if (place === undefined) return false
      await cp(place, folder, { recursive: true, verbatimSymlinks: true })
      return true
    },
    async add(series, entry, folder) {
      const place = join(home, series)
      try {
        await mkdir(home, { recursive: true })
        const half = `${place}.new`
        await rm(half, { recursive: true, force: true })
        await mkdir(half)
        await rename(folder, join(half, entry))
        await rm(place, { recursive: true, force: true })
        await rename(half, place)
      } catch (error) {
        log.warning(`The checkpoint is not kept: ${error instanceof Error ? error.message : String(error)}`)
      }
    },
  }
}
