import { lstat, readdir, realpath } from 'node:fs/promises'
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { configurationError } from '../../errors.ts'
import { exceptFor } from '../../git/dirt.ts'
import { othersIn, type Tracked, type Untracked } from '../../git/tracked.ts'
import { sha256, sha256OfFile } from '../../record/digest.ts'
import type { EnvironmentRequest } from '../environment/environment-request.ts'
import { lockDigest } from './lock-digest.ts'

/** Files that decide what a training comes to, or why they cannot all be known. */
export type InputFiles =
  | {
      readonly known: true
      /** `git:<id of the blob>` of what git has unchanged, `git+x:` where it may be executed, else `sha256:<hex>` of the content */
      readonly digests: Readonly<Record<string, string>>
    }
  | { readonly known: false; readonly reason: string }

type Environment = Readonly<Record<string, string>>

/**
 * What the training's inputs are as they lie in the working tree, by path from the configuration's folder.
 * @throws AssayError configuration: `input-missing`
 */
export async function inputFiles(
  {
    root,
    inputs,
    outputs,
    written,
    dvc,
    always,
  }: Pick<EnvironmentRequest, 'root' | 'inputs' | 'outputs' | 'written' | 'dvc'> & {
    /** files that decide whatever the inputs name, absolute */
    readonly always: readonly string[]
  },
  tracked: Tracked | Untracked,
  env: Environment,
): Promise<InputFiles> {
  const listed = inputs ? await named(root, inputs) : await known(tracked, written, env)
  if (!Array.isArray(listed)) return { known: false, reason: listed.reason }
  const lock = dvc === undefined ? undefined : resolve(root, dvc.replace(/\.yaml$/, '.lock'))
  const own = outputs.map((output) => resolve(output))
  const files = [...new Set([...listed, ...always, ...attributesOf(tracked)])].filter(
    (file) => !isWithin(file, own),
  )
  const blobs = 'blobs' in tracked ? tracked.blobs : undefined
  const isExecutable = (file: string) => 'executables' in tracked && tracked.executables.has(file)
  const digests: Record<string, string> = {}
  for (const file of files.sort()) {
    const path = relative(root, file).split(sep).join('/')
    if (path.includes('\u{fffd}')) return { known: false, reason: `the name of ${path} is not UTF-8` }
    const blob = blobs?.get(file)
    const digest =
      (file === lock ? await lockDigest(file) : undefined) ??
      (blob === undefined ? await digestOf(file) : `git${isExecutable(file) ? '+x' : ''}:${blob}`)
    if (digest === undefined)
      return { known: false, reason: `${path} is a link or folder that cannot be followed` }
    digests[path] = digest
  }
  return { known: true, digests }
}

/** What git makes of the blobs that it has: with others, the same blobs come out as other files. */
const attributesOf = (tracked: Tracked | Untracked): readonly string[] =>
  'files' in tracked ? tracked.files.filter((file) => basename(file) === '.gitattributes') : []

/** A file that git lists and that is not there counts as what it is: absent. */
async function digestOf(file: string): Promise<string | undefined> {
  const found = await lstat(file).catch(() => undefined)
  if (!found) return sha256('absent')
  if (found.isFile()) return sha256OfFile(file)
  if (!found.isSymbolicLink()) return undefined
  // What a link leads to decides, and behind a folder there may be anything.
  const target = await realpath(file).catch(() => undefined)
  return target && (await lstat(target)).isFile() ? sha256OfFile(target) : undefined
}

async function named(root: string, inputs: readonly string[]): Promise<string[]> {
  const files: string[] = []
  for (const input of inputs) {
    const file = isAbsolute(input) ? input : join(root, input)
    const found = await lstat(file).catch(() => undefined)
    if (!found)
      throw configurationError('input-missing', `train.inputs names ${input}, which does not exist`, {
        hint: 'Correct the path: files and folders relative to the configuration file, without wildcards.',
      })
    files.push(...(found.isDirectory() ? await filesBelow(file) : [file]))
  }
  return [...new Set(files)]
}

/** All files below a folder, absolute. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
}

/** Every file that git tracks or would add, of the whole repository, but what the pipeline wrote. */
async function known(
  tracked: Tracked | Untracked,
  written: readonly string[],
  env: Environment,
): Promise<string[] | { reason: string }> {
  if ('reason' in tracked) return tracked
  const { top, files } = tracked
  const others =
    tracked.others?.filter((file) => !isWithin(file, written)) ??
    (await othersIn(top, env, exceptFor(written, top)))
  return 'reason' in others ? others : [...new Set([...files, ...others])]
}

const isWithin = (file: string, folders: readonly string[]) =>
  folders.some((folder) => file === folder || file.startsWith(folder + sep))
