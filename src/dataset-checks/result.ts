import type { DatasetCheckName } from '../config/schema/dataset-checks.ts'
import type { DatasetErrorCode } from '../contract/finding.ts'
import { counted, grouped, percent } from '../report/number.ts'
import type { Row } from '../tables/engine/engine.ts'
import type { RowPlace } from '../tables/table.ts'
import type { Sheet } from './dataset.ts'

/** Rows that are shown for each finding. */
export const shownRows = 10

/** A row that shows a finding, and the one that it repeats or contradicts. */
export interface ShownRow extends Partial<RowPlace> {
  readonly value?: string
  readonly message: string
  readonly counterpart?: Pick<RowPlace, 'row' | 'line'> & { readonly table: string; readonly file: string }
}

/** What a check measured, whether or not it is within bounds. */
export interface Measurement {
  readonly table: Sheet
  readonly against?: Sheet
  readonly column?: string
  /** absent where it cannot be computed; then it does not pass */
  readonly value?: number
  readonly threshold: number
  readonly passes: boolean
  /** rows, cells or columns at fault, also where they are within bounds */
  readonly count: number
  /** what is said where no row is shown */
  readonly message: string
  /** fetched only where it does not pass */
  readonly show?: () => Promise<ShownRow[]>
}

/** What is measured as a share of rows: it passes up to the largest that is allowed. */
export interface Share {
  readonly count: number
  /** of how many */
  readonly rows: number
  readonly max: number
  /** `repeat an earlier row` */
  readonly what: string
  /** what is counted; default: row */
  readonly unit?: string
}

/** Nothing is no share of nothing: without rows it cannot be computed, and does not pass. */
export function shareMeasured({ count, rows, max, what, unit = 'row' }: Share) {
  if (rows === 0)
    return {
      threshold: max,
      passes: false,
      count: 1,
      message: `there is no ${unit} of which a share could ${what}`,
    }
  const value = count / rows
  return {
    value,
    threshold: max,
    passes: value <= max,
    count,
    message: shareText({ count, rows, max, what, unit }),
  }
}

/** `12 of 40 rows repeat an earlier row, 30%; at most 5% may`. */
const shareText = ({ count, rows, max, what, unit = 'row' }: Share) =>
  `${grouped(count)} of ${counted(rows, unit)} ${what}, ${percent(count / rows)}; at most ${percent(max)} may`

/** `line 3`, or `row 3` where there are no lines, with the file where it is another. */
export function whereIs({ table }: Pick<Sheet, 'table'>, row: number, from?: Pick<Sheet, 'table'>): string {
  const { file, row: number, line } = table.place(row)
  const at = line === undefined ? `row ${grouped(number)}` : `line ${grouped(line)}`
  const other = file ?? (from !== undefined && from.table !== table ? table.label : undefined)
  return other === undefined ? at : `${at} of ${other}`
}

/** The place of a row in the document of a finding. */
export const counterpartIn = ({ name, table }: Pick<Sheet, 'name' | 'table'>, row: number) => ({
  counterpart: { table: name, file: table.label, ...table.place(row) },
})

export const numberOf = (row: Row | undefined, key: string) => Number(row?.[key] ?? 0)

/** Which code the findings of a check have. */
export const codes: Readonly<Record<DatasetCheckName, DatasetErrorCode>> = {
  duplicates: 'duplicate-row',
  conflicting_labels: 'conflicting-label',
  shared_rows: 'shared-row',
  shared_features: 'shared-features',
  identifier_leakage: 'identifier-leakage',
  date_leakage: 'date-leakage',
  label_leakage: 'label-leakage',
  index_leakage: 'index-leakage',
  new_categories: 'new-category',
  constant_columns: 'constant-column',
  mixed_types: 'mixed-type',
  mixed_nulls: 'mixed-null',
  string_variants: 'string-variant',
  label_shift: 'label-shift',
}
