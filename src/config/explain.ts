import type * as z from 'zod'
import { type AssayError, configurationError, together } from '../errors.ts'
import { baselineForm, baselineMeant, baselinesThereAre } from './baseline-words.ts'
import { keysMeant } from './key-meant.ts'
import { ruleForm } from './rule-words.ts'
import { suggest } from './suggest.ts'
import { isTree } from './tree.ts'
import { alternatives, withPrefix } from './with-prefix.ts'
import { wordsMeant } from './words-meant.ts'
import type { KeyPath, YamlDocument } from './yaml-document.ts'

type Issue = z.core.$ZodIssue

/** What a document is held to. */
export interface Schema {
  /** the published one, for people: `schema/contract.json` */
  readonly published: string
  /** keys that it knows at a path, for "did you mean" */
  knownKeys(path: KeyPath): readonly string[]
}

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

const longest = 100

/** A text of the user's, short enough for a sentence. */
const cut = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text)

/** `gate.rules.accuracy.min`; `the document` at the top. */
export const keyPathText = (path: KeyPath) =>
  path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${cut(part)}`))
    .join('') || 'the document'

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

function whatIsWrong(issue: Issue, found: unknown): string {
  const not = found !== null && typeof found === 'object' ? '' : `, not ${cut(JSON.stringify(found))}`
  if (issue.code === 'invalid_type') return `must be ${article(issue.expected)}${not}`
  if (issue.code === 'invalid_format' && typeof found === 'string')
    return `${cut(JSON.stringify(found))} must be ${issue.message}`
  if (issue.code === 'invalid_value')
    return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`
  const ofBounds = issue.code === 'too_small' || issue.code === 'too_big'
  // A message of the schema's own says more.
  if (ofBounds && typeof found === 'number' && /^Too (small|big):/.test(issue.message))
    return `must be ${bound(issue)}${not}`
  return issue.message.replace(/^Invalid (string|input): /i, '')
}

function bound(issue: Issue & { readonly code: 'too_small' | 'too_big' }): string {
  if (issue.code === 'too_small')
    return issue.inclusive ? `${issue.minimum} or more` : `more than ${issue.minimum}`
  return issue.inclusive ? `${issue.maximum} or less` : `less than ${issue.maximum}`
}

function rightValues(issue: Issue, found: unknown, { published, knownKeys }: Schema): string {
  if (!isTree(found) || Object.keys(found).length === 0) {
    const path = issue.path as KeyPath
    const form = ruleForm(path, found)
    if (form !== undefined) return form
    const known = issue.code === 'invalid_type' && isMap(issue.expected) ? knownKeys(path) : []
    if (known.length > 0) return `Write a map of its keys: ${known.join(', ')}.`
  }
  if (issue.code === 'invalid_value') {
    const meant = typeof found === 'string' ? wordsMeant(found, issue.values.map(String)) : []
    return meant.length > 0
      ? `Did you mean ${meant.map((one) => `"${one}"`).join(' or ')}?`
      : `Write ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}.`
  }
  if (issue.code === 'invalid_format' && typeof found === 'string') {
    const isBaseline = issue.message === baselineForm
    const baseline = isBaseline ? baselineMeant(found) : undefined
    if (baseline) return baseline
    const meant = withPrefix(found, issue.message) ?? suggest(found, alternatives(issue.message))
    if (meant) return `Did you mean "${meant}"?`
    if (isBaseline) return baselinesThereAre
  }
  const form = scalarForm(issue, found, knownKeys)
  if (form !== undefined) return form
  if (
    issue.code === 'invalid_type' &&
    issue.expected === 'string' &&
    found !== null &&
    typeof found !== 'object'
  )
    return `Put it in quotes: "${cut(String(found))}".`
  if (issue.code === 'invalid_type' && issue.expected === 'number' && typeof found === 'string') {
    const share = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(found)?.[1]
    if (share !== undefined) return asNumber(found.trim(), Number(share) / 100, issue.path.at(-1))
  }
  return `Correct the value; the published schema (${published}) lists what each key takes.`
}

/** How one plain value is written where another form of it belongs. */
function scalarForm(issue: Issue, found: unknown, knownKeys: Schema['knownKeys']): string | undefined {
  if (issue.code === 'custom' && issue.path.join('.') === 'evaluations')
    return 'Move what evaluate has to evaluations, under a name of its own, or leave one of the two out.'
  if (issue.code === 'invalid_format' && issue.format === 'url')
    return `Write the whole address, such as http://127.0.0.1:8080/health.`
  if (issue.code !== 'invalid_type' || found === undefined || found === null || typeof found === 'object')
    return undefined
  const ofMaps = knownKeys([...(issue.path as KeyPath), 0]).length > 0
  if (issue.expected === 'array' && !ofMaps) return `Write it as a list: [${cut(asYaml(found))}].`
  if (issue.expected === 'number' && typeof found === 'string' && isDecimal.test(found.trim()))
    return `Write it without quotes: ${cut(found.trim())}.`
  if (issue.path.join('.') === 'register.version')
    return 'Write a whole version in quotes, such as "1.0.0", or major, minor or patch.'
  return undefined
}

const isDecimal = /^[-+]?\d+(\.\d+)?(e[-+]?\d+)?$/i

/** A text as a list in one line takes it. */
const asYaml = (found: unknown) =>
  typeof found === 'string' && /^[A-Za-z_][\w.-]*$/.test(found) ? found : JSON.stringify(found)

function asNumber(percent: string, value: number, key: PropertyKey | undefined): string {
  const share = Number(value.toPrecision(12))
  return key === 'max_worsening'
    ? `It is in the metric's unit: write ${percent} of an accuracy as ${share}, ${percent} of what the baseline has as max_worsening_ratio: ${share}.`
    : `Write ${percent} as ${share}.`
}

const isMap = (type: string) => type === 'record' || type === 'object'

const article = (type: string) => (isMap(type) ? 'a map of keys' : type === 'array' ? 'a list' : `a ${type}`)
