import * as z from 'zod'

/** What one check of the dataset measured, whether or not it is within bounds. */
export const datasetCheckSchema = z.looseObject({
  /** its key under `data.checks` */
  check: z.string(),
  table: z.string(),
  /** the train table that a test table is held against */
  against: z.string().optional(),
  column: z.string().optional(),
  /** share, score or number, as the check has it; absent where it could not be computed, which does not pass */
  value: z.number().optional(),
  /** the largest value that passes */
  threshold: z.number(),
  passes: z.boolean(),
  severity: z.enum(['error', 'warning']),
})
export type DatasetCheck = z.infer<typeof datasetCheckSchema>
