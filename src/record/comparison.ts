import * as z from 'zod'
import { digestSchema } from './digest.ts'
import { extremesSchema } from './fairness.ts'
import { directions, needed, zones } from './gate-terms.ts'

/** What one rule found of one metric, beside a baseline or a bound. */
export const comparisonSchema = z.looseObject({
  rule: z.enum([
    'min',
    'max',
    'max_worsening',
    'max_worsening_ratio',
    'must_improve',
    'better_than_naive',
    'max_new_errors',
    'max_gap',
  ]),
  metric: z.string(),
  evaluation: z.string(),
  /** made on a test set of before, which `evaluation` names: the evaluation that it was the test set of */
  old_test_set_of: z.string().optional(),
  slice: z.string().optional(),
  /** of a disparity: the columns that make its groups */
  by: z.string().optional(),
  /** a group that was left out of the disparities by these columns */
  group: z.string().optional(),
  /** the two groups that a disparity is of */
  extremes: extremesSchema.optional(),
  /** judged by the bound of `candidate_interval` instead of by a test */
  confident: z.boolean().optional(),
  direction: z.enum(directions).optional(),
  rows: z.number().int().nonnegative(),
  candidate_value: z.number().optional(),
  /** bounds of `candidate_value` at `level` each */
  candidate_interval: z.tuple([z.number(), z.number()]).optional(),
  baseline: z
    .looseObject({
      name: z.string(),
      run: z.string().optional(),
      sha: z.string().optional(),
      model_digest: digestSchema.optional(),
    })
    .optional(),
  baseline_value: z.number().optional(),
  /** how many seeds both values are means over, the candidate's first; absent: they are of one model each */
  seeds: z.tuple([z.number().int(), z.number().int()]).optional(),
  /** of `max_gap`: the evaluation that `baseline_value` is of, or what the training reported */
  training: z.string().optional(),
  /** of `max_new_errors`: rows that it is the other way round with */
  mended: z.number().int().nonnegative().optional(),
  /** of `better_than_naive`: what the model does that `baseline_value` is of */
  naive: z.string().optional(),
  /** candidate minus baseline in the metric's own unit and sign */
  change: z.number().optional(),
  /** of `change`: two one-sided bounds at `level` each */
  interval: z.tuple([z.number(), z.number()]).optional(),
  level: z.number().optional(),
  p_value: z.number().optional(),
  p_adjusted: z.number().optional(),
  /** the bound, or the worsening that the rule allows in the metric's unit; an improvement that it demands is negative */
  allowed: z.number(),
  /** of `max_worsening_ratio`: the share of the baseline's value that `allowed` is; without a baseline both are it */
  allowed_ratio: z.number().optional(),
  /**
   * what is blocked with 80% power, with all that is worse: the smallest worsening (of `must_improve` and `better_than_naive`
   * below 0 where an improvement is too small); of `min` and `max` the true value of the metric; of a disparity that of the
   * two groups that lie apart the most; of `max_new_errors` such rows among `rows`
   */
  smallest_blocked: z.number().optional(),
  /** of `must_improve` and `better_than_naive`: the smallest true improvement that passes with 80% power */
  smallest_passed: z.number().optional(),
  /** rows on which an equal model would be found no worse, or one truly as good inside its bound, with 80% power */
  rows_needed: z.number().int().optional(),
  zone: z.enum(zones),
  /** of a comparison that nothing came of: why, as a clause without what it is of */
  why: z.string().optional(),
  /** of `not-comparable`: what would let it be made, where that is known */
  needs: z.enum(needed).optional(),
  /** index into `waivers` of the one that lets it pass nevertheless */
  waiver: z.number().int().nonnegative().optional(),
  /** tango+mcnemar, estimate ... */
  method: z.string(),
  /** one sentence, for people */
  explanation: z.string(),
})
export type Comparison = z.infer<typeof comparisonSchema>
