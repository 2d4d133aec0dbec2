import * as z from 'zod'

/** What a waiver can be about: a worsening against a baseline, or one kind of bound. */
export const waivedRules = [
  'worsening',
  'min',
  'max',
  'must_improve',
  'max_gap',
  'better_than_naive',
  'max_new_errors',
] as const

/** A waiver that was found, whether it let anything pass, and why not. */
export const waiverSchema = z.looseObject({
  /** absent where its line cannot be read */
  metric: z.string().optional(),
  rule: z.enum(waivedRules).optional(),
  /** in the metric's unit */
  ceiling: z.number().optional(),
  /** last day, in UTC */
  until: z.string().optional(),
  reason: z.string().optional(),
  evaluation: z.string().optional(),
  slice: z.string().optional(),
  /** of a disparity: the columns that make its groups */
  groups: z.string().optional(),
  baseline: z.string().optional(),
  /** `policy`: modelassay.yml of the branch. `review`: an approving review of the pull request */
  source: z.enum(['policy', 'review']),
  /** of a review: who wrote it, of which commit, and its page */
  by: z.string().optional(),
  commit: z.string().optional(),
  url: z.string().optional(),
  /** `used`: it lets the comparisons of `covers` pass. `unused`: nothing that it is about was blocked */
  outcome: z.enum(['used', 'unused', 'exceeded', 'refused']),
  /** why it lets nothing pass, or not all that it is about */
  why: z.string().optional(),
  /** index into comparisons of those that it lets pass */
  covers: z.array(z.number().int()).optional(),
})
export type RecordedWaiver = z.infer<typeof waiverSchema>
