import { constantSql, typeSql } from './constant.ts'
import {
  aggregateFunctions,
  infixOperators,
  prefixOperators,
  repeatingFunctions,
  scalarFunctions,
  unboundedFunctions,
} from './functions.ts'
import { Refused } from './parse.ts'
import { comparisons, conjunctions, type FunctionCall, type Tree } from './tree.ts'

/** What the names in an expression stand for. */
export interface Scope {
  /** SQL of a column */
  column(name: string): string
  /** SQL of a call of an aggregate */
  aggregate(call: FunctionCall): string
}

/**
 * SQL of a parsed expression, written anew: no text of the contract's but its literals, quoted, comes into it.
 * @throws Refused for a function that is not listed, and what the scope refuses
 */
export function expressionSql(tree: Tree, scope: Scope): string {
  const sql = (part: Tree) => expressionSql(part, scope)
  const list = (parts: readonly Tree[]) => parts.map(sql).join(', ')
  switch (tree.class) {
    case 'CONSTANT':
      return constantSql(tree)
    case 'COLUMN_REF': {
      const [name, ...below] = tree.column_names
      if (name === undefined || below.length > 0)
        throw new Refused(
          `names ${JSON.stringify(tree.column_names.join('.'))}; a column whose name has a point stands in double quotes`,
        )
      return scope.column(name)
    }
    case 'COMPARISON':
      return `(${sql(tree.left)} ${comparisons[tree.type]} ${sql(tree.right)})`
    case 'CONJUNCTION':
      return `(${tree.children.map(sql).join(` ${conjunctions[tree.type]} `)})`
    case 'BETWEEN':
      return `(${sql(tree.input)} BETWEEN ${sql(tree.lower)} AND ${sql(tree.upper)})`
    case 'CASE': {
      const cases = tree.case_checks.map(
        ({ when_expr, then_expr }) => `WHEN ${sql(when_expr)} THEN ${sql(then_expr)}`,
      )
      return `(CASE ${cases.join(' ')} ELSE ${sql(tree.else_expr)} END)`
    }
    case 'CAST': {
      const cast = `${tree.try_cast ? 'TRY_CAST' : 'CAST'}(${sql(tree.child)} AS ${typeSql(tree.cast_type)})`
      if (tree.cast_type.id === 'DOUBLE' || tree.cast_type.id === 'FLOAT')
        return finiteSql(`(${cast})::DOUBLE`)
      return isTime(tree.cast_type.id) ? finiteSql(cast) : cast
    }
    case 'OPERATOR': {
      const [first, ...others] = tree.children
      if (first === undefined) throw new Refused('has an operator without operands')
      switch (tree.type) {
        case 'OPERATOR_NOT':
          return `(NOT ${sql(first)})`
        case 'OPERATOR_IS_NULL':
          return `(${sql(first)} IS NULL)`
        case 'OPERATOR_IS_NOT_NULL':
          return `(${sql(first)} IS NOT NULL)`
        case 'OPERATOR_COALESCE':
          return `coalesce(${list(tree.children)})`
        case 'COMPARE_IN':
          return `(${sql(first)} IN (${list(others)}))`
        case 'COMPARE_NOT_IN':
          return `(${sql(first)} NOT IN (${list(others)}))`
      }
      break
    }
    case 'FUNCTION':
      return functionSql(tree, scope)
  }
}

function functionSql(call: FunctionCall, scope: Scope): string {
  const name = call.function_name.toLowerCase()
  if (aggregateFunctions.has(name)) return scope.aggregate(call)
  if (!allowed(call).has(name))
    throw new Refused(
      `calls ${JSON.stringify(name)}, which is not among the functions that a contract can use`,
    )
  if (call.distinct || call.filter !== null)
    throw new Refused(`gives ${name} DISTINCT or FILTER, which are for aggregates`)
  if (repeatingFunctions.has(name) && call.children.some(repeats))
    throw new Refused(`calls ${name} within what it takes itself; write CASE WHEN instead`)
  const args = call.children.map((child) => expressionSql(child, scope))
  const written = call.is_operator
    ? `(${args.length === 1 ? `${name} ${args[0]}` : args.join(` ${name} `)})`
    : `${name}(${args.join(', ')})`
  return unboundedFunctions.has(name) ? finiteSql(`(${written})::DOUBLE`) : written
}

function allowed({ is_operator, children }: FunctionCall): ReadonlySet<string> {
  if (!is_operator) return scalarFunctions
  return children.length === 1 ? prefixOperators : infixOperators
}

/** Types for whose casts the text `infinity` is a time. */
const isTime = (type: string) => type === 'DATE' || type.startsWith('TIMESTAMP')

/**
 * NaN, which is larger than any number, must not keep a condition, nor an infinite time; a lambda writes what it takes
 * once only.
 */
const finiteSql = (value: string) =>
  `list_transform([${value}], lambda computed: CASE WHEN isfinite(computed) THEN computed END)[1]`

function repeats(tree: Tree): boolean {
  if (tree.class === 'FUNCTION' && repeatingFunctions.has(tree.function_name.toLowerCase())) return true
  return partsOf(tree).some(repeats)
}

/** What an expression consists of. */
export function partsOf(tree: Tree): readonly Tree[] {
  switch (tree.class) {
    case 'CONSTANT':
    case 'COLUMN_REF':
      return []
    case 'COMPARISON':
      return [tree.left, tree.right]
    case 'CONJUNCTION':
    case 'OPERATOR':
      return tree.children
    case 'BETWEEN':
      return [tree.input, tree.lower, tree.upper]
    case 'CASE':
      return [
        ...tree.case_checks.flatMap(({ when_expr, then_expr }) => [when_expr, then_expr]),
        tree.else_expr,
      ]
    case 'CAST':
      return [tree.child]
    case 'FUNCTION':
      return [...tree.children, ...(tree.filter === null ? [] : [tree.filter])]
  }
}
