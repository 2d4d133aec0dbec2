import { posix } from 'node:path'
import type { Config } from '../../config/schema.ts'
import type { Change } from '../../record/training-change.ts'
import { shellWord } from '../../report/shell-word.ts'

/**
 * What to do where a model would be trained again for nothing but documentation, or what evaluations wrote. By default
 * every tracked file counts, since a training may read any: only the user knows that it does not read these.
 * @returns undefined where anything else changed
 */
export function hardlyRead(
  changes: readonly Change[],
  evaluations: Config['evaluations'],
): string | undefined {
  const names = changes.map(({ kind, name }) => (kind === 'input' ? name : undefined))
  const written = writtenBy(evaluations)
  const isHardlyRead = (name: string | undefined): name is string =>
    name !== undefined && (isDocumentation(name) || written.has(name))
  const [first, second] = names
  if (!isHardlyRead(first) || !names.every(isHardlyRead)) return undefined
  const outputs = names.filter((name) => written.has(name))
  if (outputs.length > 0)
    return `Without train.inputs every tracked file counts, ${outputs.join(', ')} too, which an evaluation writes. Take it out of git (git rm --cached ${outputs.map(shellWord).join(' ')}, and add it to .gitignore), or name in train.inputs what training reads (train.inputs: [train.py, src/]).`
  const these = second === undefined ? `${first} does not` : `${first} and the like do not`
  return `Without train.inputs every tracked file counts. Name there what training reads (train.inputs: [train.py, src/]), so that ${these}.`
}

const isDocumentation = (path: string) =>
  /\.(md|markdown|rst|adoc)$/i.test(path) ||
  /(^|\/)(readme|licen[cs]e|changelog|contributing|authors|codeowners)[^/]*$/i.test(path) ||
  /^\.github\/ISSUE_TEMPLATE\//i.test(path)

/** Paths as changes name them. */
const writtenBy = (evaluations: Config['evaluations']): ReadonlySet<string> =>
  new Set(
    Object.values(evaluations).flatMap(({ predictions, metrics }) =>
      [predictions, metrics].flatMap((path) => (path === undefined ? [] : [posix.normalize(path)])),
    ),
  )
