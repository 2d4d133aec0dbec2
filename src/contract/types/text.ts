import { textSql } from '../../tables/cells.ts'
import { literal } from '../../tables/quote.ts'
import { always, comparable, matches, textWhereNone, valued, whole } from './sql.ts'
import type { TypeDefinition, TypedCell, Written } from './type.ts'

/** Values of any kind, compared by their text. */
export const any: TypeDefinition = {
  constraints: ['required', 'unique', 'enum'],
  of: () => ({
    looks: 'a value',
    writes: 'a value',
    stores: () => true,
    cell: (table, column) => textCell(textSql(table, column)),
    written: (value) => (typeof value === 'object' ? undefined : asText(String(value))),
  }),
}

interface TextFormat {
  readonly looks: string
  readonly pattern?: string
  readonly stores?: (type: string) => boolean
}

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
/** characters of RFC 3986 that may stand in a path, beside its separators */
const urlCharacter = "(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
const authority = `(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2}|\\[[0-9A-Fa-f:.]+\\])*`

const formats: Readonly<Record<string, TextFormat>> = {
  default: { looks: 'a text' },
  /** what mail servers take: dotted atoms, and a domain of at least two labels */
  email: {
    looks: 'an e-mail address',
    pattern: `${atom}(?:\\.${atom})*@(?:${label}\\.)+${label}`,
  },
  /** RFC 3986, with a scheme */
  uri: {
    looks: 'a URI with a scheme, such as https://example.org/a',
    pattern: `[A-Za-z][A-Za-z0-9+.-]*:(?://${authority}(?:/${urlCharacter}*)*|(?:/?${urlCharacter}+(?:/${urlCharacter}*)*)?|/)(?:\\?(?:${urlCharacter}|[/?])*)?(?:#(?:${urlCharacter}|[/?])*)?`,
  },
  /** RFC 4648, padded */
  binary: {
    looks: 'binary data in base64',
    pattern: '(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?',
    stores: (type) => type === 'BLOB',
  },
  uuid: {
    looks: 'a UUID',
    pattern: '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}',
    stores: (type) => type === 'UUID',
  },
}

export const string: TypeDefinition = {
  constraints: ['required', 'unique', 'minLength', 'maxLength', 'pattern', 'enum'],
  formats: ['email', 'uri', 'binary', 'uuid'],
  categories: true,
  of({ format = 'default' }) {
    const { looks, pattern, stores = () => false } = formats[format]!
    return {
      looks,
      writes: `${looks} (in quotes where YAML would read it as something else)`,
      parts: 'characters',
      stores: (type) => /^VARCHAR$|^ENUM/.test(type) || stores(type),
      cell(table, column) {
        const text = column.type === 'BLOB' ? `to_base64(${column.sql})` : textSql(table, column)
        if (pattern === undefined) return textCell(text)
        return { ...valued(`CASE WHEN ${matches(text, pattern)} THEN ${text} END`, text), length }
      },
      written: (value) =>
        typeof value === 'string' && (pattern === undefined || whole(pattern).test(value))
          ? asText(value)
          : undefined,
    }
  },
}

const length = (value: string) => `length(${value})`

const textCell = (text: string): TypedCell => ({
  value: text,
  ok: always,
  rest: textWhereNone(text),
  ...comparable,
  length,
})

const asText = (value: string): Written => ({ sql: `${literal(value)}::VARCHAR`, order: value })
