import { textSql } from '../../tables/cells.ts'
import { literal } from '../../tables/quote.ts'
import { always, plainly, textWhereNone } from './sql.ts'
import type { CellType, TypeDefinition } from './type.ts'

const anything: Pick<CellType, 'cell'> = {
  cell(table, column) {
    const text = textSql(table, column)
    return {
      value: text,
      ok: always,
      rest: textWhereNone(text),
      compared: plainly,
      length: (value) => `length(${value})`,
    }
  },
}

const asText = (value: string) => ({ sql: literal(value), order: value })

/** Values of any kind, compared by their text. */
export const any: TypeDefinition = {
  constraints: ['required', 'unique', 'enum'],
  options: ['format'],
  of: () => ({
    ...anything,
    looks: 'a value',
    writes: 'a value',
    stores: () => true,
    written: (value) => asText(String(value)),
  }),
}

export const string: TypeDefinition = {
  constraints: ['required', 'unique', 'minLength', 'maxLength', 'pattern', 'enum'],
  options: ['format'],
  of: () => ({
    ...anything,
    looks: 'a text',
    writes: 'a text (in quotes where YAML would read it as something else)',
    parts: 'characters',
    stores: (type) => /^VARCHAR$|^ENUM/.test(type),
    written: (value) => (typeof value === 'string' ? asText(value) : undefined),
  }),
}
