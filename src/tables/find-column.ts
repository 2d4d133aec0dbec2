import { didYouMean } from '../config/suggest.ts'
import { inputError, type Place } from '../errors.ts'
import { writtenOtherwise } from './csv/written-otherwise.ts'
import type { Table, TableColumn } from './table.ts'

const shown = 20

/** The key of a configuration that names a column, and where it stands. */
export interface Asked {
  readonly key: string
  readonly place: Place
}

/** What a table has, for a hint. */
export function columnsText(columns: readonly Pick<TableColumn, 'name'>[]): string {
  const names = columns.map(({ name }) => JSON.stringify(name))
  const rest = names.length > shown ? ` and ${names.length - shown} more` : ''
  return `${names.slice(0, shown).join(', ')}${rest}`
}

/**
 * The column of a name.
 * @param used columns that are something else already, and not what a misspelt name meant
 * @throws AssayError input `missing-column`, with the names there are; `duplicate-column` where several have the name
 */
export function findColumn<Column extends Pick<TableColumn, 'name'>>(
  table: Pick<Table, 'label'> & { readonly columns: readonly Column[] },
  name: string,
  asked?: Asked,
  used: readonly string[] = [],
): Column {
  const [column, second] = table.columns.filter((candidate) => candidate.name === name)
  if (column === undefined) {
    const free = table.columns.filter((candidate) => !used.includes(candidate.name))
    const near = didYouMean(
      name,
      free.map((candidate) => candidate.name),
    )
    const named = asked === undefined ? '' : `, which ${asked.key} names`
    const remedy =
      writtenOtherwise(table.label, table.columns, [name]) ?? 'Correct the name, or write the column.'
    throw inputError(
      'missing-column',
      `${table.label} has no column ${JSON.stringify(name)}${named}${near || '.'}`,
      {
        hint: `Its columns are ${columnsText(table.columns)}. ${remedy}`,
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
