import * as z from 'zod'

/** The types of Frictionless Table Schema that are checked here. */
export const fieldTypes = ['any', 'boolean', 'date', 'datetime', 'integer', 'number', 'string'] as const
export type FieldType = (typeof fieldTypes)[number]

const length = z.number().int().nonnegative()
const scalar = z.union([z.string(), z.number(), z.boolean()])
const bound = z.union([z.number(), z.string()])

const constraintsSchema = z.strictObject({
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
export type ConstraintName = keyof Constraints

/** Which constraints mean something for which types, as the specification has it. */
export const constraintsOf: Readonly<Record<FieldType, readonly ConstraintName[]>> = {
  any: ['required', 'unique', 'enum'],
  boolean: ['required', 'enum'],
  date: ['required', 'unique', 'minimum', 'maximum', 'enum'],
  datetime: ['required', 'unique', 'minimum', 'maximum', 'enum'],
  integer: ['required', 'unique', 'minimum', 'maximum', 'enum'],
  number: ['required', 'unique', 'minimum', 'maximum', 'enum'],
  string: ['required', 'unique', 'minLength', 'maxLength', 'pattern', 'enum'],
}

const fieldSchema = z
  .strictObject({
    name: z.string().min(1).describe('Name of the column, as the header has it.'),
    type: z
      .enum(fieldTypes)
      .default('any')
      .describe('Type of its cells; every cell that is not missing must have it.'),
    format: z
      .literal('default')
      .optional()
      .describe("Format of the type: only the specification's default is checked. Default: `default`."),
    title: z.string().optional().describe('Name for people; not checked.'),
    description: z.string().optional().describe('Description for people; not checked.'),
    example: z.unknown().optional().describe('Example value for people; not checked.'),
    constraints: constraintsSchema.prefault({}).describe('What the cells must keep beside their type.'),
  })
  .superRefine(({ type, constraints }, context) => {
    for (const [name, value] of Object.entries(constraints)) {
      const path = ['constraints', name]
      if (!constraintsOf[type].includes(name as ConstraintName)) {
        const allowed = constraintsOf[type].join(', ')
        context.addIssue({
          code: 'custom',
          path,
          message: `${name} means nothing for type ${type}, which has: ${allowed}`,
        })
      } else if (name === 'minimum' || name === 'maximum') {
        if (!fits(type, value))
          context.addIssue({ code: 'custom', path, message: `must be ${wording[type]}` })
        else if (name === 'minimum' && size(value) > size(constraints.maximum))
          context.addIssue({ code: 'custom', path, message: 'is larger than maximum' })
      } else if (name === 'enum') {
        for (const [i, entry] of (value as unknown[]).entries()) {
          if (!fits(type, entry)) {
            context.addIssue({ code: 'custom', path: [...path, i], message: `must be ${wording[type]}` })
          }
        }
      }
    }
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = constraints
    if (minLength > maxLength) {
      context.addIssue({
        code: 'custom',
        path: ['constraints', 'minLength'],
        message: 'is larger than maxLength',
      })
    }
  })
export type Field = z.infer<typeof fieldSchema>

const wording: Readonly<Record<FieldType, string>> = {
  any: 'a value',
  boolean: 'true or false',
  date: 'a date such as "2024-01-31"',
  datetime: 'a date and time such as "2024-01-31T08:00:00Z"',
  integer: 'a whole number between -2^53 and 2^53',
  number: 'a number',
  string: 'a text (in quotes where YAML would read it as something else)',
}

const dateText = /^\d{4}-\d{2}-\d{2}$/
const datetimeText =
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-](0\d|1[0-5]):[0-5]\d)?$/

/** Whether a text in the form of a date is one: the 30th of February is none. */
function isDay(text: string): boolean {
  const day = text.slice(0, 'YYYY-MM-DD'.length)
  const time = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}

/** What a bound is compared by; NaN, which is larger than nothing, where there is none. */
function size(bound: unknown): number {
  if (typeof bound === 'number') return bound
  return typeof bound === 'string' ? Date.parse(zoned(bound)) : Number.NaN
}

/** Times without a zone are UTC, as in the data. */
const zoned = (text: string) => (/T[\d:.]+$/.test(text) ? `${text}Z` : text)

function fits(type: FieldType, value: unknown): boolean {
  switch (type) {
    case 'any':
      return true
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
      return Number.isSafeInteger(value)
    case 'number':
      return Number.isFinite(value)
    case 'string':
      return typeof value === 'string'
    case 'date':
      return typeof value === 'string' && dateText.test(value) && isDay(value)
    case 'datetime':
      return typeof value === 'string' && datetimeText.test(value) && isDay(value)
  }
}

const key = z.union([z.string().transform((name) => [name]), z.array(z.string()).min(1)])

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
    primaryKey: key
      .optional()
      .describe(
        'Columns that together identify a row, each present and together unique; one name alone is short for a list.',
      ),
    checks: z
      .strictObject({
        rows: z
          .strictObject({
            min: length.optional().describe('Fewest rows. With `0` an empty table passes. Default: `1`.'),
            max: length.optional().describe('Most rows. Default: no limit.'),
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
