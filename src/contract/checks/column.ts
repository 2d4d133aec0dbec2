import type { KeyPath } from '../../config/yaml-document.ts'
import { quoted } from '../finding.ts'
import type { Judgement } from '../probe.ts'
import type { Reading } from '../reading.ts'
import type { Weight } from '../weight.ts'
import { type CheckCode, type ColumnCheckName, codeOfCheck } from './codes.ts'
import type { ColumnChecks } from './schema.ts'

/** A column with what it is asked as a whole. */
export interface CheckedColumn {
  /** as the contract names it */
  readonly name: string
  readonly checks: ColumnChecks
  readonly reading: Reading
}

/** One check of a column: whose it is, and how heavy. */
export interface Asked {
  readonly code: CheckCode
  readonly field: string
  readonly asked: KeyPath
  readonly weight: Weight
}

export function askedOf(
  { name, checks }: Pick<CheckedColumn, 'name' | 'checks'>,
  kind: ColumnCheckName,
): Asked {
  const check = checks[kind] as { readonly severity?: Weight['severity'] }
  return {
    code: codeOfCheck[kind],
    field: name,
    asked: ['checks', 'columns', name, kind],
    weight: weightOf(check),
  }
}

export const weightOf = ({ severity }: { readonly severity?: Weight['severity'] | undefined }): Weight =>
  severity === undefined ? {} : { severity }

/** SQL over the readings: has the cell a value of its type? */
export const hasValue = ({ missing, ok }: Reading) =>
  ok === 'true' ? `NOT ${missing}` : `NOT ${missing} AND (${ok})`

/** SQL over the readings: the cell's value, NULL where it has none of its type. */
export const valueSql = (reading: Reading) => `CASE WHEN ${hasValue(reading)} THEN ${reading.value} END`

/** The fault of a table as a whole, of which no rows are shown. */
export const wholeFault = (asked: Asked, message: string, bound: KeyPath = []): Judgement => ({
  ...asked,
  asked: [...asked.asked, ...bound],
  count: 1,
  message,
})

/** Nothing to measure is a fault: it must not pass for a measure that is fine. */
export const noValues = (asked: Asked, what: string) =>
  wholeFault(asked, `${quoted(asked.field)} has no values, so that its ${what} is undefined`)
