import type { Reading } from '../reading.ts'
import { hasValue, valueSql } from './column.ts'

/** A column of numbers, as the statistics read it. */
export interface NumericColumn {
  readonly isWhole: boolean
  /** SQL of the value: HUGEINT for whole numbers, DOUBLE for others; NULL where the cell has none */
  readonly exact: string
  /** SQL of the same as a DOUBLE */
  readonly double: string
  /** SQL: has the cell a value that is too large for `exact`? */
  readonly lost: string
}

export function numericColumn(reading: Reading): NumericColumn {
  const isWhole = reading.matched.field.type !== 'number'
  const value = valueSql(reading)
  if (!isWhole) return { isWhole, exact: value, double: value, lost: 'false' }
  const exact = `try_cast(${value} AS HUGEINT)`
  return {
    isWhole,
    exact,
    double: `(${exact})::DOUBLE`,
    lost: `(${hasValue(reading)} AND ${exact} IS NULL)`,
  }
}
