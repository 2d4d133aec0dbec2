import * as z from 'zod'
import { path, positiveInteger } from './terms.ts'

const values = z.union([
  positiveInteger.max(1000).transform((n) => Array.from({ length: n }, (_, i) => i)),
  z
    .array(z.number().int().nonnegative())
    .min(1)
    .transform((list) => [...new Set(list)]),
])

const best = z.strictObject({
  best: z
    .string()
    .min(1)
    .describe(
      'Metric of `train.metrics`, or else of the run of `train.mlflow` or the pipeline of `train.dvc`, by which the seed is chosen: of validation data, never of the test set.',
    ),
  direction: z
    .enum(['higher', 'lower'])
    .optional()
    .describe('Which way that metric is better; needed where its name does not tell.'),
})

/** Random seeds, which of their models counts, and what is kept of the others. */
export const seeds = z
  .union([
    values.transform((list) => ({ values: list, ship: 'first' as const, predictions: undefined })),
    z.strictObject({
      values: values.describe('The seeds, as a list or how many (`3` is `[0, 1, 2]`).'),
      ship: z
        .union([z.literal('first'), best])
        .default('first')
        .describe('Whose model counts: the first seed’s, or that with the best validation metric.'),
      predictions: path
        .optional()
        .describe(
          'Predictions for the test set (the first evaluation’s) that the command writes for each seed. They are kept, and `gate.seeds` tests their means.',
        ),
    }),
  ])
  .prefault([0])
  .describe(
    "Random seeds, as a list or how many (`3` is `[0, 1, 2]`), or a map with more about them; the command runs once for each, with `$MODELASSAY_SEED`, and the first one's model counts. Several jobs can train them side by side (inputs `seed` and `gather` of the action). Default: `[0]`.",
  )
