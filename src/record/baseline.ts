import * as z from 'zod'
import { digestSchema } from './digest.ts'
import { flipsSchema } from './flips.ts'
import { changeSchema } from './training-change.ts'

/** What a baseline reached on a test set. */
const reached = {
  name: z.string(),
  metrics: z.record(z.string(), z.number()),
  /** distinct test rows that it was trained on, where that could be told */
  trained_on: z.number().int().nonnegative().optional(),
  /** rows that exactly one of it and the candidate has right */
  flips: flipsSchema.optional(),
}

/** A baseline that was asked for: found and measured, or why not. */
export const baselineSchema = z.looseObject({
  name: z.string(),
  outcome: z.enum(['found', 'never', 'lost']),
  /** for people: `run 123 of main at abc1234`, or why there is none */
  description: z.string(),
  /** commits between where the search began and the run that was found */
  behind: z.number().int().optional(),
  url: z.string().optional(),
  /** run that its record is of, and the artifact of that run that holds it */
  run: z.string().optional(),
  artifact: z.string().optional(),
  model_digest: digestSchema.optional(),
  /** what else differs from this model's training; absent where the baseline's is not known */
  changes: z.array(changeSchema).optional(),
  evaluations: z
    .array(
      z.looseObject({
        ...reached,
        /** its model was evaluated again on this test set, by the code of its own commit */
        rerun: z.literal(true).optional(),
      }),
    )
    .optional(),
  /** what it reached on the test sets that it was judged on, where this model was evaluated on them too */
  old_test_sets: z.array(z.looseObject(reached)).optional(),
})
export type Baseline = z.infer<typeof baselineSchema>
