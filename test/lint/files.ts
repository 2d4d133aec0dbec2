import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')

/** A text, and the file of the repository that it is, or is in, at the same lines. */
export interface Source {
  readonly file: string
  readonly text: string
}

/** Files of the repository, committed or about to be, that git's own pathspec finds. */
function filesLike(...patterns: string[]): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns]
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8' })
  return [...new Set(listed.split('\n').filter(Boolean))].sort()
}

/** Every workflow: this repository's and those of the examples. */
export const workflowFiles = () =>
  filesLike(':(glob).github/workflows/*.yml', ':(glob)examples/*/.github/workflows/*.yml')

/** Every action that users name. */
export const actionFiles = () => filesLike(':(glob)actions/*/action.yml')

/** Every page that may show a workflow or steps to copy. */
export const pages = () =>
  filesLike(':(glob)*.md', ':(glob)docs/*.md', ':(glob)actions/*/*.md', ':(glob)examples/*/*.md')

/** @param file relative to the repository */
export const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** @param file relative to the repository */
export const source = (file: string): Source => ({ file, text: read(file) })

/**
 * A source with a defect in it.
 * @throws Error where there is nothing to replace: a defect that was never planted would prove nothing
 */
export function planted({ file, text }: Source, right: string, wrong: string): Source {
  if (!text.includes(right)) throw new Error(`${file} does not have ${right}`)
  return { file, text: text.replace(right, () => wrong) }
}
