import type { Tree } from '../../config/tree.ts'
import type { KeyPath, YamlDocument } from '../../config/yaml-document.ts'
import { demandKeys, treesAt, unsupported, wrongValue } from './faults.ts'

/** A foreign key, and where it is written. */
export interface Related {
  readonly key: Tree
  readonly at: KeyPath
}

interface Asked {
  readonly document: YamlDocument
  /** all objects of the contract */
  readonly objects: readonly Tree[]
  /** the one that the keys are of */
  readonly object: Tree
}

const keys = { read: ['type', 'from', 'to'], ignored: ['id', 'customProperties', 'description', 'tags'] }

/**
 * Relationships of an object, or of one of its properties, as foreign keys.
 * @param from the property that they stand at, where they do
 */
export function foreignKeysOf(
  relationships: unknown,
  at: KeyPath,
  from: Tree | undefined,
  asked: Asked,
): Related[] {
  return treesAt(relationships, at, asked.document).map((relationship, i) => {
    const here = [...at, i]
    demandKeys(relationship, here, keys, asked.document)
    if (relationship.type !== undefined && relationship.type !== 'foreignKey')
      throw unsupported(
        asked.document,
        [...here, 'type'],
        'only relationships of type foreignKey are checked',
      )
    const own =
      from === undefined
        ? targetsOf(relationship.from, [...here, 'from'], asked)
        : { object: asked.object, columns: [columnOf(from)] }
    if (own.object !== asked.object)
      throw unsupported(
        asked.document,
        [...here, 'from'],
        'this is of another object than the one that it stands at',
      )
    const to = targetsOf(relationship.to, [...here, 'to'], asked)
    const resource = to.object === asked.object ? {} : { resource: to.object.name }
    return { key: { fields: own.columns, reference: { ...resource, fields: to.columns } }, at: here }
  })
}

/** Columns of one object, by `object.property` or `schema/<id>/properties/<id>`. */
function targetsOf(value: unknown, at: KeyPath, { document, objects }: Asked) {
  const found = [value].flat().map((reference, i) => {
    const place = Array.isArray(value) ? [...at, i] : at
    const [, first, second] =
      /^([^./#]+)\.([^./#]+)$/.exec(String(reference)) ??
      /^\/?schema\/([^/#]+)\/properties\/([^/#]+)$/.exec(String(reference)) ??
      []
    const object = objects.find(({ name, id }) => name === first || id === first)
    const property = object && propertiesOf(object).find(({ name, id }) => name === second || id === second)
    if (object === undefined || property === undefined)
      throw unsupported(
        document,
        place,
        `${JSON.stringify(reference)} is no property of this contract`,
        'Write <object>.<property>, of an object that this file describes.',
      )
    return { object, column: columnOf(property) }
  })
  const [first] = found
  if (first === undefined || found.some(({ object }) => object !== first.object))
    throw wrongValue(document, at, 'must name properties of one object', 'Correct the value.')
  return { object: first.object, columns: found.map(({ column }) => column) }
}

const propertiesOf = ({ properties }: Tree): readonly Tree[] =>
  Array.isArray(properties) ? properties.filter((one) => one !== null && typeof one === 'object') : []

/** As the file calls it. */
const columnOf = ({ physicalName, name }: Tree): string => String(physicalName ?? name)
