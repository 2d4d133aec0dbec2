import * as z from 'zod'

const value = z.union([z.string(), z.number()])
const entry = z.union([
  value,
  z.strictObject({
    value: value.describe('The value.'),
    label: z.string().optional().describe('What it means, for people; not checked.'),
  }),
])

/** The values of a categorical column, alone or with a label that is for people. */
export const categoriesSchema = z
  .array(entry)
  .min(1)
  .transform((entries) => entries.map((one) => (typeof one === 'object' ? one.value : one)))
