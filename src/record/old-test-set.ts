import * as z from 'zod'
import { identitySchema } from './refs.ts'

/** A test set that baselines were judged on and an evaluation is not made on any more. */
export const oldTestSetSchema = z.looseObject({
  /** what comparisons on it call it */
  name: z.string(),
  /** the evaluation that it was the test set of */
  evaluation: z.string(),
  identity: identitySchema,
  /** baselines that were judged on it */
  baselines: z.array(z.string()),
  /** why this model was not evaluated on it, or is not judged by it, as a clause */
  why: z.string().optional(),
  /** of this model, evaluated on it by its own code */
  rows: z.number().int().nonnegative().optional(),
  metrics: z.record(z.string(), z.number()).optional(),
  undefined: z.array(z.looseObject({ metric: z.string(), reason: z.string() })).optional(),
  /** how many accepted models it has judged, this one included where it was evaluated on it; at least */
  uses: z.number().int().positive().optional(),
  /** distinct rows of it that this model was trained on, where that could be told */
  trained_on: z.number().int().nonnegative().optional(),
})
export type OldTestSetRecord = z.infer<typeof oldTestSetSchema>
