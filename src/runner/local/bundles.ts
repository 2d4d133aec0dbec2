import { constants, copyFile, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { outsideError } from '../../errors.ts'
import type { BundleRef, Bundles } from '../runner.ts'
import { copyFolder } from './copy-folder.ts'
import { onDisk } from './disk.ts'

/** Artifacts as folders: `<runs>/<run id>/<artifact name>/`. */
export interface RunFolders {
  readonly runs: string
  readonly runId: string
  /** runs whose artifacts this run sees besides its own: what was done on the commit before it was edited */
  readonly continues: readonly string[]
}

/** Artifacts of this run. Each appears whole, under its name, or not at all. */
export function localBundles({ runs, runId, continues }: RunFolders): Bundles {
  const home = join(runs, runId)
  const save = (name: string, fill: (into: string) => Promise<void>) =>
    onDisk(join(home, name), async () => {
      await mkdir(home, { recursive: true })
      const half = await mkdtemp(join(home, '.half-'))
      try {
        await fill(join(half, name))
        await appear(join(half, name), join(home, name))
        return await refOf(runs, runId, name)
      } finally {
        await rm(half, { recursive: true, force: true })
      }
    })
  return {
    save: (name, folder) => save(name, (into) => copyFolder(folder, into)),
    saveFile: (file) => save(basename(file), (into) => copyFile(file, into, constants.COPYFILE_FICLONE)),
    async ofThisRun() {
      const all = [runId, ...continues].map((id) => bundlesOfRun(runs, id))
      return (await Promise.all(all)).flat()
    },
    fetch: (bundle, into) => fetchBundle(runs, bundle, into),
  }
}

/** Artifacts of any run of this folder, none where there was no such run. */
export async function bundlesOfRun(runs: string, runId: string): Promise<readonly BundleRef[]> {
  const entries = await readdir(join(runs, runId), { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
  return Promise.all(names.map(({ name }) => refOf(runs, runId, name)))
}

/** @throws AssayError outside: `artifact-lost` */
export async function fetchBundle(runs: string, { name, runId }: BundleRef, into: string): Promise<void> {
  const folder = join(runs, runId, name)
  if (!(await stat(folder).catch(() => undefined))?.isDirectory())
    throw outsideError('artifact-lost', `${folder} does not exist any more`, {
      hint: 'Run the stage that wrote it again.',
    })
  await onDisk(into, () => copyFolder(folder, into))
}

async function refOf(runs: string, runId: string, name: string): Promise<BundleRef> {
  const { mtime } = await stat(join(runs, runId, name))
  return { name, id: `${runId}/${name}`, runId, createdAt: mtime }
}

async function appear(half: string, whole: string): Promise<void> {
  // Renaming a file replaces what is there, and an artifact never changes.
  if (await stat(whole).catch(() => undefined)) throw exists(whole)
  await rename(half, whole).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOTEMPTY' || error.code === 'EEXIST' ? exists(whole) : error
  })
}

const exists = (whole: string) =>
  outsideError('artifact-exists', `${whole} exists already, and an artifact never changes`, {
    hint: 'Run the stage again, when nothing else runs in this repository.',
  })
