import * as z from 'zod'

/** A parsed expression, as far as contracts may write one, in DuckDB's own words. */
export type Tree =
  | Constant
  | { readonly class: 'COLUMN_REF'; readonly column_names: readonly string[] }
  | {
      readonly class: 'COMPARISON'
      readonly type: keyof typeof comparisons
      readonly left: Tree
      readonly right: Tree
    }
  | {
      readonly class: 'CONJUNCTION'
      readonly type: keyof typeof conjunctions
      readonly children: readonly Tree[]
    }
  | {
      readonly class: 'OPERATOR'
      readonly type: (typeof operators)[number]
      readonly children: readonly Tree[]
    }
  | { readonly class: 'BETWEEN'; readonly input: Tree; readonly lower: Tree; readonly upper: Tree }
  | {
      readonly class: 'CASE'
      readonly case_checks: readonly { readonly when_expr: Tree; readonly then_expr: Tree }[]
      readonly else_expr: Tree
    }
  | { readonly class: 'CAST'; readonly child: Tree; readonly cast_type: CastType; readonly try_cast: boolean }
  | FunctionCall

export interface FunctionCall {
  readonly class: 'FUNCTION'
  readonly function_name: string
  readonly children: readonly Tree[]
  readonly filter: Tree | null
  readonly distinct: boolean
  readonly is_operator: boolean
}

export const comparisons = {
  COMPARE_EQUAL: '=',
  COMPARE_NOTEQUAL: '<>',
  COMPARE_LESSTHAN: '<',
  COMPARE_GREATERTHAN: '>',
  COMPARE_LESSTHANOREQUALTO: '<=',
  COMPARE_GREATERTHANOREQUALTO: '>=',
  COMPARE_DISTINCT_FROM: 'IS DISTINCT FROM',
  COMPARE_NOT_DISTINCT_FROM: 'IS NOT DISTINCT FROM',
} as const

export const conjunctions = { CONJUNCTION_AND: 'AND', CONJUNCTION_OR: 'OR' } as const

const operators = [
  'OPERATOR_NOT',
  'OPERATOR_IS_NULL',
  'OPERATOR_IS_NOT_NULL',
  'OPERATOR_COALESCE',
  'COMPARE_IN',
  'COMPARE_NOT_IN',
] as const

const castTypes = [
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
  'FLOAT',
  'DOUBLE',
  'VARCHAR',
  'DATE',
  'TIME',
  'TIMESTAMP',
  'TIMESTAMP WITH TIME ZONE',
  'INTERVAL',
] as const

const named = <const T extends readonly string[]>(...ids: T) =>
  z.strictObject({ id: z.enum(ids), type_info: z.null() })

const decimalType = z.strictObject({
  id: z.literal('DECIMAL'),
  type_info: z.strictObject({
    type: z.literal('DECIMAL_TYPE_INFO'),
    alias: z.literal(''),
    extension_info: z.null(),
    width: z.number().int().min(1).max(38),
    scale: z.number().int().min(0).max(38),
  }),
})

const castType = z.union([named(...castTypes), decimalType])
export type CastType = z.infer<typeof castType>

/** Whole numbers that JSON cannot keep are handed over as text. */
const whole = z.union([z.number().int(), z.string().regex(/^-?\d+$/)])
const huge = z.strictObject({ upper: whole, lower: whole })

const value = z.union([
  z.strictObject({ type: named('NULL'), is_null: z.literal(true) }),
  z.strictObject({ type: named('INTEGER', 'BIGINT'), is_null: z.literal(false), value: whole }),
  z.strictObject({ type: named('HUGEINT'), is_null: z.literal(false), value: huge }),
  z.strictObject({ type: named('DOUBLE'), is_null: z.literal(false), value: z.union([z.number(), whole]) }),
  z.strictObject({ type: named('VARCHAR'), is_null: z.literal(false), value: z.string() }),
  z.strictObject({ type: named('BOOLEAN'), is_null: z.literal(false), value: z.boolean() }),
  z.strictObject({ type: decimalType, is_null: z.literal(false), value: z.union([whole, huge]) }),
])

/** A name for a part, as `f(x := 1)` gives, is none of an expression's business. */
const unnamed = { alias: z.literal(''), query_location: z.unknown() }

const constant = z.strictObject({
  class: z.literal('CONSTANT'),
  type: z.literal('VALUE_CONSTANT'),
  ...unnamed,
  value,
})
export interface Constant {
  readonly class: 'CONSTANT'
  readonly value: z.infer<typeof value>
}

const tree: z.ZodType<Tree> = z.lazy(() => treeSchema)
const trees = z.array(tree)
const keysOf = <T extends object>(map: T) => z.enum(Object.keys(map) as [keyof T & string])

/** Every object is strict: what is not listed here, or has a part that is not, cannot be written in a contract. */
export const treeSchema: z.ZodType<Tree> = z.discriminatedUnion('class', [
  constant,
  z.strictObject({
    class: z.literal('COLUMN_REF'),
    type: z.literal('COLUMN_REF'),
    ...unnamed,
    column_names: z.array(z.string()).min(1),
  }),
  z.strictObject({
    class: z.literal('COMPARISON'),
    type: keysOf(comparisons),
    ...unnamed,
    left: tree,
    right: tree,
  }),
  z.strictObject({
    class: z.literal('CONJUNCTION'),
    type: keysOf(conjunctions),
    ...unnamed,
    children: trees,
  }),
  z.strictObject({ class: z.literal('OPERATOR'), type: z.enum(operators), ...unnamed, children: trees }),
  z.strictObject({
    class: z.literal('BETWEEN'),
    type: z.literal('COMPARE_BETWEEN'),
    ...unnamed,
    input: tree,
    lower: tree,
    upper: tree,
  }),
  z.strictObject({
    class: z.literal('CASE'),
    type: z.literal('CASE_EXPR'),
    ...unnamed,
    case_checks: z.array(z.strictObject({ when_expr: tree, then_expr: tree })),
    else_expr: tree,
  }),
  z.strictObject({
    class: z.literal('CAST'),
    type: z.literal('OPERATOR_CAST'),
    ...unnamed,
    child: tree,
    cast_type: castType,
    try_cast: z.boolean(),
  }),
  z.strictObject({
    class: z.literal('FUNCTION'),
    type: z.literal('FUNCTION'),
    ...unnamed,
    function_name: z.string(),
    schema: z.enum(['', 'main']),
    catalog: z.literal(''),
    children: trees,
    filter: tree.nullable(),
    order_bys: z.strictObject({ type: z.literal('ORDER_MODIFIER'), orders: z.array(z.never()) }),
    distinct: z.boolean(),
    is_operator: z.boolean(),
    export_state: z.literal(false),
  }),
])
