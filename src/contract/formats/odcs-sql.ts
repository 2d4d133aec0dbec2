import type { Tree } from '../../config/tree.ts'
import type { KeyPath, YamlDocument } from '../../config/yaml-document.ts'
import { identifier } from '../../tables/quote.ts'
import { unsupported, wrongValue } from './faults.ts'

interface Asking {
  readonly at: KeyPath
  readonly document: YamlDocument
  /** names of the object */
  readonly table: readonly string[]
  readonly field?: Tree
}

const query = /^\s*select\s+(.+?)\s+from\s+(\S+)(?:\s+where\s+(.+?))?\s*;?\s*$/is

/** What makes more of a query than one value of one table. */
const more =
  /\b(select|from|join|group\s+by|having|order\s+by|limit|union|intersect|except|with|window|over)\b/i

/**
 * A query for one value of the object as an expression of aggregates: `SELECT <aggregate> FROM {object} [WHERE ...]`.
 * @throws AssayError configuration `contract-unsupported` for any other query
 */
export function aggregateOf(sql: unknown, { at, document, table, field }: Asking): string {
  const place: KeyPath = [...at, 'query']
  if (typeof sql !== 'string') throw wrongValue(document, place, 'must be a text', 'Write a query.')
  const refuse = (what: string) =>
    unsupported(
      document,
      place,
      what,
      'Write SELECT <one aggregate> FROM {object}, with a WHERE where it needs one: that is what is read of SQL.',
    )
  const [, value, from, where] = query.exec(sql) ?? []
  if (value === undefined || from === undefined) throw refuse('the query is not understood')
  const name = from.replace(/^["'`]|["'`]$/g, '')
  const known = ['{object}', '{table}', '{model}', '${object}', '${table}', ...table]
  if (!known.some((one) => one.toLowerCase() === name.toLowerCase()))
    throw refuse(`the query is of ${JSON.stringify(name)}, which is not the object that it stands at`)
  if (more.test(value) || (where !== undefined && more.test(where)))
    throw refuse('the query asks for more than one value of one table')
  const column = field === undefined ? undefined : identifier(String(field.name))
  const named = (text: string) =>
    text.replace(/\$?\{(?:property|column|field)\}/gi, (placeholder) => {
      if (column === undefined) throw refuse(`${placeholder} stands at no property`)
      return column
    })
  if (where === undefined) return named(value)
  if (!isOneCall(value)) throw refuse('with a WHERE, the query must select one aggregate alone')
  return `${named(value)} FILTER (WHERE ${named(where)})`
}

/** `name(...)`, with nothing after the bracket that closes the first one. */
function isOneCall(expression: string): boolean {
  const open = /^\w+\s*\(/.exec(expression)
  if (open === null || !expression.endsWith(')')) return false
  let depth = 0
  for (const [i, character] of [...expression].entries()) {
    if (character === "'" || character === '"') return false
    if (character === '(') depth++
    else if (character === ')' && --depth === 0) return i === [...expression].length - 1
  }
  return false
}
