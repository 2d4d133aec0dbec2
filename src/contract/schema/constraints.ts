import * as z from 'zod'

const length = z.number().int().nonnegative()
const scalar = z.union([z.string(), z.number(), z.boolean()])
const bound = z.union([z.number(), z.string()])

export const constraintsSchema = z.strictObject({
  required: z.boolean().optional().describe('Whether no cell may be missing. Default: `false`.'),
  unique: z
    .boolean()
    .optional()
    .describe('Whether no value may occur twice; missing cells do not count. Default: `false`.'),
  minLength: length.optional().describe('Fewest characters of a text.'),
  maxLength: length.optional().describe('Most characters of a text.'),
  minimum: bound
    .optional()
    .describe('Smallest value that is allowed, itself included; dates and times in quotes.'),
  maximum: bound
    .optional()
    .describe('Largest value that is allowed, itself included; dates and times in quotes.'),
  pattern: z
    .string()
    .optional()
    .describe('Regular expression (RE2: no look-around, no back-references) that the whole text must match.'),
  enum: z.array(scalar).min(1).optional().describe('The only values that are allowed.'),
})
export type Constraints = z.infer<typeof constraintsSchema>
