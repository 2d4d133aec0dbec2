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
  'row-constraint': 'a row for which a condition is not true (`checks.conditions`)',
  aggregate: 'an aggregate beyond its bounds (`checks.aggregates`)',
  'null-share': 'too many or too few missing cells (`nulls` of `checks.columns`)',
  'distinct-count': 'too few or too many distinct values (`distinct`)',
  'distinct-share': 'distinct values are too small or too large a share (`distinct_share`)',
  mean: 'a mean beyond its bounds',
  median: 'a median beyond its bounds',
  quantile: 'a quantile beyond its bounds',
  'standard-deviation': 'a standard deviation beyond its bounds (`std`)',
  sum: 'a sum beyond its bounds',
  'category-coverage':
    'the categories cover too little of a column, or one of them is too rare (`categories`)',
  freshness: 'the newest value is too old, or a value lies beyond the clock (`fresh`)',
  order: 'a value that is out of order (`ordered`)',
  'missing-step': 'a step that is missing between two times (`gaps`)',
}

/** Codes of faults, as records and annotations have them. */
export const faultTable = () =>
  table(
    ['code', 'what is at fault'],
    Object.entries(words).map(([name, text]) => [code(name), text]),
  )
