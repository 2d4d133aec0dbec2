import { textSql } from '../../tables/cells.ts'
import { literal } from '../../tables/quote.ts'
import { stored, valued } from './sql.ts'
import type { FieldOptions, TypeDefinition, Written } from './type.ts'

/** The specification's words where the field has none of its own. */
const words = ({
  trueValues = ['true', 'True', 'TRUE', '1'],
  falseValues = ['false', 'False', 'FALSE', '0'],
}: FieldOptions) => ({ trueValues, falseValues })

export const boolean: TypeDefinition = {
  constraints: ['required', 'unique', 'enum'],
  options: ['trueValues', 'falseValues'],
  misuse(options) {
    const { trueValues, falseValues } = words(options)
    const both = falseValues.find((word) => trueValues.includes(word))
    if (both === undefined) return undefined
    return {
      option: options.falseValues === undefined ? 'trueValues' : 'falseValues',
      message: `${JSON.stringify(both)} is true and false at once`,
    }
  },
  of(options) {
    const { trueValues, falseValues } = words(options)
    const isCustom = options.trueValues !== undefined || options.falseValues !== undefined
    const shown = [...trueValues, ...falseValues].map((word) => JSON.stringify(word)).join(', ')
    return {
      looks: isCustom ? `one of ${shown}` : 'true or false',
      writes: 'true or false',
      stores: (type) => type === 'BOOLEAN',
      cell(table, column) {
        const text = textSql(table, column)
        if (column.type !== 'VARCHAR') return stored(column.sql, text)
        const cases = [
          ...trueValues.map((word) => `WHEN ${literal(word)} THEN true`),
          ...falseValues.map((word) => `WHEN ${literal(word)} THEN false`),
        ]
        return valued(cases.length === 0 ? 'NULL::BOOLEAN' : `CASE ${text} ${cases.join(' ')} END`, text)
      },
      written(value): Written | undefined {
        const read = trueValues.includes(String(value))
          ? true
          : falseValues.includes(String(value))
            ? false
            : value
        return typeof read === 'boolean' ? { sql: String(read), order: Number(read) } : undefined
      },
    }
  },
}
