import { readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Project } from '../config/project.ts'
import { AssayError, inputError } from '../errors.ts'
import { tryGit } from '../git/git.ts'
import { withoutEnd } from '../report/also-wrong.ts'
import type { Ports } from '../stage/stage.ts'
import { parseSmoke, type Smoke } from './smoke.ts'

/**
 * The smoke requests as they are checked out. They are read before anything changes: a typing error in them must not
 * take anything down.
 * @throws AssayError `smoke-missing` and what parseSmoke throws
 */
export async function currentSmoke({ root }: Project, file: string): Promise<Smoke[]> {
  const text = await readFile(join(root, file), 'utf8').catch((cause) => {
    throw inputError('smoke-missing', `there is no readable file ${file} with smoke requests`, {
      hint: 'Check the path under deploy: it is relative to modelassay.yml.',
      file,
      cause,
    })
  })
  return parseSmoke(text, file)
}

/** Requests, or why there are none, as a clause. */
export type RecordedSmoke =
  | { readonly smoke: readonly Smoke[] }
  /** why nothing is asked, as a clause */
  | { readonly unasked: string }

/**
 * The smoke requests of the commit that a version was made from: what an older model must answer is recorded there, not
 * in what was committed since.
 */
export async function smokeAt(
  { root }: Project,
  file: string,
  sha: string,
  { runner, forge }: Ports,
): Promise<RecordedSmoke> {
  const path = relative(runner.workspace, join(root, file)).split(sep).join('/')
  const commit = `its commit ${sha.slice(0, 7)}`
  const isOnForge = forge !== undefined && runner.kind === 'github'
  const text = isOnForge
    ? (await forge.contents.file(path, sha))?.toString('utf8')
    : await shown(root, file, sha)
  if (text === undefined) {
    const isThere = isOnForge || (await hasCommit(root, sha))
    return { unasked: isThere ? `${commit} has no ${file}` : `${commit} is not in this repository` }
  }
  try {
    return { smoke: parseSmoke(text, file) }
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    return { unasked: `in ${commit} ${withoutEnd(error.message)}` }
  }
}

async function shown(root: string, file: string, sha: string): Promise<string | undefined> {
  const answer = await tryGit(['show', '--end-of-options', `${sha}:./${file}`], { cwd: root })
  return answer.ok ? answer.text : undefined
}

const hasCommit = async (root: string, sha: string) =>
  (await tryGit(['cat-file', '-e', '--end-of-options', `${sha}^{commit}`], { cwd: root })).ok
