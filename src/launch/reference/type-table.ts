import { fieldTypes, typeOf, types } from '../../contract/types/registry.ts'
import { code, table } from './markdown-table.ts'

/** What a cell of each type looks like, and which formats, keys and constraints mean something for it. */
export const typeTable = () =>
  table(
    ['type', 'a cell is', 'formats', 'keys of the field', 'constraints'],
    fieldTypes.map((type) => {
      const { formats = [], options = [], categories, constraints } = types[type]
      return [
        code(type),
        typeOf({ type }).looks,
        formats.map(code).join(', '),
        [...options, ...(categories ? ['categories', 'categoriesOrdered'] : [])].map(code).join(', '),
        constraints.map(code).join(', '),
      ]
    }),
  )
