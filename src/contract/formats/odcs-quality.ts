import { type Tree, treeAt } from '../../config/tree.ts'
import type { KeyPath } from '../../config/yaml-document.ts'
import { demandKeys, type Keys, partsOf, treesAt, unsupported, wrongValue } from './faults.ts'
import { type Comparison, comparisonOf, operators, type Scale } from './odcs-comparison.ts'
import { countedBy } from './odcs-counted.ts'
import type { Outcome, Subject } from './odcs-rule.ts'
import { aggregateOf } from './odcs-sql.ts'
import type { Origins } from './origins.ts'

/** What is said about a rule, and when another program is to run it. */
const ruleKeys: Keys = {
  read: [
    'type',
    'metric',
    'rule',
    'arguments',
    'validValues',
    'pattern',
    'unit',
    'query',
    'engine',
    'implementation',
    'severity',
    'name',
    'id',
    'description',
    ...operators,
  ],
  ignored: [
    'authoritativeDefinitions',
    'businessImpact',
    'customProperties',
    'dimension',
    'method',
    'schedule',
    'scheduler',
    'tags',
    'scheduleCronExpression',
    'toolName',
    'toolRuleName',
  ],
}

/** Names of the first version for what is called otherwise since. */
const renamed: Readonly<Record<string, string>> = {
  nullCheck: 'nullValues',
  duplicateCount: 'duplicateValues',
  uniqueness: 'duplicateValues',
  validValues: 'invalidValues',
}

/** @returns nothing for what is written for people alone */
function ruleOutcome(rule: Tree, subject: Subject): Outcome | undefined {
  const { at, document } = subject
  demandKeys(rule, at, ruleKeys, document)
  const metric = metricOf(rule)
  const type = rule.type ?? (rule.query === undefined ? 'library' : 'sql')
  switch (type) {
    case 'text':
      return undefined
    case 'library':
      return libraryOutcome(metric, rule, subject)
    case 'sql': {
      const sql = aggregateOf(rule.query, subject)
      const scale: Scale = /^\s*count\s*\(/i.test(sql) ? 'counts' : 'numbers'
      return { aggregate: aggregate(sql, comparisonOf(rule, at, scale, document), rule, 'query') }
    }
    default:
      throw unsupported(
        document,
        [...at, 'type'],
        `rules of type ${JSON.stringify(type)} are for another program, and not checked`,
        'Take the rule out, or write it as a rule of type library or sql.',
      )
  }
}

const metricOf = ({ metric, rule }: Tree): string => {
  const named = String(metric ?? rule ?? '')
  return Object.hasOwn(renamed, named) ? renamed[named]! : named
}

function libraryOutcome(metric: string, rule: Tree, subject: Subject): Outcome {
  const { at, document, field } = subject
  const percent = rule.unit === 'percent'
  if (rule.unit !== undefined && rule.unit !== 'percent' && rule.unit !== 'rows')
    throw wrongValue(document, [...at, 'unit'], 'must be rows or percent', 'Correct the value.')
  const implied = metric === 'nullValues' || metric === 'invalidValues' ? { mustBe: 0 } : {}
  const asked = operators.some((operator) => rule[operator] !== undefined) ? rule : { ...rule, ...implied }
  const comparison = comparisonOf(asked, at, percent ? 'numbers' : 'counts', document)
  if (metric === 'rowCount') {
    if (field !== undefined || percent)
      throw unsupported(document, at, 'rowCount is a number of rows of the whole table')
    if (comparison.outside) return { aggregate: aggregate('count(*)', comparison, rule, metric) }
    const { outside: _, ...bounds } = comparison
    return { rows: { ...bounds, ...severityOf(rule) } }
  }
  const counted = countedBy(metric, rule, subject)
  if (counted === undefined)
    throw unsupported(
      document,
      [...at, rule.metric === undefined && rule.rule !== undefined ? 'rule' : 'metric'],
      `the metric ${JSON.stringify(metric)} is not known${field === undefined ? ' for a whole table' : ''}`,
      'Known are nullValues, missingValues, invalidValues and duplicateValues of a property, and rowCount and duplicateValues of an object.',
    )
  const none = comparison.max === 0 && !comparison.outside && (comparison.min ?? 0) <= 0
  if (none && counted.constraint !== undefined && severityOf(rule).severity === undefined)
    return counted.constraint
  const sql = percent ? `100.0 * (${counted.sql}) / count(*)` : counted.sql
  return { aggregate: aggregate(sql, comparison, rule, metric, field) }
}

/** A range turned around is a question whose answer must be yes. */
function aggregate(
  sql: string,
  { outside, ...bounds }: Comparison,
  rule: Tree,
  metric: string,
  field?: Tree,
): Tree {
  const name = [rule.name, rule.description, rule.id].find((text) => typeof text === 'string' && text !== '')
  const fallback = field === undefined ? metric : `${metric} of ${String(field.name)}`
  const { min = 0, max = 0 } = bounds
  return {
    name: name ?? fallback,
    ...(outside
      ? { sql: `CASE WHEN (${sql}) NOT BETWEEN ${min} AND ${max} THEN 1 ELSE 0 END`, min: 1 }
      : { sql, ...bounds }),
    ...severityOf(rule),
  }
}

const mild: readonly string[] = ['warning', 'warn', 'info', 'information', 'minor', 'low']

/** The standard leaves the words free; what is not said to be mild is an error. */
const severityOf = ({ severity }: Tree): { readonly severity?: 'warning' } =>
  typeof severity === 'string' && mild.includes(severity.toLowerCase()) ? { severity: 'warning' } : {}

/** The rules of one property, whose constraints join those of its field. */
export function columnRules(
  field: Tree,
  quality: unknown,
  subject: Omit<Subject, 'field' | 'at'> & {
    readonly at: KeyPath
    readonly own: KeyPath
    readonly origins: Origins
  },
): { readonly field: Tree; readonly aggregates: readonly Written[] } {
  const { at, own, origins, document } = subject
  let constraints = treeAt(field, 'constraints')
  const aggregates: Written[] = []
  const parts = partsOf()
  const take = (rule: Tree, here: KeyPath) => {
    const outcome = ruleOutcome(rule, { ...subject, at: here, field })
    if (outcome === undefined) return
    if ('aggregate' in outcome) aggregates.push({ tree: outcome.aggregate, at: here })
    if (!('constraint' in outcome)) return
    const { constraint, value } = outcome
    if (constraints[constraint] !== undefined && constraint !== 'required' && constraint !== 'unique')
      throw unsupported(document, here, `the property has a ${constraint} already`, 'Write the two as one.')
    constraints = { ...constraints, [constraint]: value }
    origins.set([...own, 'constraints', constraint], here)
  }
  for (const [i, rule] of treesAt(quality, at, document).entries()) parts.read(() => take(rule, [...at, i]))
  parts.end()
  return { field: { ...field, constraints }, aggregates }
}

/** Something that a rule came to, and where the rule stands. */
export interface Written {
  readonly tree: Tree
  readonly at: KeyPath
}

/** The rules of the whole object. */
export function tableRules(quality: unknown, subject: Omit<Subject, 'field'>) {
  const { at, document } = subject
  const rows: Written[] = []
  const aggregates: Written[] = []
  const uniqueKeys: { readonly key: readonly string[]; readonly at: KeyPath }[] = []
  const parts = partsOf()
  for (const [i, rule] of treesAt(quality, at, document).entries()) {
    const here = [...at, i]
    const outcome = parts.read(() => ruleOutcome(rule, { ...subject, at: here }))
    if (outcome === undefined) continue
    if ('rows' in outcome) rows.push({ tree: outcome.rows, at: here })
    if ('aggregate' in outcome) aggregates.push({ tree: outcome.aggregate, at: here })
    if ('uniqueKey' in outcome) uniqueKeys.push({ key: outcome.uniqueKey, at: here })
  }
  parts.end()
  const [first, second] = rows
  if (second !== undefined)
    throw unsupported(document, second.at, 'there is a rule for rowCount already', 'Write the two as one.')
  return { rows: first, aggregates, uniqueKeys }
}
