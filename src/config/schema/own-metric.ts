import * as z from 'zod'
import { directions } from '../../record/gate-terms.ts'

const name = z.string().min(1)

const interval = z
  .strictObject({
    low: name.describe('Name of the lower bound in the metrics file.'),
    high: name.describe('Name of the upper bound in the metrics file.'),
    level: z
      .number()
      .min(0.5)
      .max(0.999)
      .default(0.95)
      .describe('How often such intervals hold the true value, both bounds together.'),
  })
  .describe(
    'The interval that the file gives for `reported`: rules with `confidence` go by it, and a change is tested where both sides have one. Default: none; the estimate decides.',
  )

export const ownMetric = z
  .strictObject({
    mean: name
      .optional()
      .describe('Column of the predictions file, a number in each row: the metric is its mean.'),
    ratio: z
      .array(name)
      .length(2)
      .optional()
      .describe(
        'Two columns of the predictions file: the metric is the sum of the first over the sum of the second.',
      ),
    reported: name
      .optional()
      .describe('Name of the value in the metrics file; a dot goes into a nested one (`test.cost`).'),
    interval: interval.optional(),
    direction: z.enum(directions).describe('Which way is better.'),
  })
  .refine(
    ({ mean, ratio, reported }) => [mean, ratio, reported].filter((one) => one !== undefined).length === 1,
    'a metric is one of mean, ratio and reported',
  )
  .refine(
    ({ interval: given, reported }) => given === undefined || reported !== undefined,
    'interval belongs to reported',
  )
  .describe('One metric of your own; its key is the name that `gate.rules` uses.')
