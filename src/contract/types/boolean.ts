import { textSql } from '../../tables/cells.ts'
import { literals } from '../../tables/quote.ts'
import { always, plainly, present, textWhereNone } from './sql.ts'
import type { TypeDefinition } from './type.ts'

/** Frictionless's words for true and false. */
const trueWords = ['true', 'True', 'TRUE', '1']
const falseWords = ['false', 'False', 'FALSE', '0']

export const boolean: TypeDefinition = {
  constraints: ['required', 'enum'],
  options: ['format'],
  of: () => ({
    looks: 'true or false',
    writes: 'true or false',
    stores: (type) => type === 'BOOLEAN',
    cell(table, column) {
      const text = textSql(table, column)
      const rest = textWhereNone(text)
      if (column.type !== 'VARCHAR') return { value: column.sql, ok: always, rest, compared: plainly }
      const known = `list_contains(${literals([...trueWords, ...falseWords])}, ${text})`
      const value = `CASE WHEN ${known} THEN list_contains(${literals(trueWords)}, ${text}) END`
      return { value, ok: present, rest, compared: plainly }
    },
    written: (value) =>
      typeof value === 'boolean' ? { sql: String(value), order: Number(value) } : undefined,
  }),
}
