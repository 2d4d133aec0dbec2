import type { Tree } from '../../config/tree.ts'
import type { KeyPath, YamlDocument } from '../../config/yaml-document.ts'
import { choose } from './choose.ts'
import type { ContractContext } from './context.ts'
import { demandKeys, type Keys, partsOf, treesAt, unsupported, wrongValue } from './faults.ts'
import { odcsField } from './odcs-field.ts'
import { columnRules, tableRules } from './odcs-quality.ts'
import { foreignKeysOf } from './odcs-relationships.ts'
import { type Origins, originsOf } from './origins.ts'
import type { OwnForm } from './own-form.ts'

/** A contract of the Open Data Contract Standard. */
export const isOpenDataContract = (file: string, value: Tree): boolean =>
  /\.odcs\.(ya?ml|json)$/i.test(file) || (value.kind === 'DataContract' && 'apiVersion' in value)

/** Who owns the data, where it lies and what is promised of its service: nothing of that is in a file of it. */
const contractKeys: Keys = {
  read: ['apiVersion', 'kind', 'schema'],
  ignored: [
    'id',
    'name',
    'version',
    'status',
    'tenant',
    'domain',
    'dataProduct',
    'description',
    'tags',
    'servers',
    'support',
    'price',
    'team',
    'roles',
    'slaDefaultElement',
    'slaProperties',
    'authoritativeDefinitions',
    'customProperties',
    'contractCreatedTs',
    'context',
  ],
}

const objectKeys: Keys = {
  read: ['name', 'physicalName', 'properties', 'quality', 'relationships'],
  ignored: [
    'id',
    'logicalType',
    'physicalType',
    'description',
    'businessName',
    'dataGranularityDescription',
    'deprecated',
    'synonyms',
    'authoritativeDefinitions',
    'tags',
    'customProperties',
    'context',
  ],
}

interface Given {
  readonly file: string
  readonly document: YamlDocument
  readonly context: ContractContext
}

/**
 * The properties of one schema object as fields. The standard says which columns there are, and not that there are no
 * others, nor in which order.
 */
export function openDataContractForm(contract: Tree, { file, document, context }: Given): OwnForm {
  const { apiVersion } = contract
  if (!/^v3\.\d+\.\d+/.test(String(apiVersion)))
    throw unsupported(
      document,
      ['apiVersion'],
      `version ${JSON.stringify(apiVersion) ?? 'nothing'} of the Open Data Contract Standard is not read`,
      'Write the contract in version 3 of the standard.',
    )
  const parts = partsOf()
  parts.read(() => demandKeys(contract, [], contractKeys, document))
  const objects = treesAt(contract.schema, ['schema'], document)
  const described = objects.map(({ name, physicalName }) => ({
    names: [name, physicalName].filter((one) => typeof one === 'string'),
    paths: [physicalName].filter((one) => typeof one === 'string'),
  }))
  const index = choose(described, context.table, {
    file,
    what: 'schema object',
    place: document.place(['schema']),
  })
  const origins = originsOf()
  const value = parts.read(() => tableOf(objects, index, document, origins)) ?? {}
  parts.end()
  return { value, file, written: (path) => ({ document, path: origins.written(path) }), own: (path) => path }
}

function tableOf(objects: readonly Tree[], index: number, document: YamlDocument, origins: Origins): Tree {
  const object = objects[index]!
  const at: KeyPath = ['schema', index]
  const parts = partsOf()
  parts.read(() => demandKeys(object, at, objectKeys, document))
  origins.set([], at)
  const properties = treesAt(object.properties, [...at, 'properties'], document)
  if (properties.length === 0)
    throw unsupported(
      document,
      at,
      'it has no properties, so that nothing of it can be checked',
      'List its columns under properties.',
    )
  origins.set(['fields'], [...at, 'properties'])
  const columns = properties.map((property, i) => {
    const here: KeyPath = [...at, 'properties', i]
    const field = parts.read(() => odcsField(property, here, ['fields', i], document, origins))
    return { property, at: here, field: field ?? { name: property.physicalName ?? property.name } }
  })
  const names = new Map(columns.map(({ property, field }) => [String(property.name), String(field.name)]))
  const table = [object.name, object.physicalName].filter((name) => typeof name === 'string')
  const subject = { document, table, names }
  const ruled = columns.flatMap(
    ({ property, field, at: here }, i) =>
      parts.read(() =>
        columnRules(field, property.quality, {
          ...subject,
          at: [...here, 'quality'],
          own: ['fields', i],
          origins,
        }),
      ) ?? [],
  )
  const whole = parts.read(() => tableRules(object.quality, { ...subject, at: [...at, 'quality'] })) ?? {
    rows: undefined,
    aggregates: [],
    uniqueKeys: [],
  }
  const aggregates = [...ruled.flatMap((one) => one.aggregates), ...whole.aggregates]
  const primaryKey = parts.read(() => primaryKeyOf(columns, document)) ?? []
  const related = { document, objects, object }
  const foreignKeys = [
    ...columns.flatMap(
      ({ property, at: here }) =>
        parts.read(() =>
          foreignKeysOf(property.relationships, [...here, 'relationships'], property, related),
        ) ?? [],
    ),
    ...(parts.read(() => foreignKeysOf(object.relationships, [...at, 'relationships'], undefined, related)) ??
      []),
  ]
  parts.end()
  for (const [i, { at: here }] of foreignKeys.entries()) origins.set(['foreignKeys', i], here)
  for (const [i, { at: here }] of aggregates.entries()) origins.set(['checks', 'aggregates', i], here)
  for (const [i, { at: here }] of whole.uniqueKeys.entries()) origins.set(['uniqueKeys', i], here)
  if (whole.rows) origins.set(['checks', 'rows'], whole.rows.at)
  if (primaryKey.length > 0)
    origins.set(['primaryKey'], columns.find(({ property }) => property.primaryKey === true)!.at)
  const checks = {
    ...(whole.rows && { rows: whole.rows.tree }),
    ...(aggregates.length > 0 && { aggregates: aggregates.map(({ tree }) => tree) }),
  }
  return {
    fields: ruled.map(({ field }) => field),
    fieldsMatch: 'subset',
    ...(primaryKey.length > 0 && { primaryKey }),
    ...(whole.uniqueKeys.length > 0 && { uniqueKeys: whole.uniqueKeys.map(({ key }) => key) }),
    ...(foreignKeys.length > 0 && { foreignKeys: foreignKeys.map(({ key }) => key) }),
    ...(Object.keys(checks).length > 0 && { checks }),
  }
}

interface Column {
  readonly property: Tree
  readonly field: Tree
  readonly at: KeyPath
}

/** Columns of the key by their position, which the standard counts from 1; those without one come last. */
function primaryKeyOf(columns: readonly Column[], document: YamlDocument): string[] {
  const position = ({ property, at }: Column): number => {
    const { primaryKeyPosition = -1 } = property
    if (typeof primaryKeyPosition !== 'number')
      throw wrongValue(document, [...at, 'primaryKeyPosition'], 'must be a number', 'Count from 1.')
    return primaryKeyPosition < 1 ? Number.MAX_SAFE_INTEGER : primaryKeyPosition
  }
  return columns
    .filter(({ property }) => property.primaryKey === true)
    .map((column) => ({ name: String(column.field.name), position: position(column) }))
    .sort((a, b) => a.position - b.position)
    .map(({ name }) => name)
}
