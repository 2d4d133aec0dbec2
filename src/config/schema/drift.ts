import * as z from 'zod'
import { path, positiveInteger } from './terms.ts'

export const drift = z.strictObject({
  reference: z
    .string()
    .default('production')
    .describe(
      'What live data is compared with: `production` (the training data of the version in use), or a table as `current` names one.',
    ),
  current: path
    .optional()
    .describe(
      'Live data: a path, a pattern, or an `https://` or `s3://` address, of the formats of `data.tables`. The drift-check stage needs it.',
    ),
  columns: z
    .array(z.string())
    .optional()
    .describe(
      'Columns to compare; one that live data lack has drifted. Default: those of the reference, without labels and what identifies rows.',
    ),
  threshold: z
    .number()
    .positive()
    .default(0.2)
    .describe(
      'Population stability index (PSI) of a column from which a shift matters in practice; `alpha` must hold too.',
    ),
  alpha: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.05)
    .describe('Significance level: false discovery rate over all columns (Benjamini and Hochberg).'),
  min_rows: positiveInteger
    .default(50)
    .describe('Rows that either side needs; with fewer the verdict is inconclusive.'),
  on_drift: z
    .array(z.enum(['issue', 'retrain']))
    .default([])
    .describe(
      'What to do on drift: `issue` (keep one issue up to date, close it when the data are stable again), `retrain` (dispatch the workflow that trains).',
    ),
  retrain_workflow: z
    .string()
    .optional()
    .describe(
      'Workflow file that `retrain` dispatches; it needs `workflow_dispatch`. Default: the workflow that registered production.',
    ),
  cooldown_hours: z
    .number()
    .nonnegative()
    .default(24)
    .describe('Hours after one dispatch in which `retrain` dispatches no other.'),
  fail_on: z
    .enum(['drifted', 'inconclusive', 'never'])
    .default('never')
    .describe('When the step ends red: on drift, on an inconclusive verdict too, or never.'),
})
