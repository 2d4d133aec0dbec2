import { isTextFormat } from '../tables/cells.ts'
import { faultCodes, faultText } from '../tables/csv-faults.ts'
import type { Engine } from '../tables/engine.ts'
import type { Table } from '../tables/table.ts'
import { type CellCheck, cellChecks } from './cell-checks.ts'
import { type Collector, collector } from './collected.ts'
import { type CheckResult, quoted, shown } from './finding.ts'
import { keyChecks, runKeyCheck } from './key-checks.ts'
import { type Matched, matchLabels } from './labels.ts'
import type { LoadedContract } from './load.ts'
import { requirePatterns } from './patterns.ts'
import { looks, storesType } from './types.ts'

export interface CheckOptions {
  /** the table's name in the configuration */
  readonly name: string
  /** faults that are listed for each kind and column; default: 10. All are counted */
  readonly limit?: number
}

/**
 * Holds a table to its contract. One scan counts the faults of all cells; only for checks that found some a second
 * fetches the first rows. Keys are checked one by one.
 * @throws AssayError configuration `bad-pattern` where a pattern is no RE2 expression
 */
export async function checkTable(
  engine: Engine,
  loaded: LoadedContract,
  table: Table,
  { name, limit = 10 }: CheckOptions,
): Promise<CheckResult> {
  const { contract, place } = loaded
  await requirePatterns(engine, loaded)
  const collected = collector(name, table.label)
  const lineOf = (asked: Parameters<typeof place>[0]) => place(asked).line

  const { faults, matched } = matchLabels(contract, table)
  for (const { code, field, message, asked } of faults) {
    collected.add({
      code,
      ...(table.format === 'parquet' ? {} : { line: 1 }),
      ...(field === undefined ? {} : { field: shown(field) }),
      message,
      ...withLine(lineOf(asked)),
    })
  }
  for (const fault of table.faults.first) {
    const { code, row, line } = fault
    collected.add({ code, row, line, message: faultText(fault, table.columns.length) }, 0)
  }
  for (const code of faultCodes) collected.count(code, table.faults.counts[code])

  const usable = matched.filter(({ field, column }) => isTextFormat(table) || storesType(column, field.type))
  for (const { field, index, column } of matched) {
    if (usable.some((other) => other.index === index)) continue
    collected.add({
      code: 'type-error',
      field: shown(field.name),
      message: `${quoted(field.name)} is stored as ${shown(column.type)}, which cannot hold ${looks[field.type]}`,
      ...withLine(lineOf(['fields', index, 'type'])),
    })
  }

  await checkCells(engine, loaded, table, usable, limit, collected)
  for (const key of keyChecks(contract, usable)) {
    const { count, first } = await runKeyCheck(engine, contract, table, key, limit)
    const field = shown(key.fields.map((one) => one.field.name).join(', '))
    for (const { row, value, message } of first) {
      collected.add(
        {
          code: key.code,
          ...table.place(row),
          field,
          value: shown(value),
          message,
          ...withLine(lineOf(key.asked)),
        },
        0,
      )
    }
    collected.count(key.code, count)
  }

  const records =
    table.rows +
    Object.values(table.faults.counts).reduce((sum, n) => sum + n, 0) -
    table.faults.counts['blank-row']
  const { min, max } = contract.checks.rows ?? {}
  for (const [bound, broken, word] of [
    ['min', min !== undefined && records < min, 'at least'],
    ['max', max !== undefined && records > max, 'at most'],
  ] as const) {
    if (!broken) continue
    const message = `the table has ${records} rows; the contract asks for ${word} ${bound === 'min' ? min : max}`
    collected.add({ code: 'row-count', message, ...withLine(lineOf(['checks', 'rows', bound])) })
  }
  return { rows: records, ...collected.result() }
}

async function checkCells(
  engine: Engine,
  { contract, place }: LoadedContract,
  table: Table,
  matched: readonly Matched[],
  limit: number,
  collected: Collector,
): Promise<void> {
  const checks = matched.flatMap((one) => cellChecks(contract, table, one))
  if (checks.length === 0) return
  const counts = checks.map(({ broken }, i) => `count(*) FILTER (WHERE ${broken}) AS n${i}`)
  const [counted = {}] = await engine.rows(`SELECT ${counts.join(', ')} FROM ${table.relation}`)
  const failing = checks
    .map((check, i) => ({ check, i, count: Number(counted[`n${i}`]) }))
    .filter(({ count }) => count > 0)
  if (failing.length === 0) return
  const lists = failing.map(({ check: { broken, shown: cell }, i }) => {
    const row = `{r: r, v: ${cell === undefined ? 'NULL::VARCHAR' : `left(${cell}, 500)`}}`
    return `min_by(${row}, r, ${limit}) FILTER (WHERE ${broken}) AS f${i}`
  })
  const [found = {}] = await engine.rows(`SELECT ${lists.join(', ')} FROM ${table.numbered}`)
  for (const { check, i, count } of failing) {
    for (const { r, v } of found[`f${i}`] as unknown as { r: number; v: string | null }[]) {
      collected.add(cellFinding(check, table, Number(r), v, place(check.asked).line), 0)
    }
    collected.count(check.code, count)
  }
}

function cellFinding(
  check: CellCheck,
  table: Table,
  row: number,
  value: string | null,
  contractLine?: number,
) {
  return {
    code: check.code,
    ...table.place(row),
    field: shown(check.field),
    ...(check.shown === undefined ? {} : { value: shown(value ?? '') }),
    message: check.message(value ?? ''),
    ...withLine(contractLine),
  }
}

const withLine = (line: number | undefined) => (line === undefined ? {} : { contract_line: line })
