import { inputError } from '../errors.ts'
import type { Table, TableColumn } from './table.ts'

const shown = 20

/**
 * The column of a name.
 * @throws AssayError input `missing-column`, with the names there are; `duplicate-column` where several have the name
 */
export function findColumn(table: Pick<Table, 'label' | 'columns'>, name: string): TableColumn {
  const [column, second] = table.columns.filter((candidate) => candidate.name === name)
  if (column === undefined) {
    const names = table.columns.map((candidate) => JSON.stringify(candidate.name))
    const rest = names.length > shown ? ` and ${names.length - shown} more` : ''
    throw inputError('missing-column', `${table.label} has no column ${JSON.stringify(name)}.`, {
      hint: `Its columns are ${names.slice(0, shown).join(', ')}${rest}. Correct the name, or write the column.`,
      file: table.label,
    })
  }
  if (second !== undefined) {
    throw inputError('duplicate-column', `${table.label} has more than one column ${JSON.stringify(name)}.`, {
      hint: 'Give each column a name of its own.',
      file: table.label,
    })
  }
  return column
}
