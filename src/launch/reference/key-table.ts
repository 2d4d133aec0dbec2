import type { Json } from '../../record/canonical-json.ts'
import { code, table } from './markdown-table.ts'

/** What of a JSON Schema the documentation reads. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly title?: string
  readonly description?: string
  readonly default?: Json
  readonly const?: Json
  readonly enum?: readonly Json[]
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly minItems?: number
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly propertyNames?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
}

interface Row {
  readonly path: string
  readonly schema: JsonSchema
  readonly isRequired: boolean
}

/** Rows of a key and everything below it. */
function rowsAt(path: string, schema: JsonSchema, isRequired: boolean): Row[] {
  return [{ path, schema, isRequired }, ...rowsBelow(path, schema)]
}

function rowsBelow(path: string, schema: JsonSchema): Row[] {
  const { properties, required = [], additionalProperties, propertyNames, items, anyOf } = schema
  return [
    ...Object.entries(properties ?? {}).flatMap(([key, value]) =>
      rowsAt(path === '' ? key : `${path}.${key}`, value, required.includes(key)),
    ),
    ...(typeof additionalProperties === 'object'
      ? rowsAt(`${path}.<${propertyNames?.title ?? 'name'}>`, additionalProperties, false)
      : []),
    ...(items ? rowsBelow(`${path}[]`, items) : []),
    ...(anyOf ?? []).flatMap((one) => rowsBelow(path, one)),
  ]
}

/** Every key path of a document, as the tables show it; keys that the user chooses are `<what they name>`. */
export const keyPaths = (document: JsonSchema): string[] => rowsBelow('', document).map(({ path }) => path)

/**
 * The keys below top-level keys of a document as a table: path, type, default, meaning. A key without keys of its own
 * is its own row.
 * @throws RangeError for a key that the document has not, or that has no description
 */
export function keyTable(document: JsonSchema, keys: readonly string[]): string {
  const rows = keys.flatMap((key) => {
    const schema = document.properties?.[key]
    if (!schema) throw new RangeError(`the document has no key ${key}`)
    const below = rowsBelow(key, schema)
    const isOwnRow = below.length === 0 || schema.items !== undefined || schema.anyOf !== undefined
    const own = { path: key, schema, isRequired: document.required?.includes(key) ?? false }
    return isOwnRow ? [own, ...below] : below
  })
  return table(['key', 'type', 'default', 'meaning'], rows.map(cellsOf))
}

function cellsOf({ path, schema, isRequired }: Row): string[] {
  const { meaning, said } = meaningOf(path, schema)
  const value = schema.default === undefined ? undefined : defaultOf(schema.default)
  return [code(path), typeOf(schema), said ?? value ?? (isRequired ? '**required**' : ''), meaning]
}

/** A default that is no fixed value is said in the description, as its last sentence. */
function meaningOf(path: string, { description }: JsonSchema): { meaning: string; said?: string } {
  if (description === undefined) throw new RangeError(`the key ${path} has no description`)
  const [, meaning = description, said] = /^(.*?)(?: Default: (.*)\.)?$/s.exec(description) ?? []
  return { meaning, ...(said !== undefined && { said }) }
}

const defaultOf = (value: Json) => {
  const isEmptyMap = typeof value === 'object' && value !== null && Object.keys(value).length === 0
  return isEmptyMap && !Array.isArray(value)
    ? undefined
    : code(typeof value === 'string' ? value : JSON.stringify(value))
}

/** Type of a value in words: what it is, its unit's bounds, the words that it may be. */
function typeOf(schema: JsonSchema): string {
  const { type, anyOf, items, format } = schema
  if (Array.isArray(type)) return type.map((one) => typeOf({ type: one })).join(' or ')
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(' or ')
  if (schema.const !== undefined) return code(String(schema.const))
  if (schema.enum) return schema.enum.map((value) => code(String(value))).join(', ')
  if (type === 'array') return `list${items ? ` of ${plural(typeOf(items))}` : ''}`
  if (type === 'object') return 'map'
  if (type === 'string') return format === 'uri' ? 'URL' : 'text'
  if (type === 'integer') return `whole number${boundsOf(schema)}`
  if (type === 'number') return `number${boundsOf(schema)}`
  if (type === 'boolean') return 'boolean'
  return 'any'
}

const plural = (type: string) => type.replaceAll(/\b(text|map|number|boolean)\b/g, '$1s')

function boundsOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const bounds = [
    ...(exclusiveMinimum === undefined ? [] : [`> ${exclusiveMinimum}`]),
    ...(minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? [] : [`≥ ${minimum}`]),
    ...(exclusiveMaximum === undefined ? [] : [`< ${exclusiveMaximum}`]),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? [] : [`≤ ${maximum}`]),
  ]
  return bounds.length === 0 ? '' : ` ${bounds.join(', ')}`
}
