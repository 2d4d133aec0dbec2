import * as z from 'zod'

/** Names of fields; one alone is short for a list. */
export const keySchema = z
  .union([z.string().transform((name) => [name]), z.array(z.string()).min(1)])
  .describe('Names of fields; one alone is short for a list.')

export const foreignKeySchema = z.strictObject({
  fields: keySchema.describe('Fields of this table that together refer to a row.'),
  reference: z
    .strictObject({
      resource: z
        .string()
        .optional()
        .describe(
          'Table that they refer to, by its name in `data.tables`. Default: this table, which an empty name means, too.',
        ),
      fields: keySchema.describe('Its columns, in the same order.'),
    })
    .describe('Where the values must be found.'),
})
export type ForeignKey = z.infer<typeof foreignKeySchema>
