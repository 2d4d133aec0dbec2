import * as z from 'zod'
import { fieldTypes, misuseOf, typeOf, types } from '../types/registry.ts'
import type { CellType, ConstraintName } from '../types/type.ts'
import { categoriesSchema } from './categories.ts'
import { constraintsSchema } from './constraints.ts'
import { missingValuesSchema } from './missing-values.ts'
import { firstRepeated } from './repeated.ts'

const words = z.array(z.string().min(1)).min(1)

const fieldShape = z.strictObject({
  name: z.string().min(1).describe('Name of the column, as the header has it.'),
  type: z
    .enum(fieldTypes)
    .default('any')
    .describe('Type of its cells; every cell that is not missing must have it.'),
  format: z
    .string()
    .transform((format) => format.replace(/^fmt:/, ''))
    .optional()
    .describe(
      'How the type is written: see the table of types; for dates and times a pattern such as `%d/%m/%Y`. Default: `default`.',
    ),
  title: z.string().optional().describe('Name for people; not checked.'),
  description: z.string().optional().describe('Description for people; not checked.'),
  example: z.unknown().optional().describe('Example value for people; not checked.'),
  rdfType: z.string().optional().describe('Meaning of the column as a URI; not checked.'),
  decimalChar: z.string().optional().describe('Decimal point of a number. Default: `.`.'),
  groupChar: z
    .string()
    .optional()
    .describe('Character between groups of digits, such as `,` in 1,234. Default: none.'),
  bareNumber: z
    .boolean()
    .optional()
    .describe('`false`: text may stand around the number, as in 95% or € 95. Default: `true`.'),
  trueValues: words.optional().describe('What is true. Default: `true`, `True`, `TRUE`, `1`.'),
  falseValues: words.optional().describe('What is false. Default: `false`, `False`, `FALSE`, `0`.'),
  delimiter: z.string().optional().describe('What separates the items of a list. Default: `,`.'),
  itemType: z.string().optional().describe('Type of the items of a list. Default: `string`.'),
  categories: categoriesSchema
    .optional()
    .describe('The only values of a categorical column: values, or `{value, label}` each.'),
  categoriesOrdered: z
    .boolean()
    .optional()
    .describe('Whether the order of `categories` means something; not checked.'),
  missingValues: missingValuesSchema
    .optional()
    .describe('Texts that stand for a missing value in this column, instead of those of the contract.'),
  constraints: constraintsSchema.prefault({}).describe('What the cells must keep beside their type.'),
})

export const fieldSchema = fieldShape.superRefine((field, context) => {
  const wrong: Wrong = (path, message) => {
    context.addIssue({ code: 'custom', path: [...path], message })
  }
  const misuse = misuseOf(field)
  if (misuse !== undefined) return wrong([misuse.option], misuse.message)
  const type = typeOf(field)
  constraintFaults(field, type, wrong)
  categoryFaults(field, type, wrong)
})
export type Field = z.infer<typeof fieldShape>

type Wrong = (path: readonly (string | number)[], message: string) => void

const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const

function constraintFaults({ type: name, constraints }: Field, { written, writes }: CellType, wrong: Wrong) {
  const allowed = types[name].constraints
  for (const [constraint, value] of Object.entries(constraints)) {
    const path = ['constraints', constraint]
    if (constraint === 'jsonSchema')
      wrong(path, 'is not checked: leave it out, and check the parts that matter by columns of their own')
    else if (!allowed.includes(constraint as ConstraintName))
      wrong(path, `${constraint} means nothing for type ${name}, which has: ${allowed.join(', ')}`)
    else if (bounds.some((bound) => bound === constraint) && written(value) === undefined)
      wrong(path, `must be ${writes}`)
    else if (constraint === 'enum') {
      for (const [i, entry] of (value as unknown[]).entries())
        if (written(entry) === undefined) wrong([...path, i], `must be ${writes}`)
    }
  }
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = constraints
  if (minLength > maxLength) wrong(['constraints', 'minLength'], 'is larger than maxLength')
  boundFaults(constraints, written, wrong)
}

/** Bounds between which nothing lies. */
function boundFaults(constraints: Field['constraints'], written: CellType['written'], wrong: Wrong) {
  for (const low of ['minimum', 'exclusiveMinimum'] as const) {
    for (const high of ['maximum', 'exclusiveMaximum'] as const) {
      if (constraints[low] === undefined || constraints[high] === undefined) continue
      const [from, to] = [written(constraints[low]), written(constraints[high])]
      if (from === undefined || to === undefined) continue
      const isOpen = low === 'exclusiveMinimum' || high === 'exclusiveMaximum'
      if (from.order > to.order) wrong(['constraints', low], `is larger than ${high}`)
      else if (isOpen && from.order === to.order) wrong(['constraints', low], `leaves nothing below ${high}`)
    }
  }
}

function categoryFaults(field: Field, { written, writes }: CellType, wrong: Wrong) {
  const { type, categories, categoriesOrdered, constraints } = field
  if (categories === undefined) {
    if (categoriesOrdered !== undefined) wrong(['categoriesOrdered'], 'needs categories')
    return
  }
  if (!types[type].categories)
    return wrong(['categories'], `means nothing for type ${type}: only for string and integer`)
  const orders = categories.map((one) => written(one)?.order)
  for (const [i, order] of orders.entries())
    if (order === undefined) wrong(['categories', i], `must be ${writes}`)
  const known = orders.filter((order) => order !== undefined)
  const repeated = known.length < orders.length ? undefined : firstRepeated(known)
  if (repeated !== undefined) wrong(['categories', repeated], 'is there twice')
  for (const [i, entry] of (constraints.enum ?? []).entries()) {
    const order = written(entry)?.order
    if (order !== undefined && !known.includes(order))
      wrong(['constraints', 'enum', i], 'is not among the categories')
  }
}
