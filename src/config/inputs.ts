import { relative, resolve, sep } from 'node:path'
import { AssayError, configurationError } from '../errors.ts'
import { type Calling, inputCalled } from '../stage/calling.ts'
import type { Input } from '../stage/inputs.ts'
import { parseYaml } from './yaml-document.ts'

/** An input that was given, as the value it puts at a key path of the configuration. */
export interface Override {
  readonly input: string
  readonly at: readonly string[]
  readonly value: unknown
}

/**
 * Splits what an action or command was given into overrides of the configuration and the stage's own inputs.
 * Paths in inputs are relative to the workspace; the configuration's are relative to its folder.
 * @throws AssayError `yaml-unreadable` naming the input
 */
export function readInputs(
  given: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, Input>>,
  { workspace, root, called = inputCalled('github') }: { workspace: string; root: string; called?: Calling },
): { overrides: Override[]; own: Record<string, string> } {
  const overrides: Override[] = []
  const own: Record<string, string> = {}
  const toRoot = (path: string) => relative(root, resolve(workspace, path)).split(sep).join('/') || '.'
  for (const [name, input] of Object.entries(inputs)) {
    const text = (given[name] ?? '').trim()
    if (!input.at) own[name] = text
    else if (text !== '')
      overrides.push({ input: name, at: input.at, value: readInput(text, called(name), input, toRoot) })
  }
  return { overrides, own }
}

function readInput(text: string, called: string, input: Input, toRoot: (path: string) => string): unknown {
  switch (input.form ?? 'text') {
    case 'text':
      return text
    case 'path':
      return input.words?.includes(text) ? text : toRoot(text)
    case 'list':
      return splitList(text).map((item) =>
        item.startsWith('file:') ? `file:${toRoot(item.slice(5))}` : item,
      )
    case 'yaml':
      return given(text, called)
    default:
      return tables(text, called, toRoot)
  }
}

/** A YAML value that stands in no file: its error names what gave it, and no line of a file. */
function given(text: string, called: string): unknown {
  try {
    return parseYaml(text, called).value
  } catch (thrown) {
    if (!(thrown instanceof AssayError)) throw thrown
    throw configurationError(thrown.code, thrown.message, { hint: thrown.hint, cause: thrown })
  }
}

export const splitList = (text: string) =>
  text
    .split(/[\n,]/)
    .map((item) => item.trim())
    .filter((item) => item !== '')

/** A YAML map of tables by name, or a list of paths, each named after its file. */
function tables(text: string, called: string, toRoot: (path: string) => string): Record<string, unknown> {
  if (/^[{]|^[^\n:]+:\s/.test(text)) {
    const map = given(text, called) as Record<string, string | { path: string }>
    return Object.fromEntries(
      Object.entries(map).map(([table, at]) => [
        table,
        typeof at === 'string' ? toRoot(at) : { ...at, path: toRoot(at.path) },
      ]),
    )
  }
  const result: Record<string, string> = {}
  for (const path of splitList(text)) {
    const table = (path.split(/[\\/]/).at(-1) ?? path).replace(/\.[A-Za-z0-9.]+$/, '') || path
    if (Object.hasOwn(result, table))
      throw configurationError('table-name-taken', `${called}: two tables would be named ${table}`, {
        hint: 'Name them: a map of name: path, one a line.',
      })
    result[table] = toRoot(path)
  }
  return result
}
