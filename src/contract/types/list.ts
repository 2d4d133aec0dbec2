import { textSql } from '../../tables/cells.ts'
import { literal } from '../../tables/quote.ts'
import { boolean } from './boolean.ts'
import { date, datetime, time } from './dates.ts'
import { integer, number } from './numbers.ts'
import { comparable, present } from './sql.ts'
import { string } from './text.ts'
import type { TypeDefinition, Written } from './type.ts'

/** What the items may be, each in its default format. */
const itemTypes: Readonly<Record<string, TypeDefinition>> = {
  string,
  integer,
  boolean,
  number,
  datetime,
  date,
  time,
}

/** Texts that a delimiter separates; each is an item, also the empty one. */
export const list: TypeDefinition = {
  constraints: ['required', 'unique', 'minLength', 'maxLength', 'enum'],
  options: ['delimiter', 'itemType'],
  misuse({ delimiter, itemType }) {
    if (delimiter === '') return { option: 'delimiter', message: 'must be a character or more' }
    if (itemType === undefined || Object.hasOwn(itemTypes, itemType)) return undefined
    return { option: 'itemType', message: `must be one of ${Object.keys(itemTypes).join(', ')}` }
  },
  of({ delimiter = ',', itemType = 'string' }) {
    const type = itemTypes[itemType]!.of({})
    const looks = `a list separated by ${JSON.stringify(delimiter)}, each ${type.looks}`
    return {
      looks,
      writes: looks,
      parts: 'items',
      stores: (stored) =>
        stored === 'VARCHAR' || (stored.endsWith('[]') && type.stores(stored.slice(0, -'[]'.length))),
      cell(table, column) {
        const text = textSql(table, column)
        const items = column.type === 'VARCHAR' ? `string_split(${text}, ${literal(delimiter)})` : column.sql
        const stored = column.type === 'VARCHAR' ? 'VARCHAR' : column.type.slice(0, -'[]'.length)
        const item = type.cell(table, { name: '', sql: 'x', type: stored })
        const bad = `len(list_filter(${items}, lambda x: x IS NULL OR NOT (${item.ok(`(${item.value})`)})))`
        return {
          value: `CASE WHEN ${bad} = 0 THEN list_transform(${items}, lambda x: ${item.value}) END`,
          ok: present,
          // Whole numbers beyond 128 bits have no value of their own.
          rest: (value) =>
            `CASE WHEN ${value} IS NULL OR len(${value}) <> list_count(${value}) THEN ${text} END`,
          ...comparable,
          length: (value) => `len(${value})`,
        }
      },
      written(value): Written | undefined {
        const items = typeof value === 'string' ? value.split(delimiter) : value
        if (!Array.isArray(items)) return undefined
        const read = items.map((one) => type.written(one))
        if (read.some((one) => one === undefined)) return undefined
        const known = read as readonly Written[]
        return {
          sql: `[${known.map(({ sql }) => sql).join(', ')}]`,
          order: JSON.stringify(known.map(({ order }) => String(order))),
        }
      },
    }
  },
}
