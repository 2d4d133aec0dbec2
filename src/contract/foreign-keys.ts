import { configurationError } from '../errors.ts'
import type { Engine } from '../tables/engine/engine.ts'
import { literal } from '../tables/quote.ts'
import type { Table } from '../tables/table.ts'
import { checkResult, type FaultGroup, joined } from './fault-group.ts'
import { type CheckResult, quoted, shown, whose } from './finding.ts'
import { allMatched, canHold, type Matched, matchLabels } from './labels.ts'
import type { LoadedContract } from './load.ts'
import { type Reading, readingOf, withReadings } from './reading.ts'
import { requireReferences } from './references.ts'
import type { ForeignKey } from './schema/keys.ts'
import { weightOfKey } from './weight-of.ts'

/** Other tables by their names in the configuration; undefined for one that could not be read. */
export type OtherTables = ReadonlyMap<string, Table | undefined>

export interface ForeignKeyOptions {
  /** the table's name in the configuration */
  readonly name: string
  readonly others: OtherTables
  /** faults that are listed for each key; default: 10 */
  readonly limit?: number
}

/**
 * The result of a table with the rows whose key is not in the table that it refers to. As in SQL, a row that lacks a part
 * of its key refers to nothing. A key whose table could not be read is not looked up: that table is the error.
 * @throws AssayError configuration: `unknown-column`, `wrong-column`, and as requireReferences
 */
export async function withForeignKeys(
  engine: Engine,
  loaded: LoadedContract,
  table: Table,
  result: CheckResult,
  { name, ...options }: ForeignKeyOptions,
): Promise<CheckResult> {
  const groups = await foreignKeyFaults(engine, loaded, table, options)
  return joined(result, checkResult(name, table.label, result.rows, groups))
}

/**
 * The rows of a table whose key is not in the table that it refers to.
 * @throws AssayError as {@link withForeignKeys}
 */
export async function foreignKeyFaults(
  engine: Engine,
  loaded: LoadedContract,
  table: Table,
  { others, limit = 10 }: Omit<ForeignKeyOptions, 'name'>,
): Promise<FaultGroup[]> {
  requireReferences(loaded, [...others.keys()])
  const matched = matchLabels(loaded.contract, table).matched.filter((one) => canHold(table, one))
  return brokenKeys(engine, loaded, table, matched, others, limit)
}

async function brokenKeys(
  engine: Engine,
  loaded: LoadedContract,
  table: Table,
  matched: readonly Matched[],
  others: OtherTables,
  limit: number,
): Promise<FaultGroup[]> {
  const groups: FaultGroup[] = []
  for (const [i, key] of (loaded.contract.foreignKeys ?? []).entries()) {
    const fields = allMatched(key.fields, matched)
    const { resource } = key.reference
    const other = resource ? others.get(resource) : table
    if (fields === undefined || other === undefined) continue
    const referred = referredTo(loaded, other, key, fields, i)
    const { count, first, faulty } = await lookUp(
      engine,
      loaded,
      { table, fields },
      { table: other, fields: referred },
      limit,
    )
    if (count === 0) continue
    groups.push({
      code: 'foreign-key',
      field: key.fields.join(', '),
      ...(fields.length === 1 && { column: table.columns.indexOf(fields[0]!.column) + 1 }),
      rowsAre: whose(key.fields, `not in ${shown(other.label)}`),
      faulty,
      count,
      contractLine: loaded.place(['foreignKeys', i]).line,
      rule: `foreignKeys.${i}`,
      weight: weightOfKey(loaded.contract, 'foreignKeys'),
      first,
    })
  }
  return groups
}

/** The columns that a key refers to, to be read as its own fields are. */
function referredTo(
  { file, place }: LoadedContract,
  other: Table,
  { reference }: ForeignKey,
  fields: readonly Matched[],
  index: number,
): Matched[] {
  return reference.fields.map((name, i) => {
    const { field } = fields[i]!
    const at = place(['foreignKeys', index, 'reference', 'fields'])
    const column = other.columns.find((one) => one.name === name)
    if (column === undefined) {
      throw configurationError(
        'unknown-column',
        `${file}: a foreign key refers to the column ${quoted(name)}, which ${shown(other.label)} does not have.`,
        { hint: 'Correct the fields of the reference.', ...at },
      )
    }
    if (!canHold(other, { field, column })) {
      throw configurationError(
        'wrong-column',
        `${file}: a foreign key of type ${field.type} refers to the column ${quoted(name)} of ${shown(other.label)}, which is stored as ${shown(column.type)}.`,
        { hint: 'Refer to a column of the same type, or store it as one.', ...at },
      )
    }
    return { field, index: i, column }
  })
}

interface Side {
  readonly table: Table
  readonly fields: readonly Matched[]
}

async function lookUp(
  engine: Engine,
  { contract }: LoadedContract,
  from: Side,
  to: Side,
  limit: number,
): Promise<Required<Pick<FaultGroup, 'count' | 'first' | 'faulty'>>> {
  const readings = from.fields.map((one) => readingOf(contract, from.table, one))
  const referred = to.fields.map((one) => readingOf(contract, to.table, one))
  const same = readings.map(
    (_, i) => `s.k${i} IS NOT DISTINCT FROM o.k${i} AND s.t${i} IS NOT DISTINCT FROM o.t${i}`,
  )
  const others = `SELECT ${keysOf(referred)} FROM ${withReadings(to.table.relation, referred)} WHERE ${whole(referred)}`
  const lost = (columns: string, rows: string) =>
    `FROM (SELECT ${columns} FROM ${withReadings(rows, readings)} WHERE ${whole(readings)}) s
     WHERE NOT EXISTS (SELECT 1 FROM (${others}) o WHERE ${same.join(' AND ')})`
  const [counted] = await engine.rows(`SELECT count(*) AS n ${lost(keysOf(readings), from.table.relation)}`)
  const count = Number(counted?.n)
  const faulty = `r IN (SELECT s.r ${lost(`${keysOf(readings)}, r`, from.table.numbered)})`
  if (count === 0) return { count, faulty, first: [] }
  const text = readings
    .map(({ matched: { column } }) => `coalesce((${column.sql})::VARCHAR, '')`)
    .join(` || ${literal(', ')} || `)
  const rows = await engine.rows(
    `SELECT s.r AS r, left(s.shown, 500) AS shown ${lost(`${keysOf(readings)}, r, ${text} AS shown`, from.table.numbered)} ORDER BY s.r LIMIT ${limit}`,
  )
  const name = from.fields.map(({ field }) => quoted(field.name)).join(', ')
  const target = to.fields.map(({ column }) => quoted(column.name)).join(', ')
  const first = rows.map(({ r, shown: value }) => ({
    ...from.table.place(Number(r)),
    value: String(value),
    message: `${name} is ${quoted(String(value))}, which is not in ${target} of ${shown(to.table.label)}`,
  }))
  return { count, faulty, first }
}

const keysOf = (readings: readonly Reading[]) =>
  readings.flatMap(({ value, rest }, i) => [`${value} AS k${i}`, `${rest} AS t${i}`]).join(', ')

const whole = (readings: readonly Reading[]) =>
  readings.map(({ missing, ok }) => `NOT ${missing} AND (${ok})`).join(' AND ')
