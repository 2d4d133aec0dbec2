import * as z from 'zod'

export const newErrors = z
  .strictObject({
    max: z
      .number()
      .int()
      .nonnegative()
      .optional()
      .describe('How many rows may be wrong now that a baseline has right. Default: any number.'),
    max_share: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('The same as a share of all rows. Default: any share.'),
    listed: z
      .number()
      .int()
      .nonnegative()
      .max(1000)
      .default(20)
      .describe(
        'How many of the rows that flipped from right to wrong, and as many of the reverse, the record lists with their id, label and both predictions; `0` lists none.',
      ),
  })
  .describe(
    'Rows that this model has wrong and a baseline right, of tasks with classes: counted against each baseline, whatever the metrics say.',
  )
