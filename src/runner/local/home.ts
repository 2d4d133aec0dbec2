import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inputError } from '../../errors.ts'
import { tryGit } from '../../git/git.ts'
import { livingOf, readAtWork } from './at-work.ts'
import { cacheFolder } from './cache-folder.ts'
import { onDisk } from './disk.ts'

/** Folder of the local host, beside the repository's own files. */
const homeName = '.modelassay'

/** How long what a command left in the temporary folder may lie there where nobody knows whether it is still at work. */
const leftoverHours = 24

/**
 * Makes the folder, ignored by git from within, and clears old leftovers out of it.
 * @throws AssayError outside: `disk-full`, `folder-unwritable`
 */
export async function makeHome(top: string, now: Date): Promise<string> {
  const home = join(top, homeName)
  await onDisk(home, async () => {
    await mkdir(join(home, 'runs'), { recursive: true })
    await mkdir(join(home, 'temp'), { recursive: true })
    await writeFile(join(home, '.gitignore'), '*\n')
    await clearLeftovers(join(home, 'temp'), now)
  })
  return home
}

/**
 * Refuses a folder that a commit brought: its runs were this machine's own work nowhere, and yet would be believed as
 * such, models included.
 * @param top of the working tree, absolute
 * @throws AssayError input: `home-tracked`
 */
export async function requireUntracked(
  top: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const tracked = await tryGit(['ls-files', '-z', '--', `:(top,icase)${homeName}`], { cwd: top, env })
  if (tracked.ok && tracked.text === '') return
  throw inputError(
    'home-tracked',
    tracked.ok
      ? `${homeName} is tracked by git, so the runs in it are those of whoever committed them`
      : `git does not tell whether it tracks ${homeName}: ${tracked.reason}`,
    {
      hint: `Find out who committed it; then run \`git rm -r --cached ${homeName}\`, delete the folder and commit.`,
    },
  )
}

/** What belongs to a process of this machine goes with it, and not before. */
async function clearLeftovers(temp: string, now: Date): Promise<void> {
  for (const name of await readdir(temp)) {
    const atWork = await readAtWork(join(temp, name))
    const { who } = atWork ? await livingOf(atWork) : { who: 'elsewhere' as const }
    if (who === 'modelassay' || who === 'command') continue
    if (who === 'nobody') await rm(join(temp, name), { recursive: true, force: true })
    const { mtime } = await stat(join(temp, name)).catch(() => ({ mtime: now }))
    if (now.getTime() - mtime.getTime() > leftoverHours * 3_600_000)
      await rm(join(temp, name), { recursive: true, force: true })
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/** Where the data engine is on this user's machine, or is to be installed; a ready one is named by MODELASSAY_ENGINE. */
export const engineOf = (env: Environment): { readonly cache: string; readonly ready?: string } => ({
  cache: cacheFolder(env),
  ...(env.MODELASSAY_ENGINE && { ready: env.MODELASSAY_ENGINE }),
})
