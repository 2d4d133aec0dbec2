import * as z from 'zod'
import { constraintNames } from '../types/type.ts'
import { severities } from '../weight.ts'

/** What the cells of a field are asked, by the names that `tolerance` and `severity` have for it. */
export const fieldChecks = ['type', ...constraintNames, 'categories'] as const
export type FieldCheck = (typeof fieldChecks)[number]

/** What rows are asked beside. */
const keyChecks = ['primaryKey', 'uniqueKeys', 'foreignKeys'] as const
export type KeyCheck = (typeof keyChecks)[number]

const each = <Name extends string, Schema extends z.ZodType>(names: readonly Name[], schema: Schema) =>
  Object.fromEntries(names.map((name) => [name, schema])) as Record<Name, Schema>

const byField = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .record(
      z.string().meta({ title: 'field' }),
      z.strictObject(each(fieldChecks, schema)).describe('One field of the contract, by its name.'),
    )
    .optional()

const share = z
  .number()
  .min(0)
  .lt(
    1,
    'with a tolerance of 1 or more it can never fail: leave out what is asked, or make it a warning under severity',
  )
  .optional()
  .describe('Share of all rows that may fail, from 0 to less than 1. Default: `0`.')

export const toleranceSchema = z.strictObject({
  fields: byField(share).describe('By field, and by what its cells are asked.'),
  ...each(keyChecks, share),
})

const severity = z.enum(severities).optional().describe('`error` or `warning`. Default: `error`.')

export const severitySchema = z.strictObject({
  fields: byField(severity).describe('By field, and by what its cells are asked.'),
  labels: severity,
  ...each(keyChecks, severity),
})
