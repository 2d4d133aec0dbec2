import type { Ajv } from 'ajv'

/** A schema object of OpenAPI 3.0, as far as GitHub's description uses it. */
export interface OpenApiSchema {
  readonly $ref?: string
  readonly type?: string
  readonly nullable?: boolean
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, OpenApiSchema>>
  readonly additionalProperties?: boolean | OpenApiSchema
  readonly items?: OpenApiSchema
  readonly allOf?: readonly OpenApiSchema[]
  readonly anyOf?: readonly OpenApiSchema[]
  readonly oneOf?: readonly OpenApiSchema[]
  readonly [keyword: string]: unknown
}

type Components = Readonly<Record<string, OpenApiSchema>>
interface Conversion {
  readonly components: Components
  readonly ajv: Ajv
}

const copied = [
  'type',
  'enum',
  'format',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'required',
  'minProperties',
  'maxProperties',
]

/**
 * JSON Schema of an OpenAPI 3.0 schema, closed: where GitHub lists an object's properties, one that it does not
 * list is an error, so that neither a misspelt option nor an invented field goes unseen. Components are added to
 * `ajv` as they are met. `oneOf` becomes `anyOf`, because the branches of the description overlap.
 */
export function closedJsonSchema(schema: OpenApiSchema, components: Components, ajv: Ajv): object {
  return convert(schema, true, { components, ajv })
}

function convert(schema: OpenApiSchema, closed: boolean, conversion: Conversion): object {
  const bare = schema.$ref ? reference(schema.$ref, closed, conversion) : inline(schema, closed, conversion)
  return schema.nullable ? orNull(bare) : bare
}

function orNull(schema: object): object {
  return { anyOf: [schema, { type: 'null' }] }
}

function reference(ref: string, closed: boolean, conversion: Conversion): object {
  const name = ref.split('/').pop() ?? ''
  const id = `${closed ? 'closed' : 'open'}:${name}`
  const target = conversion.components[name]
  if (!target) throw new Error(`GitHub's description has no schema ${name}`)
  if (!known(conversion.ajv).has(id)) {
    known(conversion.ajv).add(id)
    conversion.ajv.addSchema(convert(target, closed, conversion), id)
  }
  return { $ref: id }
}

const added = new WeakMap<Ajv, Set<string>>()
function known(ajv: Ajv): Set<string> {
  const names = added.get(ajv) ?? new Set()
  added.set(ajv, names)
  return names
}

function inline(schema: OpenApiSchema, closed: boolean, conversion: Conversion): object {
  const result: Record<string, unknown> = {}
  for (const keyword of copied) if (schema[keyword] !== undefined) result[keyword] = schema[keyword]
  if (schema.properties) {
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, value]) => [name, convert(value, true, conversion)]),
    )
  }
  if (schema.items) result.items = convert(schema.items, true, conversion)
  if (typeof schema.additionalProperties === 'object') {
    result.additionalProperties = convert(schema.additionalProperties, true, conversion)
  }
  const alternatives = schema.oneOf ?? schema.anyOf
  const branchesClosed = closed && !schema.properties && !schema.allOf
  if (alternatives) result.anyOf = alternatives.map((branch) => convert(branch, branchesClosed, conversion))
  if (schema.allOf) result.allOf = schema.allOf.map((branch) => convert(branch, false, conversion))
  const names =
    closed && !(alternatives && branchesClosed) ? listed(schema, conversion.components) : undefined
  if (names) result.propertyNames = { enum: [...names] }
  return result
}

/** Every property that the schema or a branch of it lists; undefined when it lists none or allows any. */
function listed(schema: OpenApiSchema, components: Components): Set<string> | undefined {
  const target = schema.$ref ? components[schema.$ref.split('/').pop() ?? ''] : schema
  if (!target) return undefined
  const branches = [...(target.allOf ?? []), ...(target.oneOf ?? []), ...(target.anyOf ?? [])]
  if (target.additionalProperties && branches.length === 0) return undefined
  const names = new Set(Object.keys(target.properties ?? {}))
  for (const branch of branches) for (const name of listed(branch, components) ?? []) names.add(name)
  return names.size === 0 ? undefined : names
}
