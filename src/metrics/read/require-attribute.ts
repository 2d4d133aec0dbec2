import { suggest } from '../../config/suggest.ts'
import { inputError } from '../../errors.ts'
import { type Asked, columnsText, findColumn } from '../../tables/find-column.ts'
import type { OpenedTable } from './prediction-tables.ts'

/** Where a column that slices are made of is asked for. */
export const attributeKey = (name: string, asked: Readonly<Record<string, Asked>>): Asked =>
  asked[`attributes.${name}`] ?? { key: 'gate.slices.columns', place: {} }

/**
 * A column of the test set's rows is in the predictions, where nothing joins the test set.
 * @param testTable the table of the test set, where it can be read: what is not there may be looked for in it
 * @throws AssayError input `missing-column`, `duplicate-column`
 */
export async function requireOwnAttribute(
  name: string,
  predictions: OpenedTable,
  testTable: () => Promise<OpenedTable | undefined>,
  asked: Asked,
): Promise<void> {
  const test = has(predictions, name) ? undefined : await testTable()
  if (test === undefined || !has(test, name)) return void findColumn(predictions, name, asked)
  throw inputError(
    'missing-column',
    `${predictions.label} has no column ${JSON.stringify(name)}, which ${asked.key} names; ${test.label} has it, and nothing says how its rows join the predictions.`,
    {
      hint: `Name that table as evaluate.truth ({table, column, id}: its name under data.tables, its column of labels, the id that both have), or write the column into ${predictions.label}.`,
      ...placeOf(asked, predictions),
    },
  )
}

/**
 * A column of the test set's rows is in the table of the truth, or else in the predictions.
 * @throws AssayError input `missing-column`, `duplicate-column`
 */
export function requireInEither(
  name: string,
  predictions: OpenedTable,
  truth: OpenedTable,
  asked: Asked | undefined,
): void {
  const table = [truth, predictions].find((one) => has(one, name))
  if (table !== undefined) return void findColumn(table, name, asked)
  const [near = '.'] = [truth, predictions].flatMap(({ label, columns }) => {
    const meant = suggest(
      name,
      columns.map((column) => column.name),
    )
    return meant === undefined ? [] : [`; did you mean "${meant}" of ${label}?`]
  })
  const named = asked === undefined ? '' : `, which ${asked.key} names`
  throw inputError(
    'missing-column',
    `neither ${truth.label} nor ${predictions.label} has a column ${JSON.stringify(name)}${named}${near}`,
    {
      hint: `${truth.label}, the table of the truth, has ${columnsText(truth.columns)}; ${predictions.label} has ${columnsText(predictions.columns)}. Correct the name, or write the column into one of them.`,
      ...placeOf(asked, predictions),
    },
  )
}

const has = ({ columns }: OpenedTable, name: string) => columns.some((column) => column.name === name)

const placeOf = (asked: Asked | undefined, { label }: OpenedTable) =>
  asked?.place.file === undefined ? { file: label } : asked.place
