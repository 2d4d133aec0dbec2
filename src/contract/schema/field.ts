import * as z from 'zod'
import { fieldTypes, typeOf, types } from '../types/registry.ts'
import type { ConstraintName } from '../types/type.ts'
import { constraintsSchema } from './constraints.ts'

export const fieldSchema = z
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
  .superRefine((field, context) => {
    const { type, constraints } = field
    const { written, writes } = typeOf(field)
    const wrong = (path: readonly (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path: [...path], message })
    for (const [name, value] of Object.entries(constraints)) {
      const path = ['constraints', name]
      const allowed = types[type].constraints
      if (!allowed.includes(name as ConstraintName))
        wrong(path, `${name} means nothing for type ${type}, which has: ${allowed.join(', ')}`)
      else if ((name === 'minimum' || name === 'maximum') && written(value) === undefined)
        wrong(path, `must be ${writes}`)
      else if (name === 'enum') {
        for (const [i, entry] of (value as unknown[]).entries())
          if (written(entry) === undefined) wrong([...path, i], `must be ${writes}`)
      }
    }
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, minimum, maximum } = constraints
    if (minLength > maxLength) wrong(['constraints', 'minLength'], 'is larger than maxLength')
    const [low, high] = [written(minimum), written(maximum)]
    if (low !== undefined && high !== undefined && low.order > high.order)
      wrong(['constraints', 'minimum'], 'is larger than maximum')
  })
export type Field = z.infer<typeof fieldSchema>
