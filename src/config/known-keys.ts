import * as z from 'zod'
import type { KeyPath } from './yaml-document.ts'

interface JsonSchema {
  readonly $ref?: string
  readonly $defs?: Record<string, JsonSchema>
  readonly properties?: Record<string, JsonSchema>
  readonly additionalProperties?: JsonSchema | boolean
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
}

/**
 * Keys that a document schema knows at a path, read from the same JSON Schema that editors complete from. That is made
 * when it is first asked for: most documents have no fault.
 */
export function knownKeysOf(schema: z.ZodType): (path: KeyPath) => string[] {
  let made: JsonSchema | undefined
  return (path) => {
    const root = made ?? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema)
    made = root
    let here = [root]
    for (const key of path) here = here.flatMap((s) => flatten(s, root)).flatMap((s) => stepInto(s, key))
    return [...new Set(here.flatMap((s) => flatten(s, root)).flatMap((s) => Object.keys(s.properties ?? {})))]
  }
}

function flatten(schema: JsonSchema, root: JsonSchema): JsonSchema[] {
  if (schema.$ref) return flatten(root.$defs?.[schema.$ref.replace('#/$defs/', '')] ?? {}, root)
  return [schema, ...[...(schema.anyOf ?? []), ...(schema.allOf ?? [])].flatMap((s) => flatten(s, root))]
}

function stepInto(schema: JsonSchema, key: string | number): JsonSchema[] {
  const next =
    typeof key === 'number' ? schema.items : (schema.properties?.[key] ?? schema.additionalProperties)
  return next && typeof next === 'object' ? [next] : []
}
