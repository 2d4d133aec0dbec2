import { baselineForm, baselineMeant, baselinesThereAre } from './baseline-words.ts'
import { cut } from './key-path-text.ts'
import { nearestName } from './nearest-name.ts'
import { ruleForm } from './rule-words.ts'
import { suggest } from './suggest.ts'
import { isTree } from './tree.ts'
import { type Issue, isMap } from './what-is-wrong.ts'
import { alternatives, withPrefix } from './with-prefix.ts'
import { wordsMeant } from './words-meant.ts'
import type { KeyPath } from './yaml-document.ts'

/** What a document is held to. */
export interface Schema {
  /** the published one, for people: `schema/contract.json` */
  readonly published: string
  /** keys that it knows at a path, for "did you mean" */
  knownKeys(path: KeyPath): readonly string[]
}

/** What would be right in place of a wrong value, as near to what was written as can be. */
export function rightValues(issue: Issue, found: unknown, { published, knownKeys }: Schema): string {
  const name = nameMeant(issue, found)
  if (name !== undefined) return `Call it ${name}.`
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

/** Of a name that is none: the nearest that is one. */
function nameMeant(issue: Issue, found: unknown): string | undefined {
  const [text, wrong] = issue.code === 'invalid_key' ? [issue.path.at(-1), issue.issues[0]] : [found, issue]
  const isName = issue.code === 'invalid_key' || issue.path.join('.') === 'name'
  if (!isName || typeof text !== 'string' || wrong?.code !== 'invalid_format' || wrong.pattern === undefined)
    return undefined
  return nearestName(text, wrong.pattern)
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
