import type * as z from 'zod'
import { type AssayError, configurationError, together } from '../errors.ts'
import { keysMeant } from './key-meant.ts'
import { cut, keyPathText } from './key-path-text.ts'
import { rightValues, type Schema } from './right-values.ts'
import { suggest } from './suggest.ts'
import { type Issue, whatIsWrong } from './what-is-wrong.ts'
import type { KeyPath, YamlDocument } from './yaml-document.ts'

/** A document whose values at some paths were given beside it: by an option or an input, that stand in no file. */
export interface Explained extends YamlDocument {
  given?(path: KeyPath): Given | undefined
}

/** What a user gave, as `--seeds` or as the input `seeds`, and where it was put. */
export interface Given {
  readonly called: string
  readonly at: readonly string[]
}

/**
 * What is wrong with a document, as an error with its place, its key path and what would be right; what else is wrong
 * with it stands beside.
 */
export function explain(error: z.ZodError, document: Explained, schema: Schema): AssayError {
  const issues = withoutFollowing(misspeltFirst(error.issues.flatMap((issue) => innermost(issue))), schema)
  return together(issues.flatMap((issue) => mistakes(issue, document, schema)))
}

function mistakes(issue: Issue, document: Explained, schema: Schema): AssayError[] {
  const path = issue.path as KeyPath
  const found = valueAt(document.value, path)
  const at = (keys: KeyPath) => {
    const given = document.given?.(keys)
    return given === undefined ? keyPathText(keys) : named(given, keys)
  }
  const place = document.given?.(path) ? {} : document.place(path)
  if (issue.code === 'unrecognized_keys') {
    const known = schema.knownKeys(path)
    return issue.keys.map((key) => {
      const keysOf = (one: string) => schema.knownKeys([...path, one])
      const held = valueAt(document.value, [...path, key])
      const meant = keysMeant(key, held, known, keysOf)
      return configurationError('unknown-key', `unknown key ${at([...path, key])}`, {
        hint: isFraction(key, held)
          ? `Write the number with a point, as in 0.${cut(key)}: in braces a comma begins another key.`
          : meant.length > 0
            ? `Did you mean ${meant.map((one) => `"${one}"`).join(' or ')}?`
            : `Known here: ${known.join(', ')}.`,
        ...(document.given?.(path) ? {} : document.place([...path, key])),
      })
    })
  }
  const missing = found === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value')
  return [
    configurationError(
      missing ? 'missing-key' : 'wrong-value',
      `${path.length === 0 ? document.place([]).file : at(path)}: ${missing ? 'is missing' : whatIsWrong(issue, found)}`,
      { hint: missing ? `Add ${at(path)}${itsWords(issue)}.` : rightValues(issue, found, schema), ...place },
    ),
  ]
}

/** `: higher or lower`, of a key that takes one of several words. */
const itsWords = (issue: Issue) =>
  issue.code === 'invalid_value' ? `: ${issue.values.map(String).join(' or ')}` : ''

/** What is behind the comma of `{ min: 0,70 }`. */
const isFraction = (key: string, holds: unknown) => /^\d+$/.test(key) && holds === null

/** `accuracy.min of --rules`; a list's items are told by their value. */
function named({ called, at }: Given, path: KeyPath): string {
  const below = path.slice(at.length)
  return below.some((key) => typeof key === 'string') ? `${keyPathText(below)} of ${called}` : called
}

function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      at !== null && typeof at === 'object' && Object.hasOwn(at, key)
        ? (at as Record<string | number, unknown>)[key]
        : undefined,
    value,
  )
}

/** A misspelt key explains the missing one beside it, not the other way round. */
const misspeltFirst = (issues: readonly Issue[]) => [
  ...issues.filter(({ code }) => code === 'unrecognized_keys'),
  ...issues.filter(({ code }) => code !== 'unrecognized_keys'),
]

/** Leaves out what follows from a misspelt key: the missing one beside it that it most likely is, and a rule that lacks one. */
function withoutFollowing(issues: readonly Issue[], { knownKeys }: Schema): Issue[] {
  const follows = new Set<string>()
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue
    const path = issue.path as KeyPath
    follows.add(`custom ${JSON.stringify(path)}`)
    for (const key of issue.keys)
      follows.add(`invalid_type ${JSON.stringify([...path, suggest(key, knownKeys(path))])}`)
  }
  return issues.filter(({ code, path }) => !follows.has(`${code} ${JSON.stringify(path)}`))
}

/** Of a union the branch that got furthest is the one that was meant. */
function innermost(issue: Issue, prefix: KeyPath = []): Issue[] {
  const path = [...prefix, ...(issue.path as KeyPath)]
  if (issue.code !== 'invalid_union' || issue.errors.length === 0)
    return [{ ...issue, path: path as PropertyKey[] } as Issue]
  const branches = issue.errors.map((branch) =>
    misspeltFirst(branch.flatMap((inner) => innermost(inner, path))),
  )
  return branches.reduce((best, branch) =>
    branch[0]!.path.length > best[0]!.path.length || prefersUnknownKey(branch[0]!, best[0]!) ? branch : best,
  )
}

const prefersUnknownKey = (branch: Issue, best: Issue) =>
  branch.path.length === best.path.length &&
  branch.code === 'unrecognized_keys' &&
  best.code === 'invalid_type'
