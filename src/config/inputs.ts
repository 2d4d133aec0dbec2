import { relative, resolve, sep } from 'node:path'
import { AssayError, configurationError } from '../errors.ts'
import { type Calling, inputCalled } from '../stage/calling.ts'
import type { Input } from '../stage/inputs.ts'
import { isAddress } from './address.ts'
import { isPattern } from './path-pattern.ts'
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
  const toRoot = (path: string) =>
    isAddress(path) ? path : relative(root, resolve(workspace, path)).split(sep).join('/') || '.'
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

const splitList = (text: string) =>
  text
    .split(/[\n,]/)
    .map((item) => item.trim())
    .filter((item) => item !== '')

/** A YAML map of tables by name, or a list of paths and patterns, each named after its file. */
function tables(text: string, called: string, toRoot: (path: string) => string): Record<string, unknown> {
  if (/^[{]|^[^\n:]+:\s/.test(text)) {
    const map = given(text, called) as Record<string, string | string[] | { path: string | string[] }>
    return Object.fromEntries(
      Object.entries(map).map(([table, at]) => {
        const path = (paths: string | string[]) => (Array.isArray(paths) ? paths.map(toRoot) : toRoot(paths))
        return [
          table,
          typeof at === 'string' || Array.isArray(at) ? path(at) : { ...at, path: path(at.path) },
        ]
      }),
    )
  }
  const result: Record<string, string> = {}
  for (const path of splitPaths(text)) {
    const table = nameOfTable(path)
    if (Object.hasOwn(result, table))
      throw configurationError('table-name-taken', `${called}: two tables would be named ${table}`, {
        hint: 'Name them: a map of name: path, one a line.',
      })
    result[table] = toRoot(path)
  }
  return result
}

/** Commas inside braces are part of a pattern. */
const splitPaths = (text: string) =>
  text
    .split(/[\n,](?![^{}\n]*\})/)
    .map((item) => item.trim())
    .filter((item) => item !== '')

/** The name of the file; of a pattern what of that is sure, else the folder that it is in. */
function nameOfTable(path: string): string {
  const names = path.split(/[\\/]/)
  const last = names.at(-1) ?? path
  if (!isPattern(path)) return last.replace(/\.[A-Za-z0-9.]+$/, '') || path
  const sure = last.replace(/[*?[{].*$/, '').replace(/[^A-Za-z0-9]+$/, '')
  return sure || names.slice(0, names.findIndex(isPattern)).at(-1) || 'data'
}
