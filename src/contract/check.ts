import { type FaultCode, faultCodes, faultText } from '../tables/csv/csv-faults.ts'
import type { Engine } from '../tables/engine/engine.ts'
import type { Table } from '../tables/table.ts'
import { columnProbes } from './cell-checks.ts'
import { tableChecks } from './checks/checks.ts'
import { checkRowCount } from './checks/row-count.ts'
import { longestStatement, withTimeLimit } from './checks/sql/time-limit.ts'
import { checkResult, type FaultGroup } from './fault-group.ts'
import { type CheckResult, quoted, shown } from './finding.ts'
import { keyProbes } from './key-checks.ts'
import { canHold, type Matched, matchLabels } from './labels.ts'
import type { LoadedContract } from './load.ts'
import { requirePatterns } from './patterns.ts'
import { runProbes } from './probe.ts'
import { type Reading, readingOf } from './reading.ts'
import { absentIn } from './references.ts'
import { typeOf } from './types/registry.ts'
import { outcomeOf } from './weight.ts'

export interface CheckOptions {
  /** the table's name in the configuration */
  readonly name: string
  /** one of the contract's, whose absent columns may be lacking; default: none */
  readonly environment?: string | undefined
  /** the time of the run, which the age of data is measured against; without it a check that asks for it is a fault */
  readonly now?: Date
  /** how long a statement with SQL of the contract may take; default: 1800 */
  readonly sqlSeconds?: number
  /** faults that are listed for each kind and column; default: 10. All are counted */
  readonly limit?: number
}

/**
 * Holds a table to its contract. One scan tells which columns have faults; only where some do a second counts them
 * and fetches the first rows. Keys are checked one by one; foreign keys need other tables: see withForeignKeys. A table
 * without rows is at fault unless `checks.rows.min` is 0.
 * @throws AssayError configuration: `bad-pattern` where a pattern is no RE2 expression, and as absentIn
 */
export async function checkTable(
  engine: Engine,
  loaded: LoadedContract,
  table: Table,
  { name, ...options }: CheckOptions,
): Promise<CheckResult> {
  const { rows, groups } = await examineTable(engine, loaded, table, options)
  return checkResult(name, table.label, rows, groups)
}

/** What a table is found to be, before it is written down. */
export interface Examined {
  /** data rows, broken ones included, blank ones not */
  readonly rows: number
  readonly groups: readonly FaultGroup[]
  /** of the fields that can be read, which the faulty rows are told by */
  readonly readings: readonly Reading[]
}

/**
 * The faults of a table.
 * @throws AssayError as {@link checkTable}
 */
export async function examineTable(
  engine: Engine,
  loaded: LoadedContract,
  table: Table,
  { environment, now, sqlSeconds = longestStatement, limit = 10 }: Omit<CheckOptions, 'name'>,
): Promise<Examined> {
  await requirePatterns(engine, loaded)
  const absent = absentIn(loaded, environment)
  const { faults, matched } = matchLabels(loaded.contract, table, absent)
  const labels = faults.map(({ code, field, column, message, asked, weight }) => ({
    code,
    ...(field === undefined ? {} : { field }),
    ...(column === undefined ? {} : { column }),
    count: 1,
    contractLine: loaded.place(asked).line,
    weight,
    first: [{ ...table.header, message }],
  }))
  const usable = matched.filter((one) => canHold(table, one))
  const misfits = matched.filter((one) => !usable.includes(one))
  const readings = usable.map((one) => readingOf(loaded.contract, table, one))
  const limited = withTimeLimit(engine, loaded, sqlSeconds)
  const checks = await tableChecks({ engine: limited, loaded, table, readings, absent, limit, now })
  const keys = keyProbes(engine, loaded, table, usable, limit)
  const probes = [...columnProbes(loaded.contract, readings), ...checks.probes, ...keys]
  const rows = countRows(table)
  const count = checkRowCount(loaded, rows)
  if (rows === 0 && count.some(({ weight = {} }) => outcomeOf(1, rows, weight) === 'error'))
    return { rows, groups: [...labels, ...brokenRecords(table, limit), ...count], readings }
  const groups = [
    ...labels,
    ...brokenRecords(table, limit),
    ...misfits.map((one) => misfit(loaded, table, one)),
    ...(await runProbes(limited, loaded, table, readings, probes, limit)),
    ...(await checks.others()),
    ...count,
  ]
  return { rows, groups, readings }
}

function brokenRecords({ faults, columns }: Table, limit: number): FaultGroup[] {
  const width = columns.filter(({ partition }) => !partition).length
  return faultCodes
    .filter((code) => faults.counts[code] > 0)
    .map((code) => ({
      code,
      rowsAre: broken[code],
      count: faults.counts[code],
      first: faults.first
        .filter((fault) => fault.code === code)
        .slice(0, limit)
        .map((fault) => ({
          row: fault.row,
          line: fault.line,
          ...(fault.file !== undefined && { file: fault.file }),
          message: faultText(fault, width),
        })),
    }))
}

const broken: Readonly<Record<FaultCode, string>> = {
  'blank-row': 'without any value',
  'extra-cell': 'with more cells than the header has',
  'missing-cell': 'with fewer cells than the header has',
  'row-error': 'that cannot be read',
}

/** A column of Parquet whose stored type cannot hold the field is one fault; its cells are not looked at. */
function misfit(
  { place }: LoadedContract,
  { columns }: Table,
  { field, index, column }: Matched,
): FaultGroup {
  const message = `${quoted(field.name)} is stored as ${shown(column.type)}, which cannot hold ${typeOf(field).looks}`
  return {
    code: 'type-error',
    field: field.name,
    column: columns.indexOf(column) + 1,
    count: 1,
    contractLine: place(['fields', index, 'type']).line,
    first: [{ message }],
  }
}

function countRows({ rows, faults: { counts } }: Table): number {
  return rows + counts['extra-cell'] + counts['missing-cell'] + counts['row-error']
}
