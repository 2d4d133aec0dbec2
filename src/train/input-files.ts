import { lstat, readdir, realpath } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { configurationError } from '../errors.ts'
import { exceptFor } from '../git/dirt.ts'
import { tryGit } from '../git/git.ts'
import { type Digest, sha256, sha256OfFile } from '../record/digest.ts'
import type { EnvironmentRequest } from './environment-request.ts'

/** Files that decide what a training comes to, or why they cannot all be known. */
export type InputFiles =
  | { readonly known: true; readonly digests: Readonly<Record<string, Digest>> }
  | { readonly known: false; readonly reason: string }

type Environment = Readonly<Record<string, string>>

/**
 * Digests of the training's inputs as they lie in the working tree, by path from the configuration's folder.
 * @throws AssayError configuration: `input-missing`
 */
export async function inputFiles(
  { root, inputs, outputs, written }: Pick<EnvironmentRequest, 'root' | 'inputs' | 'outputs' | 'written'>,
  env: Environment,
): Promise<InputFiles> {
  const listed = inputs ? await named(root, inputs) : await known(root, written, env)
  if (!Array.isArray(listed)) return { known: false, reason: listed.reason }
  const own = outputs.map((output) => resolve(output))
  const files = listed.filter(
    (file) => !own.some((output) => file === output || file.startsWith(output + sep)),
  )
  const digests: Record<string, Digest> = {}
  for (const file of files.sort()) {
    const path = relative(root, file).split(sep).join('/')
    const digest = await digestOf(file)
    if (digest === undefined)
      return { known: false, reason: `${path} is a link or folder that cannot be followed` }
    digests[path] = digest
  }
  return { known: true, digests }
}

/** A file that git lists and that is not there counts as what it is: absent. */
async function digestOf(file: string): Promise<Digest | undefined> {
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

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
}

/** Every file that git tracks or would add, of the whole repository, but what the pipeline wrote. */
async function known(
  root: string,
  written: readonly string[],
  env: Environment,
): Promise<string[] | { reason: string }> {
  const top = await tryGit(['rev-parse', '--show-toplevel'], { cwd: root, env })
  if (!top.ok) return { reason: 'without git, train.inputs must name the files that decide the result' }
  const folder = top.text.replace(/\r?\n$/, '')
  const files: string[] = []
  for (const which of [
    ['--cached'],
    ['--others', '--exclude-standard', '--', '.', ...exceptFor(written, folder)],
  ]) {
    const list = await tryGit(['ls-files', '-z', ...which], { cwd: folder, env })
    if (!list.ok) return { reason: `git cannot list the files of the repository: ${list.reason}` }
    files.push(...list.text.split('\0').filter(Boolean))
  }
  return [...new Set(files)].map((path) => join(folder, path))
}
