import type { Change } from '../record/training-change.ts'

/**
 * What to do where a model would be trained again for nothing but documentation. By default every tracked file counts,
 * since a training may read any: only the user knows that it does not read these.
 * @returns undefined where anything else changed
 */
export function onlyDocumentation(changes: readonly Change[]): string | undefined {
  const names = changes.map(({ kind, name }) => (kind === 'input' ? name : undefined))
  const [first, second] = names
  if (first === undefined || !names.every((name) => name !== undefined && isDocumentation(name)))
    return undefined
  const these = second === undefined ? `${first} does not` : `${first} and the like do not`
  return `Without train.inputs every tracked file counts. Name there what training reads (train.inputs: [train.py, src/]), so that ${these}.`
}

const isDocumentation = (path: string) =>
  /\.(md|markdown|rst|adoc)$/i.test(path) ||
  /(^|\/)(readme|licen[cs]e|changelog|contributing|authors|codeowners)[^/]*$/i.test(path) ||
  /^\.github\/ISSUE_TEMPLATE\//i.test(path)
