import * as z from 'zod'
import { commentModes } from '../../record/gate-terms.ts'
import { baselineForm } from '../baseline-words.ts'
import { fairness } from './fairness.ts'
import { newErrors } from './new-errors.ts'
import { rule } from './rule.ts'
import { slices } from './slices.ts'
import { chosen, positiveInteger } from './terms.ts'

export const gate = z.strictObject({
  baselines: z
    .array(z.string().regex(/^(base|production|best|file:.+|version:.+)$/, baselineForm))
    .default(['base', 'production'])
    .describe(
      'What `max_worsening` compares with: `base` (the commit that the change starts from), `production` (the registered version in use), `best` (the best accepted version), `version:<version>`, `file:<path>` (predictions or metrics).',
    ),
  rules: z
    .record(chosen(z.string().min(1), 'metric'), rule)
    .default({})
    .describe(
      'Rules by metric, or by metric and evaluation (`accuracy@holdout`). The gate needs at least one, or `gate.fairness`.',
    ),
  slices: slices.optional(),
  fairness: fairness.optional(),
  new_errors: newErrors.optional(),
  seeds: z
    .strictObject({
      least: z
        .number()
        .int()
        .min(2)
        .default(3)
        .describe(
          'Seeds that the candidate must have predictions of. A baseline with fewer is compared row by row, and so is a metric by which the predictions that a training kept of the model that ships are not those that it is judged by.',
        ),
    })
    .optional()
    .describe(
      'Compares means over training seeds (Welch’s test) instead of one model with one model, on the first evaluation, where both trainings kept predictions (`train.seeds.predictions`). Default: one model with one model, row by row.',
    ),
  inconclusive: z
    .enum(['warn', 'fail'])
    .default('warn')
    .describe(
      'What a worsening beyond `max_worsening` does that the data cannot tell from chance: pass with a warning, or fail.',
    ),
  max_overlap: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe(
      'Share of the test rows that a model may have been trained on. They are left out of its comparisons and told; past it nothing of that test set is comparable. Needs the record of its training, and `truth`.',
    ),
  test_set_budget: positiveInteger
    .optional()
    .describe(
      'How many accepted models one test set may judge; past it the verdict warns that the test set is worn out. Default: they are counted and shown.',
    ),
  comment: z
    .enum(commentModes)
    .default('always')
    .describe(
      'When the metric diff is a comment on the pull request: `always`; `on-change` (the model measures otherwise than a baseline, or the verdict is other than pass); `on-failure` (the gate does not pass); `never`. A comment that is there is kept up to date by all but `never`.',
    ),
  fail_on: z
    .enum(['fail', 'never'])
    .default('fail')
    .describe(
      'Whether the step ends red when the verdict does not pass; with `never` it is green, and the output `passes` still tells.',
    ),
})
