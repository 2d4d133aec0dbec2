import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')

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
