import type { KeyPath } from '../config/yaml-document.ts'
import type { Engine } from '../tables/engine/engine.ts'
import { literal } from '../tables/quote.ts'
import type { Table } from '../tables/table.ts'
import type { FaultGroup } from './fault-group.ts'
import { type ErrorCode, namesOf, quoted, whose } from './finding.ts'
import { allMatched, type Matched } from './labels.ts'
import type { LoadedContract } from './load.ts'
import type { Probe } from './probe.ts'
import { readingOf, withReadings } from './reading.ts'
import type { Contract } from './schema/contract.ts'
import { isUnique, uniqueCounts } from './unique-counts.ts'
import type { Weight } from './weight.ts'
import { weightOfCells, weightOfKey } from './weight-of.ts'

/** Columns whose values together may not repeat. */
interface KeyCheck {
  readonly code: ErrorCode
  readonly fields: readonly Matched[]
  /** whether a row with a missing part is at fault too */
  readonly present: boolean
  readonly asked: KeyPath
  readonly weight: Weight
}

function keyChecks(contract: Contract, matched: readonly Matched[]): KeyCheck[] {
  const { primaryKey, uniqueKeys = [] } = contract
  const unique = matched
    .filter(({ field }) => field.constraints.unique)
    .map(
      (one): KeyCheck => ({
        code: 'unique-error',
        fields: [one],
        present: false,
        asked: ['fields', one.index, 'constraints', 'unique'],
        weight: weightOfCells(contract, one.field.name, 'unique'),
      }),
    )
  const together = uniqueKeys.flatMap((names, i): KeyCheck[] => {
    const fields = allMatched(names, matched)
    const weight = weightOfKey(contract, 'uniqueKeys')
    if (fields === undefined) return []
    return [{ code: 'unique-error', fields, present: false, asked: ['uniqueKeys', i], weight }]
  })
  const fields = primaryKey === undefined ? undefined : allMatched(primaryKey, matched)
  if (fields === undefined) return [...unique, ...together]
  const weight = weightOfKey(contract, 'primaryKey')
  const primary: KeyCheck = { code: 'primary-key', fields, present: true, asked: ['primaryKey'], weight }
  return [...unique, ...together, primary]
}

/**
 * The keys of a table. The first of one column is counted along with everything else; each of the others by a
 * statement of its own, one after the other: each must hold all its values, and together they would hold all of the
 * table. Which rows are at fault is asked only where some may be.
 */
export function keyProbes(
  engine: Engine,
  loaded: LoadedContract,
  table: Table,
  matched: readonly Matched[],
  limit: number,
): Probe[] {
  const checks = keyChecks(loaded.contract, matched)
  const alongside = checks.find(({ fields }) => fields.length === 1)
  return checks.map((check): Probe => {
    const settle = () => faultOf(engine, loaded, table, check, limit)
    if (check !== alongside) return { aggregates: [], judge: () => ({ settle }) }
    const [matched] = check.fields as [Matched]
    return {
      aggregates: uniqueCounts(readingOf(loaded.contract, table, matched)),
      judge: (counts) => (isUnique(counts, check.present) ? undefined : { settle }),
    }
  })
}

async function faultOf(
  engine: Engine,
  loaded: LoadedContract,
  table: Table,
  check: KeyCheck,
  limit: number,
): Promise<FaultGroup | undefined> {
  const { count, first, rowsAre, faulty } = await runKeyCheck(engine, loaded.contract, table, check, limit)
  if (count === 0) return undefined
  return {
    code: check.code,
    field: check.fields.map(({ field }) => field.name).join(', '),
    ...(check.fields.length === 1 && { column: table.columns.indexOf(check.fields[0]!.column) + 1 }),
    rowsAre,
    faulty,
    count,
    contractLine: loaded.place(check.asked).line,
    rule: check.asked.join('.'),
    weight: check.weight,
    first,
  }
}

/**
 * Rows that repeat an earlier one's value, and for a primary key those that lack a part. Values are compared by their
 * type: `1` and `01` are one whole number. A row with a cell of the wrong type is not asked: that is its fault.
 */
async function runKeyCheck(
  engine: Engine,
  contract: Contract,
  table: Table,
  { fields, present }: KeyCheck,
  limit: number,
): Promise<Required<Pick<FaultGroup, 'count' | 'first' | 'rowsAre' | 'faulty'>>> {
  const readings = fields.map((matched) => readingOf(contract, table, matched))
  const missing = readings.map((reading) => reading.missing).join(' OR ')
  const typed = readings.map(({ ok }) => `(${ok})`).join(' AND ')
  const asked = `WHERE (${missing}) OR (${typed})`
  const keys = readings.flatMap(({ value, rest }, i) => [`${value} AS k${i}`, `${rest} AS t${i}`])
  const columns = readings.flatMap((_, i) => [`k${i}`, `t${i}`])
  const keyed = `SELECT ${keys.join(', ')}, (${missing}) AS m`
  const [counted] = await engine.rows(
    `SELECT coalesce(sum(n) FILTER (WHERE m), 0)::BIGINT AS missing, coalesce(sum(n - 1) FILTER (WHERE NOT m), 0)::BIGINT AS repeated
     FROM (SELECT ${columns.join(', ')}, m, count(*) AS n FROM (${keyed} FROM ${withReadings(table.relation, readings)} ${asked}) GROUP BY ALL)`,
  )
  const repeated = Number(counted?.repeated)
  const count = repeated + (present ? Number(counted?.missing) : 0)
  const names = fields.map(({ field }) => field.name)
  const rowsAre =
    repeated === 0
      ? `without ${namesOf(names)}`
      : whose(
          names,
          `${count > repeated ? 'missing or ' : ''}${names.length === 1 ? 'that' : 'those'} of an earlier row`,
        )
  if (count === 0) return { count, rowsAre, faulty: 'false', first: [] }
  const shown = readings
    .map(({ matched: { column } }) => `coalesce((${column.sql})::VARCHAR, '')`)
    .join(` || ${literal(', ')} || `)
  const broken = (more: string) =>
    `(SELECT r, m, ${more}min(r) OVER (PARTITION BY m, ${columns.join(', ')}) AS earlier
       FROM (${keyed}, r, ${shown} AS shown FROM ${withReadings(table.numbered, readings)} ${asked}))
     WHERE ${present ? 'm OR ' : ''}(NOT m AND earlier < r)`
  const rows = await engine.rows(
    `SELECT r, m, left(shown, 500) AS shown, earlier FROM ${broken('shown, ')} ORDER BY r LIMIT ${limit}`,
  )
  const name = fields.map(({ field }) => quoted(field.name)).join(', ')
  const first = rows.map((row) => {
    const value = String(row.shown)
    const earlier = table.place(Number(row.earlier))
    const own = table.place(Number(row.r))
    const line = earlier.line === undefined ? `row ${earlier.row}` : `line ${earlier.line}`
    const where = earlier.file === own.file ? line : `${line} of ${earlier.file}`
    const message = row.m
      ? `the primary key ${name} has a missing part`
      : `${name} is ${quoted(value)}, as on ${where} already`
    return { ...own, value, message }
  })
  return { count, rowsAre, faulty: `r IN (SELECT r FROM ${broken('')})`, first }
}
