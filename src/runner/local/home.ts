import { mkdir, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { onDisk } from './disk.ts'

/** Folder of the local host, beside the repository's own files. */
export const homeName = '.modelassay'

/** Makes the folder, ignored by git from within. @throws AssayError outside: `disk-full`, `folder-unwritable` */
export async function makeHome(top: string): Promise<string> {
  const home = join(top, homeName)
  await onDisk(home, async () => {
    await mkdir(join(home, 'runs'), { recursive: true })
    await mkdir(join(home, 'temp'), { recursive: true })
    await writeFile(join(home, '.gitignore'), '*\n')
  })
  return home
}

type Environment = Readonly<Record<string, string | undefined>>

/** Where this user's machine keeps what may be deleted at any time. */
export function cacheFolder(env: Environment, platform: NodeJS.Platform = process.platform): string {
  const home = env.HOME || env.USERPROFILE || homedir()
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'modelassay')
  return join(env.XDG_CACHE_HOME?.startsWith('/') ? env.XDG_CACHE_HOME : join(home, '.cache'), 'modelassay')
}
