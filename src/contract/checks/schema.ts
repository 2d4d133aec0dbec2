import * as z from 'zod'
import { keySchema } from '../schema/keys.ts'
import { boundsOf, countBoundsOf, refuseIdle, severitySchema, shareBoundsOf } from './bounds.ts'
import { durationOf, durationSchema, isNone } from './duration.ts'

const count = z.number().int().nonnegative()
const share = z.number().min(0).max(1)
const scalar = z.union([z.string(), z.number(), z.boolean()])
/** A longer list belongs into a table of its own. */
const mostCategories = 1000
/** What is longer is no expression that a person reviews. */
const longestSql = 5000

const rowsSchema = z
  .strictObject({
    min: count.optional().describe('Fewest rows. With `0` an empty table passes. Default: `1`.'),
    max: count.optional().describe('Most rows. Default: no limit.'),
    severity: severitySchema,
  })
  .superRefine(({ min = 0, max = Number.POSITIVE_INFINITY }, context) => {
    if (min > max) context.addIssue({ code: 'custom', path: ['min'], message: 'is larger than max' })
  })

const categoriesSchema = z
  .strictObject({
    values: z.array(scalar).min(1).max(mostCategories).describe('The categories, as values of the column.'),
    min_share: share.optional().describe('Least share of the cells with a value that have one of these.'),
    min_each: share
      .optional()
      .describe('Least share of the cells with a value that each single one of these must have.'),
    severity: severitySchema,
  })
  .superRefine(({ min_share = 0, min_each = 0 }, context) => {
    if (min_share === 0 && min_each === 0)
      context.addIssue({
        code: 'custom',
        path: [],
        message: 'can never fail: give min_share or min_each above 0',
      })
  })

const freshSchema = z.strictObject({
  max_age: durationSchema.describe(
    'How old the newest value may be: a whole number with its unit, `s`, `m` (minutes), `h`, `d`, `w`, `mo` (months of the calendar) or `y`.',
  ),
  clock: z
    .string()
    .default('run')
    .describe(
      'What age is measured against: `run`, the time of the run, which the record keeps; or a date or time of your own, in quotes.',
    ),
  max_ahead: durationSchema
    .default('0s')
    .describe('How far beyond the clock a value may lie; every one that lies further is a fault.'),
  severity: severitySchema,
})

const orderedSchema = z.strictObject({
  direction: z
    .enum(['increasing', 'decreasing'])
    .default('increasing')
    .describe('Which way the values go, in the order of the rows; missing ones are passed over.'),
  strict: z.boolean().default(false).describe('Whether neighbours may not be equal.'),
  severity: severitySchema,
})

const gapsSchema = z.strictObject({
  step: durationSchema
    .refine((text) => !isNone(durationOf(text)), 'must be longer than nothing')
    .describe(
      'How far neighbouring times, sorted, may be apart: `1d`, `15m`, `1mo`. Months and years count by the calendar.',
    ),
  max: count.default(0).describe('How many steps may be missing in all.'),
  by: keySchema
    .optional()
    .describe('Columns whose values together tell the series apart, each of which is looked at by itself.'),
  severity: severitySchema,
})

const quantileKey = z
  .string()
  .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'a share between 0 and 1, in quotes')
  .meta({ title: 'share' })

const quantilesSchema = z
  .record(quantileKey, boundsOf('value of the quantile').describe('One quantile, by its share.'))
  .superRefine((of, context) => {
    if (Object.keys(of).length === 0)
      context.addIssue({
        code: 'custom',
        path: [],
        message: 'can never fail: name a quantile, such as "0.5"',
      })
  })

export const columnChecksSchema = z.strictObject({
  nulls: shareBoundsOf('share of missing cells')
    .optional()
    .describe('Share of the rows whose cell is missing.'),
  distinct: countBoundsOf('number of distinct values')
    .optional()
    .describe('How many distinct values there are; missing cells are none.'),
  distinct_share: shareBoundsOf('share of distinct values')
    .optional()
    .describe('Distinct values for each cell that has one: 1 where none occurs twice.'),
  mean: boundsOf('mean').optional().describe('Arithmetic mean of the values.'),
  median: boundsOf('median')
    .optional()
    .describe('Median; between the two middle values where their number is even.'),
  quantiles: quantilesSchema
    .optional()
    .describe('Quantiles by their share; between two values by linear interpolation.'),
  std: boundsOf('standard deviation')
    .optional()
    .describe('Standard deviation of the sample (n - 1); compared with nine digits.'),
  sum: boundsOf('sum').optional().describe('Sum of the values.'),
  categories: categoriesSchema.optional().describe('Which values cover the column.'),
  fresh: freshSchema.optional().describe('How old the newest value may be.'),
  ordered: orderedSchema.optional().describe('Whether the values are in order, row by row.'),
  gaps: gapsSchema
    .optional()
    .describe('Whether times follow each other without a gap, whatever their order.'),
})
export type ColumnChecks = z.infer<typeof columnChecksSchema>

const sqlSchema = z.string().trim().min(1).max(longestSql)
const nameSchema = z.string().trim().min(1)

const conditionSchema = z.strictObject({
  name: nameSchema.describe('What the condition says, for messages.'),
  sql: sqlSchema.describe(
    'SQL expression over the columns of a row that must be true. NULL is not: a row with a missing cell fails unless the expression says otherwise. A row with a cell that has not its type is not asked: that is its fault.',
  ),
  tolerance: z.number().min(0).lt(1).optional().describe('Share of the rows that may fail. Default: `0`.'),
  severity: severitySchema,
})
export type Condition = z.infer<typeof conditionSchema>

const aggregateSchema = z
  .strictObject({
    name: nameSchema.describe('What the aggregate is, for messages.'),
    sql: sqlSchema.describe('SQL expression of aggregates over the columns, which must come to a number.'),
    min: z.number().optional().describe('Least value, itself allowed.'),
    max: z.number().optional().describe('Largest value, itself allowed.'),
    severity: severitySchema,
  })
  .superRefine(({ min, max }, context) =>
    refuseIdle({ min, max }, { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY }, context),
  )
export type AggregateCheck = z.infer<typeof aggregateSchema>

/** The block `checks` of a contract: what a table as a whole must keep beside its cells. */
export const checksSchema = z.strictObject({
  rows: rowsSchema.optional().describe('How many rows the table may have.'),
  columns: z
    .record(
      z.string().meta({ title: 'column' }),
      columnChecksSchema.describe('Checks of one column, by its name in `fields`.'),
    )
    .default({})
    .describe('What the values of a column must come to, by its name in `fields`.'),
  conditions: z.array(conditionSchema).default([]).describe('What every row must keep, in SQL.'),
  aggregates: z.array(aggregateSchema).default([]).describe('What the table must come to, in SQL.'),
})
export type Checks = z.infer<typeof checksSchema>
