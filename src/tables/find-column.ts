import { didYouMean } from '../config/suggest.ts'
import { inputError, type Place } from '../errors.ts'
import type { Table, TableColumn } from './table.ts'

const shown = 20

/** The key of a configuration that names a column, and where it stands. */
export interface Asked {
  readonly key: string
  readonly place: Place
}

/**
 * The column of a name.
 * @throws AssayError input `missing-column`, with the names there are; `duplicate-column` where several have the name
 */
export function findColumn<Column extends Pick<TableColumn, 'name'>>(
  table: Pick<Table, 'label'> & { readonly columns: readonly Column[] },
  name: string,
  asked?: Asked,
): Column {
  const [column, second] = table.columns.filter((candidate) => candidate.name === name)
  if (column === undefined) {
    const names = table.columns.map((candidate) => JSON.stringify(candidate.name))
    const rest = names.length > shown ? ` and ${names.length - shown} more` : ''
    const near = didYouMean(
      name,
      table.columns.map((candidate) => candidate.name),
    )
    const named = asked === undefined ? '' : `, which ${asked.key} names`
    throw inputError(
      'missing-column',
      `${table.label} has no column ${JSON.stringify(name)}${named}${near || '.'}`,
      {
        hint: `Its columns are ${names.slice(0, shown).join(', ')}${rest}. Correct the name, or write the column.`,
        ...(asked?.place.file === undefined ? { file: table.label } : asked.place),
      },
    )
  }
  if (second !== undefined) {
    throw inputError('duplicate-column', `${table.label} has more than one column ${JSON.stringify(name)}.`, {
      hint: 'Give each column a name of its own.',
      file: table.label,
    })
  }
  return column
}
