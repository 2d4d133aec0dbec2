import * as z from 'zod'

const count = z.number().int().nonnegative()

const quantiles = <T extends z.ZodType>(value: T) =>
  z.array(z.looseObject({ p: z.number(), value })).optional()

/** Bins of one width, [e₀, e₁], (e₁, e₂], … from the least to the greatest; one where these are the same. */
const histogram = <T extends z.ZodType>(value: T) =>
  z.looseObject({ edges: z.array(value).min(2), counts: z.array(count).min(1) }).optional()

/** A numeric column. `edges` cut the line into `edges.length + 1` bins with open ends, (-∞, e₁], (e₁, e₂], … (eₖ, ∞). */
const numericProfileSchema = z.looseObject({
  name: z.string(),
  kind: z.literal('numeric'),
  /** finite numbers, which all that follows is about */
  count,
  missing: count,
  /** cells that are neither missing nor finite numbers */
  invalid: count,
  distinct: count,
  min: z.number().optional(),
  max: z.number().optional(),
  mean: z.number().optional(),
  /** with n - 1; absent below two values, and where their squares are beyond the doubles */
  std: z.number().optional(),
  /** the nine quantiles 0.1 to 0.9, linear between order statistics */
  deciles: z.array(z.number()).length(9).optional(),
  /** the quantiles 0.01, 0.05, 0.25, 0.5, 0.75, 0.95 and 0.99, likewise */
  quantiles: quantiles(z.number()),
  histogram: histogram(z.number()),
  /** the deciles without those that would leave a bin empty; with at most ten values those, and one below the first */
  edges: z.array(z.number()),
  counts: z.array(count).min(1),
})

/** Of a column of days or instants, as ISO 8601 in UTC, to the millisecond. */
const timeSchema = z.looseObject({
  /** cells that are neither missing nor such a time */
  invalid: count,
  min: z.string(),
  max: z.string(),
  quantiles: quantiles(z.string()),
  histogram: histogram(z.string()),
})
export type TimeProfile = z.infer<typeof timeSchema>

/** Any other column, by its text. */
const categoricalProfileSchema = z.looseObject({
  name: z.string(),
  kind: z.literal('categorical'),
  count,
  missing: count,
  distinct: count,
  /** the most frequent, then by text */
  categories: z.array(z.looseObject({ value: z.string(), count })),
  /** count of all that are not among them */
  other: count,
  /** characters of the shortest and of the longest text */
  min_length: count.optional(),
  max_length: count.optional(),
  time: timeSchema.optional(),
})

export const columnProfileSchema = z.discriminatedUnion('kind', [
  numericProfileSchema,
  categoricalProfileSchema,
])
export type ColumnProfile = z.infer<typeof columnProfileSchema>
export type NumericProfile = z.infer<typeof numericProfileSchema>
export type CategoricalProfile = z.infer<typeof categoricalProfileSchema>

/** What a table looked like: small, exact, the same whatever machine counted it. */
export const profileSchema = z.looseObject({
  schema: z.literal('modelassay/profile/v1'),
  rows: count,
  columns: z.array(columnProfileSchema),
})
export type Profile = z.infer<typeof profileSchema>
