import * as z from 'zod'
import { chosen, positiveInteger } from './terms.ts'

const confidence = z
  .literal(0.95)
  .optional()
  .describe(
    'Judges by the bound that the true disparity keeps with 95 % confidence: what is not shown to be fair fails. Default: fails only what is shown to be unfair, adjusted over the tests of the verdict; a limit that only the estimate breaks is inconclusive.',
  )

const difference = (what: string) =>
  z
    .strictObject({
      max: z.number().min(0).max(1).describe('Largest difference that passes.'),
      confidence,
    })
    .optional()
    .describe(what)

const ratio = (what: string) =>
  z
    .strictObject({
      min: z.number().min(0).max(1).describe('Smallest ratio that passes; four fifths are `0.8`.'),
      confidence,
    })
    .optional()
    .describe(what)

export const fairness = z
  .strictObject({
    columns: z
      .array(z.string().min(1))
      .min(1)
      .describe(
        'Columns whose values are the groups: of the table that `evaluate.truth` names where it has them, else of the predictions file. Each column is judged apart. A column of many numbers is cut by its quantiles.',
      ),
    depth: z
      .number()
      .int()
      .min(1)
      .max(3)
      .default(1)
      .describe('How many columns are crossed: with `2` also the groups of two columns together.'),
    bins: z.number().int().min(2).max(20).default(4).describe('Bins of a column of numbers.'),
    min_rows: positiveInteger
      .default(30)
      .describe('Rows that a group must have to be compared; a smaller one is listed as not judged.'),
    groups: z
      .record(
        chosen(z.string().min(1), 'column'),
        z
          .array(z.union([z.string(), z.number(), z.boolean()]).transform(String))
          .min(1)
          .describe('Values of this column.'),
      )
      .default({})
      .describe(
        'Values of a column that must be there with `min_rows` rows: where one is not, its rules fail. Default: whatever groups there are.',
      ),
    rules: z
      .strictObject({
        demographic_parity_difference: difference(
          'Difference of the highest and the lowest share of a group that is predicted positive.',
        ),
        demographic_parity_ratio: ratio('Ratio of the lowest to the highest such share.'),
        equalized_odds_difference: difference(
          'The larger of two differences between groups: of the true positive rates, and of the false positive rates.',
        ),
        equalized_odds_ratio: ratio('The smaller of the two ratios.'),
        equal_opportunity_difference: difference(
          'Difference of the highest and the lowest true positive rate of a group.',
        ),
        equal_opportunity_ratio: ratio('Ratio of the lowest to the highest true positive rate.'),
      })
      .refine((rules) => Object.keys(rules).length > 0, 'needs at least one rule')
      .describe("Rules by disparity, by fairlearn's names."),
  })
  .refine(({ columns, groups }) => Object.keys(groups).every((column) => columns.includes(column)), {
    message: 'groups are of the columns named',
    path: ['groups'],
  })
  .describe(
    'How differently groups of rows may be predicted. Only of a binary task, and with `evaluate.positive`. Default: not judged.',
  )
