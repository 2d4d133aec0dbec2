import * as z from 'zod'
import { fieldSchema } from './field.ts'
import { keySchema } from './keys.ts'

const rows = z.number().int().nonnegative()

/**
 * The contract: Frictionless Table Schema v2 as it stands, and beside it `checks`, which are the suite's own.
 * Unknown keys are errors, so that a misspelt check never goes unnoticed.
 */
export const contractSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Address of a schema, for editors; not checked.'),
    name: z.string().optional().describe('Name of the table for people; not checked.'),
    title: z.string().optional().describe('Title for people; not checked.'),
    description: z.string().optional().describe('Description for people; not checked.'),
    fields: z.array(fieldSchema).min(1).describe('The columns, in their order.'),
    fieldsMatch: z
      .enum(['exact', 'equal', 'subset', 'superset', 'partial'])
      .default('exact')
      .describe(
        'How the header must match `fields`: `exact`, these columns in this order; `equal`, in any order; `subset`, the table may have more; `superset`, it may lack some; `partial`, both.',
      ),
    missingValues: z
      .array(z.string())
      .default([''])
      .describe('Texts that stand for a missing value; with a list of your own, name the empty text too.'),
    primaryKey: keySchema
      .optional()
      .describe(
        'Columns that together identify a row, each present and together unique; one name alone is short for a list.',
      ),
    checks: z
      .strictObject({
        rows: z
          .strictObject({
            min: rows.optional().describe('Fewest rows. With `0` an empty table passes. Default: `1`.'),
            max: rows.optional().describe('Most rows. Default: no limit.'),
          })
          .optional()
          .describe('How many rows the table may have.'),
      })
      .prefault({})
      .describe('Checks beyond Frictionless Table Schema.'),
  })
  .superRefine(({ fields, primaryKey = [], checks }, context) => {
    const names = fields.map(({ name }) => name)
    for (const [i, name] of names.entries()) {
      if (names.indexOf(name) < i) {
        context.addIssue({
          code: 'custom',
          path: ['fields', i, 'name'],
          message: `${JSON.stringify(name)} is there twice`,
        })
      }
    }
    for (const name of primaryKey) {
      if (!names.includes(name)) {
        context.addIssue({
          code: 'custom',
          path: ['primaryKey'],
          message: `${JSON.stringify(name)} is no field of this contract`,
        })
      }
    }
    const { min = 0, max = Number.POSITIVE_INFINITY } = checks.rows ?? {}
    if (min > max)
      context.addIssue({ code: 'custom', path: ['checks', 'rows', 'min'], message: 'is larger than max' })
  })
export type Contract = z.infer<typeof contractSchema>
