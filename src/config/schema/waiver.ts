import * as z from 'zod'
import { waivedRules } from '../../record/waiver.ts'
import { modelName } from './terms.ts'

const isDay = (text: string) => {
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** What a waiver says, whether it stands in modelassay.yml or in a review. */
export const waiver = z.strictObject({
  metric: z
    .string()
    .min(1)
    .max(200)
    .describe('Metric whose rule is waived; a disparity of `gate.fairness`, by its name; or `new_errors`.'),
  rule: z
    .enum(waivedRules)
    .default('worsening')
    .describe(
      'What of its rules: `worsening` (`max_worsening` and `max_worsening_ratio`), `min`, `max`, `must_improve`, `max_gap`, `better_than_naive`, or of `new_errors` `max_new_errors` (`max` and `max_share`).',
    ),
  ceiling: z
    .number()
    .positive()
    .describe(
      "How far it reaches, in the metric's unit. Of `worsening` and `max_gap` the largest worsening or gap that passes, whatever the rule allows; of the others how far the rule may be missed, of `max_new_errors` in rows.",
    ),
  until: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, { message: 'a day such as 2027-01-31', abort: true })
    .refine(isDay, 'a day such as 2027-01-31')
    .describe('Last day on which it holds, in UTC.'),
  reason: z.string().trim().min(1).max(1000).describe('Why, for those who read the verdict.'),
  evaluation: modelName
    .optional()
    .describe('Evaluation that it is about. Default: the only one; of several it must be named.'),
  slice: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe(
      'Slice that it is about, named as in the verdict (`sex = female`). Default: the whole test set, and no slice.',
    ),
  groups: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe(
      'Of a disparity: columns that make the groups that it is about, named as in the verdict (`sex & island`). Default: all that `gate.fairness` makes, each held to the ceiling.',
    ),
  baseline: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Baseline that it is about. Default: every one, each held to the ceiling.'),
})
export type WaiverTerms = z.output<typeof waiver>
