import { type Tree, treeAt } from '../../config/tree.ts'
import type { KeyPath, YamlDocument } from '../../config/yaml-document.ts'
import { identifier, literal } from '../../tables/quote.ts'
import { unsupported, wrongValue } from './faults.ts'
import { matchAnywhere } from './match-anywhere.ts'
import type { Outcome, Subject } from './odcs-rule.ts'

/** What a metric of the library counts. */
export interface Counted {
  readonly sql: string
  /** what is the same as that there are none */
  readonly constraint?: Outcome
}

/** @returns nothing for a metric that is not known, or not for a whole table */
export function countedBy(metric: string, rule: Tree, subject: Subject): Counted | undefined {
  const { field, document, at } = subject
  const options = treeAt(rule, 'arguments')
  if (metric === 'duplicateValues') {
    const columns = field === undefined ? keyOf(options, subject) : [String(field.name)]
    const [only = ''] = columns.map(identifier)
    return {
      sql:
        columns.length === 1
          ? `count(${only}) - count(DISTINCT ${only})`
          : `count(*) - count(DISTINCT concat(${columns.map(told).join(', ')}))`,
      constraint: field === undefined ? { uniqueKey: columns } : { constraint: 'unique', value: true },
    }
  }
  if (field === undefined) return undefined
  const column = identifier(String(field.name))
  if (metric === 'nullValues')
    return { sql: `count(*) - count(${column})`, constraint: { constraint: 'required', value: true } }
  if (metric === 'missingValues') {
    const texts = listAt(options.missingValues, [...at, 'arguments', 'missingValues'], document).filter(
      (value) => value !== null && value !== '',
    )
    // A value of another type is none of these texts.
    if (texts.length === 0 || (field.type !== 'string' && field.type !== 'any'))
      return { sql: `count(*) - count(${column})`, constraint: { constraint: 'required', value: true } }
    return {
      sql: `count(*) FILTER (WHERE ${column} IS NULL OR ${column} IN (${texts.map(sqlOf).join(', ')}))`,
    }
  }
  return metric === 'invalidValues' ? invalid(column, { ...rule, ...options }, subject) : undefined
}

/** A value with its length, so that no two rows of values are one text; a missing one has none. */
function told(name: string): string {
  const text = `CAST(${identifier(name)} AS VARCHAR)`
  return `length(${text}), ':', ${text}, ';'`
}

function invalid(column: string, { validValues, pattern }: Tree, { at, document }: Subject): Counted {
  if (pattern !== undefined && validValues !== undefined)
    throw unsupported(
      document,
      at,
      'validValues and pattern in one rule are not checked',
      'Write a rule for each.',
    )
  if (typeof pattern === 'string')
    return {
      sql: `count(*) FILTER (WHERE NOT regexp_matches(${column}, ${literal(pattern)}))`,
      constraint: { constraint: 'pattern', value: matchAnywhere(pattern) },
    }
  const values = listAt(validValues, [...at, 'arguments', 'validValues'], document).filter(
    (value) => value !== null && value !== '',
  )
  if (values.length === 0)
    throw wrongValue(
      document,
      at,
      'says neither which values are valid nor their pattern',
      'Add arguments.validValues or arguments.pattern.',
    )
  return {
    sql: `count(*) FILTER (WHERE ${column} NOT IN (${values.map(sqlOf).join(', ')}))`,
    constraint: { constraint: 'enum', value: values },
  }
}

function keyOf({ properties }: Tree, { at, document, names }: Subject): string[] {
  const listed = listAt(properties, [...at, 'arguments', 'properties'], document).map(String)
  const unknown = listed.findIndex((name) => !names.has(name))
  if (listed.length === 0 || unknown >= 0)
    throw wrongValue(
      document,
      [...at, 'arguments', 'properties', ...(unknown >= 0 ? [unknown] : [])],
      unknown >= 0 ? `${JSON.stringify(listed[unknown])} is no property of this object` : 'names no property',
      'Name properties of the same object.',
    )
  return listed.map((name) => names.get(name)!)
}

function listAt(value: unknown, at: KeyPath, document: YamlDocument): readonly unknown[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value
  throw wrongValue(document, at, 'must be a list', 'Correct the value.')
}

const sqlOf = (value: unknown) => (typeof value === 'number' ? String(value) : literal(String(value)))
