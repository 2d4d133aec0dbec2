import { access, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import checksums from '../../../engine/checksums.json' with { type: 'json' }
import manifest from '../../../engine/package.json' with { type: 'json' }
import lockFile from '../../../engine/package-lock.json' with { type: 'json' }
import { AssayError, outsideError } from '../../errors.ts'
import { type VerifiedEngine, verifyEngine } from './engine-checksums.ts'
import { underLock } from './engine-lock.ts'
import { type EnginePlatform, enginePlatform } from './engine-platform.ts'
import { npmCi } from './npm-ci.ts'

/** Where the engine is, or is to be installed. */
export interface EngineInstall {
  /** folder that keeps what is installed once; made when missing */
  readonly cache: string
  /** folder with a ready engine (`node_modules` inside), for machines without npm or network */
  readonly ready?: string
  readonly log: { info(message: string): void }
  /** command to run instead of npm */
  readonly npm?: string
}

/** An engine that may be loaded, as long as it is what it was. */
export interface InstalledEngine extends VerifiedEngine {
  /** absolute path */
  readonly folder: string
}

/**
 * The folder of the pinned engine, installed on first use: under a lock, into a folder beside the final one that is
 * renamed when it is whole and verified, so that neither a second process nor a crash ever sees half of it.
 * @returns every file that will be loaded from its folder has just been verified
 * @throws AssayError outside: see {@link npmCi}, {@link verifyEngine} and {@link enginePlatform}
 */
export async function installedEngine(install: EngineInstall): Promise<InstalledEngine> {
  const platform = enginePlatform()
  const folder = folderOf(install, platform)
  if (install.ready === undefined && !(await exists(folder))) {
    try {
      await mkdir(install.cache, { recursive: true })
      await underLock(
        `${folder}.lock`,
        () => exists(folder),
        () => installInto(folder, platform, install),
      )
    } catch (cause) {
      throw cause instanceof AssayError ? cause : notWritable(install.cache, cause)
    }
  }
  return { folder, ...(await verifyEngine(folder, platform)) }
}

/** Whether nothing need be fetched before the engine can be used; its files may still be refused. */
export const isInstalled = (install: EngineInstall): Promise<boolean> =>
  exists(folderOf(install, enginePlatform()))

const folderOf = ({ ready, cache }: EngineInstall, platform: EnginePlatform) =>
  resolve(ready ?? join(cache, `engine-${checksums.version}-${platform}`))

async function installInto(folder: string, platform: EnginePlatform, { cache, log, npm }: EngineInstall) {
  await removeLeftovers(cache)
  const fresh = await mkdtemp(join(resolve(cache), leftover))
  try {
    log.info(`Installing the data engine (DuckDB ${checksums.version}, ${platform}) into ${folder}, once.`)
    await writeFile(join(fresh, 'package.json'), JSON.stringify(manifest))
    await writeFile(join(fresh, 'package-lock.json'), JSON.stringify(lockFile))
    await npmCi(fresh, npm)
    await verifyEngine(fresh, platform)
    await rename(fresh, folder)
    log.info('The data engine is installed; its files have the pinned checksums.')
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    if (!(await exists(folder))) throw error
  }
}

const leftover = '.engine-installing-'

/** Whoever holds the lock is the only one who installs: other unfinished folders are of processes that died. */
async function removeLeftovers(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (name.startsWith(leftover)) await rm(join(cache, name), { recursive: true, force: true })
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

function notWritable(cache: string, cause: unknown): AssayError {
  const full = (cause as NodeJS.ErrnoException).code === 'ENOSPC'
  return full
    ? outsideError('disk-full', `The data engine could not be installed: the disk of ${cache} is full.`, {
        hint: 'Free about 100 MB there and run again.',
        cause,
      })
    : outsideError(
        'engine-not-writable',
        `The data engine could not be installed: ${(cause as Error).message}.`,
        {
          hint: `Make ${cache} a folder that this user may write to, or name a ready engine in MODELASSAY_ENGINE.`,
          cause,
        },
      )
}
