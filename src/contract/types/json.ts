import { textSql } from '../../tables/cells.ts'
import { literal, literals } from '../../tables/quote.ts'
import type { Table, TableColumn } from '../../tables/table.ts'
import { valued } from './sql.ts'
import type { CellType, TypeDefinition, TypedCell, Written } from './type.ts'

/** SQL of a cell as JSON text; what Parquet nests is written as such. */
export const jsonText = (table: Pick<Table, 'format'>, column: TableColumn) =>
  /^(VARCHAR|JSON)$/.test(column.type)
    ? textSql(table, { ...column, type: 'VARCHAR' })
    : `to_json(${column.sql})::VARCHAR`

/**
 * SQL of something that is computed only where a text is JSON as RFC 8259 has it; NULL elsewhere. DuckDB takes NaN,
 * infinities and commas at the end, too: they are looked for with all texts inside it emptied.
 */
export function whereJson(text: string, then: string): string {
  const bare = `regexp_replace(${text}, '"(?:[^"\\\\]|\\\\.)*"', '""', 'g')`
  return `CASE WHEN json_valid(${text}) THEN CASE WHEN NOT regexp_matches(${bare}, '(?i),\\s*[\\]}]|nan|inf') THEN ${then} END END`
}

interface JsonKind extends Pick<CellType, 'looks' | 'writes' | 'stores'> {
  /** what the parts are that `minLength` counts */
  readonly parts?: string
  /** SQL over the text of valid JSON: is it of this kind? */
  is(text: string): string
  length?: NonNullable<TypedCell['length']>
  holds(value: unknown): boolean
}

/** Cells are equal whose JSON is written the same but for spaces. */
const jsonType = ({ is, length, holds, ...words }: JsonKind): CellType => ({
  ...words,
  cell(table, column) {
    const text = jsonText(table, column)
    const value = whereJson(text, `CASE WHEN ${is(text)} THEN json(${text})::VARCHAR END`)
    return { ...valued(value, text), ...(length === undefined ? {} : { length }) }
  },
  written(value): Written | undefined {
    const read = typeof value === 'string' ? parsedJson(value) : value
    if (read === undefined || !holds(read)) return undefined
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return { sql: `json(${literal(text)})::VARCHAR`, order: JSON.stringify(read) }
  },
})

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isType = (type: 'ARRAY' | 'OBJECT') => (text: string) => `json_type(${text}) = '${type}'`

const constraints = ['required', 'unique', 'minLength', 'maxLength', 'enum'] as const

export const array: TypeDefinition = {
  constraints,
  of: () =>
    jsonType({
      looks: 'a JSON array',
      writes: 'a JSON array',
      parts: 'items',
      stores: (type) => /^(VARCHAR|JSON)$|\[\d*\]$/.test(type),
      is: isType('ARRAY'),
      length: (value) => `json_array_length(${value})`,
      holds: Array.isArray,
    }),
}

const storesObject = (type: string) => /^(VARCHAR|JSON)$|^(STRUCT|MAP)\(.*\)$/s.test(type)

export const object: TypeDefinition = {
  constraints,
  of: () =>
    jsonType({
      looks: 'a JSON object',
      writes: 'a JSON object',
      parts: 'keys',
      stores: storesObject,
      is: isType('OBJECT'),
      length: (value) => `len(json_keys(${value}))`,
      holds: isMap,
    }),
}

/** The member that an object must have, and what it may be. */
type GeoMember = readonly [member: string, ...kinds: ('ARRAY' | 'OBJECT' | 'NULL')[]]

const geoMembers: Readonly<Record<string, GeoMember>> = {
  Point: ['coordinates', 'ARRAY'],
  MultiPoint: ['coordinates', 'ARRAY'],
  LineString: ['coordinates', 'ARRAY'],
  MultiLineString: ['coordinates', 'ARRAY'],
  Polygon: ['coordinates', 'ARRAY'],
  MultiPolygon: ['coordinates', 'ARRAY'],
  GeometryCollection: ['geometries', 'ARRAY'],
  Feature: ['geometry', 'OBJECT', 'NULL'],
  FeatureCollection: ['features', 'ARRAY'],
}
const topoMembers: Readonly<Record<string, GeoMember>> = { Topology: ['objects', 'OBJECT'] }

/** JSON objects by their type and its member; what stands in the member is not looked into. */
export const geojson: TypeDefinition = {
  constraints: ['required', 'unique', 'enum'],
  formats: ['topojson'],
  of({ format }) {
    const isTopo = format === 'topojson'
    const looks = isTopo ? 'a TopoJSON object' : 'a GeoJSON object'
    const members = Object.entries(isTopo ? topoMembers : geoMembers)
    return jsonType({
      looks,
      writes: looks,
      stores: storesObject,
      is: (text) => `coalesce(${members.map((one) => hasMember(text, one)).join(' OR ')}, false)`,
      holds: isMap,
    })
  },
}

const hasMember = (text: string, [type, [member, ...kinds]]: readonly [string, GeoMember]) =>
  `(json_extract_string(${text}, '$.type') = '${type}' AND list_contains(${literals(kinds)}, json_type(${text}, '$.${member}')))`
