import * as z from 'zod'
import { firstRepeated } from './repeated.ts'

const entry = z.union([
  z.string(),
  z.strictObject({
    value: z.string().describe('The text.'),
    label: z.string().optional().describe('What it means, for people; not checked.'),
  }),
])

const textOf = (one: z.infer<typeof entry>) => (typeof one === 'string' ? one : one.value)

/** Texts that stand for a missing value, alone or with a label that is for people. */
export const missingValuesSchema = z
  .array(entry)
  .superRefine((entries, context) => {
    const at = firstRepeated(entries.map(textOf))
    if (at !== undefined) context.addIssue({ code: 'custom', path: [at], message: 'is there twice' })
  })
  .transform((entries) => entries.map(textOf))
