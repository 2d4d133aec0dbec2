import { isTree, type Tree, treeAt } from '../../config/tree.ts'
import type { KeyPath, YamlDocument } from '../../config/yaml-document.ts'
import { demandKeys, type Keys, partsOf, unsupported, wrongValue } from './faults.ts'
import { optionsOf } from './odcs-options.ts'
import type { Origins } from './origins.ts'

/** What describes a column, or says how a server keeps it. */
const propertyKeys: Keys = {
  read: [
    'name',
    'physicalName',
    'logicalType',
    'physicalType',
    'logicalTypeOptions',
    'required',
    'unique',
    'primaryKey',
    'primaryKeyPosition',
    'quality',
    'relationships',
    'enum',
    'properties',
    'items',
    'map',
    'description',
    'businessName',
  ],
  ignored: [
    'id',
    'partitioned',
    'partitionKeyPosition',
    'classification',
    'encryptedName',
    'transformSourceObjects',
    'transformLogic',
    'transformDescription',
    'examples',
    'criticalDataElement',
    'authoritativeDefinitions',
    'tags',
    'customProperties',
    'deprecated',
    'synonyms',
    'semanticType',
    'context',
  ],
}

const logicalTypes: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'datetime',
  time: 'time',
  object: 'object',
  array: 'array',
}

/** How servers call their types; a size in brackets is left out. */
const physicalTypes: readonly (readonly [RegExp, string])[] = [
  [/^(var)?char|^n(var)?char|^character|^(tiny|medium|long)?text$|^string$|^clob$|^uuid$/, 'string'],
  [/^(u?(tiny|small|medium|big|huge)?int(eger)?|u?int\d+|long|short|byteint|(small|big)?serial)$/, 'integer'],
  [/^(float\d*|double( precision)?|real|decimal|numeric|number|bignumeric)$/, 'number'],
  [/^bool(ean)?$/, 'boolean'],
  [/^date$/, 'date'],
  [/^(timestamp|datetime)(\d|_?l?tz|_?ntz| with(out)? time zone)?$/, 'datetime'],
  [/^time$/, 'time'],
]

/** A property as a field, with its place. */
export function odcsField(
  property: Tree,
  at: KeyPath,
  own: KeyPath,
  document: YamlDocument,
  origins: Origins,
): Tree {
  const parts = partsOf()
  parts.read(() => demandKeys(property, at, propertyKeys, document))
  origins.set(own, at)
  for (const key of ['properties', 'items', 'map'])
    parts.read(() => {
      if (property[key] !== undefined)
        throw unsupported(document, [...at, key], 'what is inside of a cell is not checked')
    })
  const enumerated = parts.read(() => allowedValues(property.enum, [...at, 'enum'], document))
  const typed = parts.read(() => typeOf(property, at, document))
  if (typed === undefined) parts.end()
  const { type, from } = typed!
  origins.set([...own, 'type'], [...at, from])
  origins.set([...own, 'name'], [...at, property.physicalName === undefined ? 'name' : 'physicalName'])
  const where = { at: [...at, 'logicalTypeOptions'], own, document, origins }
  const given = parts.read(() => optionsOf(type, treeAt(property, 'logicalTypeOptions'), where))
  parts.end()
  const { constraints, ...options } = given!
  for (const key of ['required', 'unique', 'enum']) origins.set([...own, 'constraints', key], [...at, key])
  const title = property.businessName
  return {
    name: property.physicalName ?? property.name,
    type,
    ...options,
    ...(typeof title === 'string' && { title }),
    ...(typeof property.description === 'string' && { description: property.description }),
    constraints: {
      ...constraints,
      ...(property.required !== undefined && { required: property.required }),
      ...(property.unique !== undefined && { unique: property.unique }),
      ...(property.enum !== undefined && { enum: enumerated }),
    },
  }
}

function typeOf(
  { logicalType, physicalType }: Tree,
  at: KeyPath,
  document: YamlDocument,
): { readonly type: string; readonly from: string } {
  if (logicalType !== undefined) {
    const type = Object.hasOwn(logicalTypes, String(logicalType))
      ? logicalTypes[String(logicalType)]
      : undefined
    if (type !== undefined) return { type, from: 'logicalType' }
    throw unsupported(
      document,
      [...at, 'logicalType'],
      `cells of type ${JSON.stringify(logicalType)} are not checked`,
      `Write one of ${Object.keys(logicalTypes).join(', ')}.`,
    )
  }
  if (physicalType === undefined) return { type: 'any', from: 'name' }
  const bare = String(physicalType)
    .toLowerCase()
    .replace(/\s*[(<].*$/s, '')
    .trim()
  const found = physicalTypes.find(([pattern]) => pattern.test(bare))
  if (found !== undefined) return { type: found[1], from: 'physicalType' }
  throw unsupported(
    document,
    [...at, 'physicalType'],
    `which values a column of type ${JSON.stringify(physicalType)} holds is not known`,
    'Give the property a logicalType, too.',
  )
}

/** Each entry is a map with the value, and words for people. */
function allowedValues(list: unknown, at: KeyPath, document: YamlDocument): unknown {
  if (!Array.isArray(list)) return list
  return list.map((entry: unknown, i) => {
    if (!isTree(entry) || entry.value === undefined)
      throw wrongValue(document, [...at, i], 'must be a map with a value', 'Write {value: ...}.')
    return entry.value
  })
}
