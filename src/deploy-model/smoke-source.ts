import { readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Project } from '../config/project.ts'
import { inputError } from '../errors.ts'
import { tryGit } from '../git/git.ts'
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

/**
 * The smoke requests of the commit that a version was made from: what an older model must answer is recorded there, not
 * in what was committed since. Undefined where that commit had none, or they cannot be had or read.
 */
export async function smokeAt(
  { root }: Project,
  file: string,
  sha: string,
  { runner, forge }: Ports,
): Promise<Smoke[] | undefined> {
  const path = relative(runner.workspace, join(root, file)).split(sep).join('/')
  const text =
    forge && runner.kind === 'github'
      ? (await forge.contents.file(path, sha))?.toString('utf8')
      : await shown(root, file, sha)
  try {
    return text === undefined ? undefined : parseSmoke(text, file)
  } catch {
    return undefined
  }
}

async function shown(root: string, file: string, sha: string): Promise<string | undefined> {
  const answer = await tryGit(['show', '--end-of-options', `${sha}:./${file}`], { cwd: root })
  return answer.ok ? answer.text : undefined
}
