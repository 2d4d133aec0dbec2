import { exactSum } from '../exact-sum.ts'
import { expressionSql, type Scope } from './expression.ts'
import { aggregateFunctions } from './functions.ts'
import { Refused } from './parse.ts'
import type { FunctionCall, Tree } from './tree.ts'
import { fails, tried } from './tried.ts'

/** An expression of aggregates as questions to one scan, and what is made of the answers. */
export interface AskedAggregates {
  /** SQL aggregates */
  readonly aggregates: readonly string[]
  /** SQL of the expression over the answers, a DOUBLE */
  readonly result: string
  /** places of those aggregates that count what could not be computed */
  readonly failures: readonly number[]
  /** whether the last digits depend on the order of the rows */
  readonly isRounded: boolean
}

/** Powers of it, as the kurtosis takes them, stay within the doubles. */
const largest = `'1e60'::DOUBLE`

/**
 * @param column SQL of a column
 * @param guard SQL of a column that is never NULL, where the expression has columns
 * @param summedTypes types of what it takes sums and means of, in their order
 * @param name SQL that the answer of an aggregate will have, by its place
 * @throws Refused
 */
export function askAggregates(
  tree: Tree,
  column: Scope['column'],
  guard: string | undefined,
  summedTypes: readonly string[],
  name: (place: number) => string,
): AskedAggregates {
  const aggregates: string[] = []
  const failures: number[] = []
  let isRounded = false
  let sums = 0
  const ask = (sql: string) => name(aggregates.push(sql) - 1)
  const askFailures = (where: string) => {
    ask(`count(*) FILTER (WHERE ${where})`)
    failures.push(aggregates.length - 1)
  }

  const aggregate = (call: FunctionCall): string => {
    const called = call.function_name.toLowerCase()
    const kind = aggregateFunctions.get(called)
    const inner: Scope = { column, aggregate: noNesting }
    const args = call.children.map((child) => expressionSql(child, inner))
    const filter = call.filter === null ? undefined : expressionSql(call.filter, inner)
    const kept = filter === undefined ? 'true' : `coalesce(${tried(filter, guard)}, false)`
    const where = filter === undefined ? '' : ` FILTER (WHERE ${kept})`
    for (const [i, arg] of args.entries())
      if (canFail(call.children[i])) askFailures(`${kept} AND ${fails(arg, guard)}`)
    if (filter !== undefined && canFail(call.filter)) askFailures(fails(filter, guard))
    const values = args.map((arg, i) => (canFail(call.children[i]) ? tried(arg, guard) : arg))
    const [first = ''] = values
    if (call.distinct && kind !== 'count')
      throw new Refused(`gives ${called} DISTINCT, which is for count alone`)
    switch (kind) {
      case 'count':
        return ask(`count(${call.children.length === 0 ? '*' : distinct(call, first)})${where}`)
      case 'sum':
      case 'mean': {
        if (exactlySummed.test(summedTypes[sums++] ?? '')) return ask(`${called}(${first})${where}`)
        const sum = exactSum(
          filter === undefined ? `(${first})::DOUBLE` : `CASE WHEN ${kept} THEN (${first})::DOUBLE END`,
        )
        const names = sum.aggregates.map(ask)
        failures.push(aggregates.length - sum.aggregates.length + 1)
        const total = sum.approximate(names)
        return kind === 'sum' ? `(${total})` : `((${total}) / ${names[0]})`
      }
      case 'rounded': {
        isRounded = true
        const doubles = values.map((value) => `(${value})::DOUBLE`)
        const fit = doubles.map((value) => `coalesce(abs(${value}) <= ${largest}, true)`).join(' AND ')
        askFailures(`${kept} AND NOT (${fit})`)
        return ask(`${called}(${doubles.join(', ')}) FILTER (WHERE ${kept} AND ${fit})`)
      }
      default:
        return ask(`${called}(${[first, ...args.slice(1)].join(', ')})${where}`)
    }
  }

  const result = expressionSql(tree, { column: outside, aggregate })
  if (aggregates.length === 0) throw new Refused('has no aggregate, such as avg or count')
  return { aggregates, result: `(${result})::DOUBLE`, failures, isRounded }
}

/** The same expression as it stands, to be tried, and what it takes sums and means of. */
export function plainAggregates(tree: Tree, column: Scope['column']) {
  const summed: string[] = []
  const sql = expressionSql(tree, {
    column: outside,
    aggregate(call) {
      const inner: Scope = { column, aggregate: noNesting }
      const args = call.children.map((child) => expressionSql(child, inner)).join(', ')
      const filter = call.filter === null ? '' : ` FILTER (WHERE ${expressionSql(call.filter, inner)})`
      const called = call.function_name.toLowerCase()
      if (isSummed(called)) summed.push(args)
      return called === 'count_star' ? `count(*)${filter}` : `${called}(${distinct(call, args)})${filter}`
    },
  })
  return { sql, summed }
}

const isSummed = (called: string) => ['sum', 'mean'].includes(aggregateFunctions.get(called) ?? '')

/** Of these the engine's own sums have no rounding, and no end. */
const exactlySummed = /^(U?(TINYINT|SMALLINT|INTEGER)|BIGINT|BOOLEAN)$/

const distinct = (call: FunctionCall, args: string) => `${call.distinct ? 'DISTINCT ' : ''}${args}`

const noNesting = ({ function_name }: FunctionCall): string => {
  throw new Refused(`calls ${function_name} within another aggregate`)
}

const outside = (name: string): string => {
  throw new Refused(`names ${JSON.stringify(name)} outside of an aggregate, such as avg or count`)
}

/** A column or a literal is there or not; everything else may raise an error. */
const canFail = (tree: Tree | null | undefined) => tree?.class !== 'COLUMN_REF' && tree?.class !== 'CONSTANT'
