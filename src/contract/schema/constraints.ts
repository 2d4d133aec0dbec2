import * as z from 'zod'

const length = z.number().int().nonnegative()
const bound = z.union([z.number(), z.string()])
const asWritten = 'dates, times and whole numbers beyond 2^53 in quotes, as the cells are written'

export const constraintsSchema = z.strictObject({
  required: z.boolean().optional().describe('Whether no cell may be missing. Default: `false`.'),
  unique: z
    .boolean()
    .optional()
    .describe('Whether no value may occur twice; missing cells do not count. Default: `false`.'),
  minLength: length.optional().describe('Fewest characters of a text, items of a list, keys of an object.'),
  maxLength: length.optional().describe('Most characters of a text, items of a list, keys of an object.'),
  minimum: bound.optional().describe(`Smallest value that is allowed, itself included; ${asWritten}.`),
  maximum: bound.optional().describe(`Largest value that is allowed, itself included; ${asWritten}.`),
  exclusiveMinimum: bound.optional().describe('What every value must be larger than.'),
  exclusiveMaximum: bound.optional().describe('What every value must be smaller than.'),
  pattern: z
    .string()
    .optional()
    .describe('Regular expression (RE2: no look-around, no back-references) that the whole text must match.'),
  enum: z.array(z.unknown()).min(1).optional().describe('The only values that are allowed.'),
  jsonSchema: z
    .unknown()
    .optional()
    .describe('Not checked, and therefore refused: a contract promises nothing that is not held to it.'),
})
