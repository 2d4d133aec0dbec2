import * as z from 'zod'
import { checksSchema } from '../checks/schema.ts'
import { dialectSchema, encodingSchema } from '../dialect.ts'
import { contractFaults } from './contract-faults.ts'
import { fieldSchema } from './field.ts'
import { foreignKeySchema, keySchema } from './keys.ts'
import { missingValuesSchema } from './missing-values.ts'
import { severitySchema, toleranceSchema } from './weights.ts'

const contractShape = z.strictObject({
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
  missingValues: missingValuesSchema
    .default([''])
    .describe(
      'Texts that stand for a missing value, or `{value, label}` each; with a list of your own, name the empty text too.',
    ),
  primaryKey: keySchema
    .optional()
    .describe(
      'Columns that together identify a row, each present and together unique; one name alone is short for a list.',
    ),
  uniqueKeys: z
    .array(keySchema)
    .min(1)
    .optional()
    .describe('Lists of columns that are together unique; rows where a part is missing do not count.'),
  foreignKeys: z
    .array(foreignKeySchema)
    .min(1)
    .optional()
    .describe('Columns whose values must be found in another table, or in this one.'),
  encoding: encodingSchema
    .optional()
    .describe(
      'Encoding of the text of CSV, TSV and JSON Lines; bytes that it does not have are an error. Default: `utf-8`.',
    ),
  dialect: dialectSchema
    .optional()
    .describe('How CSV and TSV are written, by Table Dialect v2. Default: as RFC 4180 has it.'),
  tolerance: toleranceSchema
    .optional()
    .describe(
      'Share of the rows that may fail a check before it is a fault; such rows are shown all the same.',
    ),
  severity: severitySchema
    .optional()
    .describe('What a broken check counts as; `data.fail_on` says whether warnings fail. Default: `error`.'),
  environments: z
    .record(
      z.string().min(1).meta({ title: 'environment' }),
      z
        .strictObject({
          absent: z.array(z.string()).min(1).describe('Columns that tables of this environment may lack.'),
        })
        .describe('One environment, by its name.'),
    )
    .optional()
    .describe(
      'Where less is known, by name: at serving time, the label. A table names its own by `environment`; one of role `live` is in `serving`, where the contract has that.',
    ),
  checks: checksSchema.prefault({}).describe('Checks beyond Frictionless Table Schema.'),
})

/**
 * The contract: Frictionless Table Schema v2 as it stands, and beside it blocks of the suite's own.
 * Unknown keys are errors, so that a misspelt check never goes unnoticed.
 */
export const contractSchema = contractShape.superRefine((contract, context) => {
  for (const { path, message } of contractFaults(contract))
    context.addIssue({ code: 'custom', path: [...path], message })
})
export type Contract = z.infer<typeof contractShape>
