import type { ErrorCode } from '../../contract/finding.ts'
import { code, table } from './markdown-table.ts'

const words: Readonly<Record<ErrorCode, string>> = {
  'blank-label': 'a column has no name',
  'duplicate-label': 'two columns have one name',
  'extra-label': 'a column that `fields` does not have',
  'missing-label': 'a field that the table does not have',
  'incorrect-label': 'a column in another place than `fields` has it (`fieldsMatch: exact`)',
  'blank-row': 'an empty line between rows',
  'extra-cell': 'a row has more cells than the header',
  'missing-cell': 'a row has fewer cells than the header',
  'row-error': 'a quoted cell is not closed, or text stands after its closing quote',
  'type-error': 'a cell does not have the type of its field',
  'constraint-error': 'a cell breaks a constraint of its field',
  'unique-error': 'a value of a `unique` field, or of `uniqueKeys`, occurs again',
  'primary-key': 'a primary key occurs again, or lacks a part',
  'foreign-key': 'a key is not in the table that it refers to',
  'row-count': 'too few or too many rows (`checks.rows`)',
}

/** Codes of faults, as records and annotations have them. */
export const faultTable = () =>
  table(
    ['code', 'what is at fault'],
    Object.entries(words).map(([name, text]) => [code(name), text]),
  )
