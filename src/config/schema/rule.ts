import * as z from 'zod'

export const rule = z
  .strictObject({
    min: z.number().optional().describe("Smallest value that passes, in the metric's unit."),
    max: z.number().optional().describe("Largest value that passes, in the metric's unit."),
    confidence: z
      .literal(0.95)
      .optional()
      .describe(
        'Judges `min` and `max` by the bound that the true value keeps with 95 % confidence, instead of by the estimate. Default: by the estimate.',
      ),
    max_worsening: z
      .number()
      .nonnegative()
      .optional()
      .describe(
        "How much worse than each baseline it may be: an absolute difference in the metric's unit, whatever its direction.",
      ),
    max_worsening_ratio: z
      .number()
      .nonnegative()
      .max(1)
      .optional()
      .describe("The same as a share of each baseline's value: `0.02` allows a fall from 0.50 to 0.49."),
    must_improve: z
      .number()
      .positive()
      .optional()
      .describe(
        "By how much it must be better than each baseline, in the metric's unit; judged by the estimate. A model that is the baseline itself fails.",
      ),
    max_gap: z
      .strictObject({
        max: z
          .number()
          .nonnegative()
          .describe("How much worse it may be than on the rows of the training, in the metric's unit."),
        evaluation: z
          .string()
          .optional()
          .describe('Evaluation of rows that the model was trained on; it has `judged: false`.'),
        reported: z
          .string()
          .optional()
          .describe('Instead: name of a value that the training wrote to `train.metrics`.'),
      })
      .refine(
        ({ evaluation, reported }) => (evaluation === undefined) !== (reported === undefined),
        'give evaluation or reported',
      )
      .optional()
      .describe(
        'How far the test set may lie behind the training rows: more is overfitting, or another population.',
      ),
    better_than_naive: z
      .number()
      .nonnegative()
      .optional()
      .describe(
        "By how much it must be better than a model that does not look at its inputs, in the metric's unit: one that always says the class, the mean, the median or the shares of the classes that suit the labels of these rows best, or orders the rows of each query at random. With `0` it has to be better at all. What chance explains is inconclusive.",
      ),
  })
  .refine(
    ({ confidence, min, max }) => confidence === undefined || min !== undefined || max !== undefined,
    'confidence belongs to min and max',
  )
  .refine(
    (r) => Object.keys(r).length > 0,
    'a rule needs min, max, max_worsening, max_worsening_ratio, must_improve, max_gap or better_than_naive',
  )
  .describe('One rule; it needs at least one of its keys.')
