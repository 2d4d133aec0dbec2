import { posix } from 'node:path'
import { isTree, type Tree } from '../../config/tree.ts'
import { type KeyPath, parseYaml, type YamlDocument } from '../../config/yaml-document.ts'
import { configurationError } from '../../errors.ts'
import { choose } from './choose.ts'
import type { ContractContext } from './context.ts'
import { demandKeys, type Keys, partsOf, treesAt, unsupported } from './faults.ts'
import type { OwnForm } from './own-form.ts'
import { isLocal } from './references.ts'
import { readingKeys } from './resource-reading.ts'

/** What describes a package, or belongs to whoever publishes it. */
const packageKeys: Keys = {
  read: ['resources', '$schema'],
  ignored: [
    'profile',
    'name',
    'id',
    'title',
    'description',
    'homepage',
    'version',
    'created',
    'updated',
    'contributors',
    'keywords',
    'image',
    'licenses',
    'license',
    'sources',
    'author',
    'maintainers',
    'publishers',
    'readme',
    'last_updated',
    'last_modified',
    'datapackage_version',
    'views',
    'collection',
  ],
}

const resourceKeys: Keys = {
  read: ['name', 'path', 'schema', 'dialect', 'encoding', '$schema'],
  // `bytes` and `hash` are of the file that was published, which is not the one that is checked now; `format` and
  // `mediatype` are told by the file itself.
  ignored: [
    'profile',
    'type',
    'title',
    'description',
    'homepage',
    'sources',
    'licenses',
    'format',
    'mediatype',
    'bytes',
    'hash',
  ],
}

interface Given {
  readonly file: string
  readonly document: YamlDocument
  readonly context: ContractContext
}

/** The Table Schema of the resource that the table is, with how the resource is to be read. */
export function dataPackageForm(descriptor: Tree, { file, document, context }: Given): OwnForm {
  const parts = partsOf()
  parts.read(() => demandKeys(descriptor, [], packageKeys, document))
  const resources = treesAt(descriptor.resources, ['resources'], document)
  const described = resources.map(({ name, path }) => ({
    names: typeof name === 'string' ? [name] : [],
    paths: [path].flat().filter((one) => typeof one === 'string'),
  }))
  const index = choose(described, context.table, {
    file,
    what: 'resource',
    place: document.place(['resources']),
  })
  const resource = resources[index]!
  const at: KeyPath = ['resources', index]
  parts.read(() => demandKeys(resource, at, resourceKeys, document))
  const reading = parts.read(() => readingKeys(resource, at, document)) ?? {}
  const { schema } = resource
  if (schema === undefined)
    parts.read(() => {
      throw unsupported(
        document,
        at,
        'the resource has no schema, so that nothing of it can be checked',
        'Give the resource a schema.',
      )
    })
  const beside = { document, file, prefix: [...at, 'schema'], value: schema }
  const form =
    typeof schema === 'string'
      ? (parts.read(() => referred(schema, [...at, 'schema'], { file, document, context })) ?? beside)
      : beside
  parts.end()
  const second = [descriptor, resource, form.value].some(
    (tree) => isTree(tree) && /\/profiles\/2\./.test(String(tree.$schema ?? '')),
  )
  const value = isTree(form.value)
    ? { ...ownSchema(form.value, second ? 'any' : 'string'), ...reading }
    : form.value
  return {
    value,
    file: form.file,
    written: (path) =>
      Object.hasOwn(reading, path[0] ?? '')
        ? { document, path: [...at, ...path] }
        : { document: form.document, path: [...form.prefix, ...path] },
    own: (path) => path.slice(startsWith(path, [...at, 'dialect']) ? at.length : form.prefix.length),
  }
}

const startsWith = (path: KeyPath, start: KeyPath) => start.every((key, i) => path[i] === key)

/** The schema as it stands, without what asks nothing, and with the defaults of its version. */
function ownSchema(schema: Tree, defaultType: string): Tree {
  const { fieldsMatch } = schema
  const fields = Array.isArray(schema.fields)
    ? schema.fields.map((field: unknown) => (isTree(field) ? ownField(field, defaultType) : field))
    : schema.fields
  // The published profile of version 2 asks for a list where the specification has one word.
  const match = Array.isArray(fieldsMatch) && fieldsMatch.length === 1 ? { fieldsMatch: fieldsMatch[0] } : {}
  return { ...schema, ...match, ...(fields !== undefined && { fields }) }
}

const ownField = (field: Tree, type: string): Tree => (field.type === undefined ? { ...field, type } : field)

/** A schema in a file of its own, which is where its places are. */
function referred(path: string, at: KeyPath, { file, document, context }: Given) {
  const fault = (code: string, message: string, hint: string) =>
    configurationError(code, message, { hint, ...document.place(at) })
  if (!isLocal(path))
    throw unsupported(
      document,
      at,
      'a schema is read only from a file in the folder of the package or below it',
      'Copy the schema beside the package, and name it by its path.',
    )
  const text = context.files?.[path]
  if (text === undefined)
    throw fault(
      'reference-missing',
      `${file} refers to ${path}, which cannot be read`,
      'Write the file, or mend the path.',
    )
  const label = posix.join(posix.dirname(file), path)
  const schema = parseYaml(text, label)
  return { document: schema, file: label, prefix: [] as KeyPath, value: schema.value }
}
