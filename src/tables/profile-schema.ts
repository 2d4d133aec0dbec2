import * as z from 'zod'

const count = z.number().int().nonnegative()

/** A numeric column. `edges` cut the line into `edges.length + 1` bins with open ends, (-∞, e₁], (e₁, e₂], … (eₖ, ∞). */
export const numericProfileSchema = z.looseObject({
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
  /** with n - 1; absent below two values */
  std: z.number().optional(),
  /** the nine quantiles 0.1 to 0.9, linear between order statistics */
  deciles: z.array(z.number()).length(9).optional(),
  /** the deciles without those that would leave a bin empty; with at most ten values those, and one below the first */
  edges: z.array(z.number()),
  counts: z.array(count).min(1),
})

/** Any other column, by its text. */
export const categoricalProfileSchema = z.looseObject({
  name: z.string(),
  kind: z.literal('categorical'),
  count,
  missing: count,
  distinct: count,
  /** the most frequent, then by text */
  categories: z.array(z.looseObject({ value: z.string(), count })),
  /** count of all that are not among them */
  other: count,
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
