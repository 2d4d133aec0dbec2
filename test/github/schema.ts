import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { closedJsonSchema, type OpenApiSchema } from './openapi.ts'

/** Something said over the wire that GitHub's own description does not allow. */
export interface Violation {
  /** `POST /repos/{owner}/{repo}/issues`, or the raw path of a request to an endpoint that is not served */
  readonly operation: string
  readonly where: 'endpoint' | 'query' | 'request' | 'response'
  readonly status?: number
  readonly errors: readonly string[]
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: OpenApiSchema
}
type Referenced<T> = T | { readonly $ref: string }
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: OpenApiSchema }>>
}
interface Operation {
  readonly parameters?: readonly Referenced<Parameter>[]
  readonly requestBody?: Content & { readonly required?: boolean }
  readonly responses: Readonly<Record<string, Referenced<Content>>>
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, OpenApiSchema>>
    readonly parameters: Readonly<Record<string, Parameter>>
    readonly responses: Readonly<Record<string, Content>>
  }
}

let description: OpenApi | undefined

/** The referencing edition: the dereferenced one is 73 MB and takes five times as long to read. */
function openapi(): OpenApi {
  description ??= JSON.parse(
    readFileSync(
      createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json'),
      'utf8',
    ),
  ) as OpenApi
  return description
}

function component<T>(value: Referenced<T>, kind: 'parameters' | 'responses'): T {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value as T
  return openapi().components[kind][value.$ref.split('/').pop() ?? ''] as T
}

const compiler = (options: Options) => {
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false, ...options })
  addFormats.default(ajv)
  // deployment statuses have an empty string where no address was given
  const isUri = addFormats.default.get('uri') as (text: string) => boolean
  ajv.addFormat('uri', (text) => text === '' || isUri(text))
  return ajv
}
const values = compiler({})
/** `created` is described as a date and takes a search expression. */
const queries = compiler({ coerceTypes: true, validateFormats: false })
const compiled = new Map<string, ValidateFunction>()

function validator(key: string, ajv: Ajv, schema: OpenApiSchema): ValidateFunction {
  let validate = compiled.get(key)
  if (!validate) {
    validate = ajv.compile(closedJsonSchema(schema, openapi().components.schemas, ajv))
    compiled.set(key, validate)
  }
  return validate
}

/** How `errors` begin for something that GitHub would ignore. */
export const ignored = 'unknown property'

function told(errors: readonly ErrorObject[]): string[] {
  return errors
    .filter(({ keyword }) => keyword !== 'propertyNames')
    .map(({ instancePath, message, params, propertyName }) =>
      propertyName === undefined
        ? `${instancePath || '/'} ${message} ${JSON.stringify(params)}`.slice(0, 300)
        : `${ignored} ${propertyName} in ${instancePath || '/'}`,
    )
}

function errorsOf(key: string, ajv: Ajv, schema: OpenApiSchema, value: unknown): string[] {
  const validate = validator(key, ajv, schema)
  return validate(value) ? [] : told(validate.errors ?? [])
}

function operationAt(method: string, path: string): Operation | undefined {
  return openapi().paths[path]?.[method.toLowerCase()]
}

function jsonSchemaOf({ content = {} }: Content): OpenApiSchema | undefined {
  const type = Object.keys(content).find((name) => name.includes('json'))
  return type === undefined ? undefined : content[type]?.schema
}

/** What is wrong with the query string: unknown names, wrong types, values outside an enumeration. */
export function queryErrors(method: string, path: string, query: URLSearchParams): string[] {
  const operation = operationAt(method, path)
  if (!operation) return []
  const known = (operation.parameters ?? [])
    .map((parameter) => component(parameter, 'parameters'))
    .filter((parameter) => parameter.in === 'query')
  const schema = {
    type: 'object',
    properties: Object.fromEntries(known.map((parameter) => [parameter.name, parameter.schema])),
    required: known.filter((parameter) => parameter.required).map((parameter) => parameter.name),
  }
  return errorsOf(`${method} ${path} query`, queries, schema, Object.fromEntries(query))
}

/** What is wrong with a JSON request body; `undefined` stands for none. */
export function requestErrors(method: string, path: string, body: unknown): string[] {
  const expected = operationAt(method, path)?.requestBody
  const schema = expected && jsonSchemaOf(expected)
  if (!expected || !schema) return []
  if (body === undefined) return expected.required ? ['/ a JSON body is required'] : []
  return errorsOf(`${method} ${path} request`, values, schema, body)
}

/** What is wrong with an answer. Errors that the description does not list by status are let through. */
export function responseErrors(method: string, path: string, status: number, json: unknown): string[] {
  const operation = operationAt(method, path)
  if (!operation) return [`GitHub's description has no ${method} ${path}`]
  const response = operation.responses[String(status)]
  if (!response) return status >= 400 ? [] : [`status ${status} is not described`]
  const schema = jsonSchemaOf(component(response, 'responses'))
  if (!schema || json === undefined) return []
  return errorsOf(`${method} ${path} ${status}`, values, schema, json)
}
