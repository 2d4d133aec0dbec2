import { numberPattern, textSql } from '../../tables/cells.ts'
import type { Table, TableColumn } from '../../tables/table.ts'
import { jsonText, parsedJson, whereJson } from './json.ts'
import { matches, valued } from './sql.ts'
import type { TypeDefinition, Written } from './type.ts'

interface Form {
  readonly looks: string
  stores(type: string): boolean
  text(table: Pick<Table, 'format'>, column: TableColumn): string
  /** SQL of something over the two numbers' texts, NULL where the cell has another form */
  read(text: string, then: (lon: string, lat: string) => string): string
  /** longitude and latitude of a value of the contract's */
  pair(value: unknown): readonly unknown[] | undefined
}

const part = (text: string, path: string) => `json_extract_string(${text}, '${path}')`
const isNumber = (text: string, path: string) =>
  `list_contains(['BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT', 'DOUBLE'], json_type(${text}, '${path}'))`
const parsed = (value: unknown) => (typeof value === 'string' ? parsedJson(value) : value)

const inJson = (fits: (text: string) => string, paths: readonly [lon: string, lat: string]): Form['read'] => {
  const [lon, lat] = paths
  return (text, then) =>
    whereJson(
      text,
      `CASE WHEN ${fits(text)} THEN CASE WHEN ${isNumber(text, lon)} AND ${isNumber(text, lat)} THEN ${then(part(text, lon), part(text, lat))} END END`,
    )
}

const forms: Readonly<Record<string, Form>> = {
  default: {
    looks: 'a point such as "90.5, 45.5", longitude and latitude in degrees',
    stores: (type) => type === 'VARCHAR',
    text: textSql,
    read: (text, then) =>
      `CASE WHEN ${matches(text, `${numberPattern}, ?${numberPattern}`)} THEN ${then(`split_part(${text}, ',', 1)`, `ltrim(split_part(${text}, ',', 2))`)} END`,
    pair: (value) =>
      typeof value === 'string' && defaultForm.test(value) ? value.split(',').map(Number) : undefined,
  },
  array: {
    looks: 'a point such as [90.5, 45.5], longitude and latitude in degrees',
    stores: (type) => /^(VARCHAR|JSON|(FLOAT|DOUBLE|U?(SMALLINT|INTEGER|BIGINT))\[2?\])$/.test(type),
    text: jsonText,
    read: inJson(
      (text) => `CASE WHEN json_type(${text}) = 'ARRAY' THEN json_array_length(${text}) = 2 ELSE false END`,
      ['$[0]', '$[1]'],
    ),
    pair(value) {
      const read = parsed(value)
      return Array.isArray(read) ? read : undefined
    },
  },
  object: {
    looks: 'a point such as {"lon": 90.5, "lat": 45.5}, in degrees',
    stores: (type) => /^(VARCHAR|JSON)$|^STRUCT\(.*\)$/s.test(type),
    text: jsonText,
    read: inJson(
      (text) =>
        `CASE WHEN json_type(${text}) = 'OBJECT' THEN list_sort(json_keys(${text})) = ['lat', 'lon'] ELSE false END`,
      ['$.lon', '$.lat'],
    ),
    pair(value) {
      const { lon, lat, ...more } = Object(parsed(value)) as Record<string, unknown>
      return Object.keys(more).length === 0 ? [lon, lat] : undefined
    },
  },
}

const defaultForm = new RegExp(`^${numberPattern}, ?${numberPattern}$`)

/** A longitude from -180 to 180 and a latitude from -90 to 90. */
export const geopoint: TypeDefinition = {
  constraints: ['required', 'unique', 'enum'],
  formats: ['array', 'object'],
  of({ format = 'default' }) {
    const { looks, stores, text: textOf, read, pair } = forms[format]!
    return {
      looks,
      writes: looks,
      stores,
      cell(table, column) {
        const text = textOf(table, column)
        return valued(read(text, pointSql), text)
      },
      written: (value) => writtenPoint(pair(value)),
    }
  },
}

function pointSql(lon: string, lat: string): string {
  const [x, y] = [lon, lat].map((text) => `try_cast(${text} AS DOUBLE)`)
  return `CASE WHEN ${x} BETWEEN -180 AND 180 AND ${y} BETWEEN -90 AND 90 THEN {'lon': ${x}, 'lat': ${y}} END`
}

function writtenPoint(pair: readonly unknown[] | undefined): Written | undefined {
  const [lon, lat, ...more] = pair ?? []
  if (typeof lon !== 'number' || typeof lat !== 'number' || more.length > 0) return undefined
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return undefined
  return { sql: `{'lon': '${lon}'::DOUBLE, 'lat': '${lat}'::DOUBLE}`, order: `${lon},${lat}` }
}
