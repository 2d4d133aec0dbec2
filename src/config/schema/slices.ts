import * as z from 'zod'
import { rule } from './rule.ts'
import { chosen, positiveInteger } from './terms.ts'

export const slices = z
  .strictObject({
    columns: z
      .array(z.string().min(1))
      .min(1)
      .describe(
        'Columns whose values cut the test set: of the table that `evaluate.truth` names where it has them, else of the predictions file. A column of many numbers is cut by its quantiles.',
      ),
    depth: z
      .number()
      .int()
      .min(1)
      .max(3)
      .default(1)
      .describe('How many columns are crossed: with `2` also the women of one island.'),
    bins: z.number().int().min(2).max(20).default(4).describe('Bins of a column of numbers.'),
    min_rows: positiveInteger
      .default(30)
      .describe('Rows that a slice must have to be judged; a smaller one is listed as not judged.'),
    rules: z
      .record(chosen(z.string().min(1), 'metric'), rule)
      .refine((rules) => Object.keys(rules).length > 0, 'needs at least one rule')
      .refine(
        (rules) => Object.values(rules).every(({ max_gap: gap }) => gap === undefined),
        'max_gap is of the whole test set',
      )
      .describe(
        'Rules by metric, which every slice is held to. They take metrics that are computed from predictions.',
      ),
  })
  .describe('Parts of the test set that are judged apart. Default: none.')
