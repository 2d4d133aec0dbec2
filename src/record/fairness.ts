import * as z from 'zod'

const rate = z.looseObject({
  /** weighted where rows have weights */
  value: z.number().min(0).max(1),
  /** rows that it is a share of; with weights their effective number */
  trials: z.number().positive(),
})

/** How often the rows of one group are predicted positive. */
const groupSchema = z.looseObject({
  /** `sex = f`; hostile text */
  name: z.string(),
  rows: z.number().int().positive(),
  /** rates by name; one that the group has no rows for is absent */
  rates: z.record(z.string(), rate),
})

/** The rows of an evaluation in groups, by the columns that make them. Whoever has few rows is recorded too. */
export const groupingSchema = z.looseObject({
  /** `sex`, `sex & island`; hostile text */
  by: z.string(),
  groups: z.array(groupSchema),
  /** why no rate could be computed */
  fault: z.string().optional(),
})
export type Grouping = z.infer<typeof groupingSchema>

const extreme = z.looseObject({ group: z.string(), value: z.number() })

/** The two groups that a disparity is of. */
export const extremesSchema = z.looseObject({ rate: z.string(), lowest: extreme, highest: extreme })
