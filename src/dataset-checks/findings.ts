import { placeText } from '../contract/fault-sentence.ts'
import type { CheckResult, Finding, Group } from '../contract/finding.ts'
import { shown } from '../contract/finding.ts'
import type { Place } from '../errors.ts'
import type { DatasetCheck } from '../record/dataset-checks.ts'
import type { Asked, Measured } from './check.ts'
import { codes, type ShownRow } from './result.ts'

/** Measurements of one check of one table that are listed where they pass; the highest are. */
const listedColumns = 50

/** What was measured, as the record has it: all that does not pass, and of what does the highest values. */
export function measurementsOf(measured: readonly Measured[], { checks }: Asked): DatasetCheck[] {
  const listed = new Map<string, Set<Measured>>()
  for (const one of [...measured].sort((a, b) => (b.measurement.value ?? 0) - (a.measurement.value ?? 0))) {
    const { table, against } = one.measurement
    const key = JSON.stringify([one.check, table.name, against?.name ?? ''])
    const highest = listed.get(key) ?? new Set()
    if (highest.size < listedColumns || !one.measurement.passes) highest.add(one)
    listed.set(key, highest)
  }
  const kept = new Set([...listed.values()].flatMap((highest) => [...highest]))
  return measured
    .filter((one) => kept.has(one))
    .map(({ check, measurement: { table, against, column, value, threshold, passes } }) => ({
      check,
      table: table.name,
      ...(against === undefined ? {} : { against: against.name }),
      ...(column === undefined ? {} : { column: shown(column) }),
      ...(value === undefined ? {} : { value }),
      threshold,
      passes,
      severity: checks[check]?.severity ?? 'error',
    }))
}

/**
 * The result of a table with what the checks of the dataset found in it.
 * @param placeOf place of a key such as `data.checks.duplicates`
 */
export function withDatasetFindings(
  result: CheckResult,
  table: string,
  measured: readonly Measured[],
  { checks }: Asked,
  placeOf: (key: string) => Place,
): CheckResult {
  const found = measured.filter(({ measurement }) => measurement.table.name === table && !measurement.passes)
  const groups: Group[] = []
  const errors: Finding[] = []
  for (const { check, measurement, shown: rows } of found) {
    const { file, line } = placeOf(`data.checks.${check}`)
    const common = {
      code: codes[check],
      severity: checks[check]?.severity ?? ('error' as const),
      table,
      file: measurement.table.table.label,
      ...(measurement.column === undefined ? {} : { field: shown(measurement.column) }),
      ...(measurement.against === undefined ? {} : { against: measurement.against.name }),
      ...(file === undefined ? {} : { config_file: file }),
      ...(line === undefined ? {} : { config_line: line }),
    }
    groups.push({ ...common, count: measurement.count, message: sentenceOf(measurement, rows[0]) })
    for (const { value, ...row } of rows)
      errors.push({ ...common, ...row, ...(value === undefined ? {} : { value: shown(value) }) })
  }
  return {
    ...result,
    errors: [...result.errors, ...errors],
    groups: [...result.groups, ...groups],
    counts: added(result.counts, groups),
  }
}

/** The share of the rows, or what else was measured, once for all of them: `…, first at data/test.csv:3`. */
function sentenceOf({ message, count, table: { table } }: Measured['measurement'], first?: ShownRow): string {
  const at = placeText({ file: table.label, ...first })
  return at === undefined ? message : `${message}, ${count === 1 ? '' : 'first '}at ${at}`
}

function added(counts: CheckResult['counts'], groups: readonly Group[]): CheckResult['counts'] {
  const by_code: Record<string, number> = { ...counts.by_code }
  for (const { code, count } of groups) by_code[code] = (by_code[code] ?? 0) + count
  const sum = (severity: string) =>
    groups.reduce((total, group) => total + (group.severity === severity ? group.count : 0), 0)
  return {
    ...counts,
    error: counts.error + sum('error'),
    warning: counts.warning + sum('warning'),
    by_code: Object.fromEntries(Object.entries(by_code).sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}
