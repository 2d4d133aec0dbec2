import { constants } from 'node:fs'
import { copyFile, mkdir, readdir, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { inputError } from '../../errors.ts'
import { sha256OfFile } from '../../record/digest.ts'
import type { VersionFile } from '../document.ts'
import { demandInside } from './path.ts'

/**
 * Files below a folder, `/` between the parts, sorted by code unit. Empty folders do not count.
 * @throws AssayError `not-a-file` for links, sockets and devices, `path-unsafe`
 */
export async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths: string[] = []
  for (const entry of entries) {
    if (entry.isDirectory()) continue
    const path = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')
    if (!entry.isFile())
      throw inputError('not-a-file', `${path} is a link or a device, which a registry cannot keep`, {
        hint: 'Write the file itself into the folder.',
      })
    demandInside(path)
    paths.push(path)
  }
  return paths.sort()
}

export async function describeFiles(folder: string): Promise<VersionFile[]> {
  const described: VersionFile[] = []
  for (const path of await filesOf(folder)) {
    const file = join(folder, path)
    described.push({ path, digest: await sha256OfFile(file), bytes: (await stat(file)).size })
  }
  return described
}

/** Copies every file of a folder, sharing blocks where the file system can. */
export async function copyFiles(from: string, into: string): Promise<void> {
  await mkdir(into, { recursive: true })
  for (const path of await filesOf(from)) {
    await mkdir(dirname(join(into, path)), { recursive: true })
    await copyFile(join(from, path), join(into, path), constants.COPYFILE_FICLONE)
  }
}

/**
 * Holds a folder to the files that it should have.
 * @param what `the records of churn 1.2.0`, for the message
 * @throws AssayError `version-broken`
 */
export async function demandFiles(
  folder: string,
  expected: readonly VersionFile[],
  what: string,
): Promise<void> {
  const line = ({ path, digest }: VersionFile) => `${path} ${digest}`
  const wanted = new Set(expected.map(line))
  const found = await describeFiles(folder)
  const odd =
    found.find((file) => !wanted.has(line(file)))?.path ??
    expected.find(({ path }) => !found.some((file) => file.path === path))?.path
  if (odd !== undefined)
    throw inputError(
      'version-broken',
      `${what} are not what was registered: ${odd} was changed, added or lost`,
      {
        hint: 'Use another version, and find out who changed the registry.',
      },
    )
}
