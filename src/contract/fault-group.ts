import type { CheckResult, ErrorCode } from './finding.ts'
import { shown } from './finding.ts'

/** What one check found in one column. */
export interface FaultGroup {
  readonly code: ErrorCode
  readonly field?: string
  readonly count: number
  readonly contractLine?: number | undefined
  readonly first: readonly {
    readonly row?: number
    readonly line?: number
    readonly value?: string
    readonly message: string
  }[]
}

/** The groups as documents, with their sums. Names and values are cut to the length that is shown. */
export function checkResult(
  table: string,
  file: string,
  rows: number,
  found: readonly FaultGroup[],
): CheckResult {
  const groups = found.map(({ code, field, count, contractLine }) => ({
    code,
    severity: 'error' as const,
    table,
    file,
    ...(field === undefined ? {} : { field: shown(field) }),
    count,
    ...(contractLine === undefined ? {} : { contract_line: contractLine }),
  }))
  const errors = found.flatMap(({ first }, i) => {
    const { count: _, ...group } = groups[i]!
    return first.map(({ value, ...fault }) => ({
      ...group,
      ...fault,
      ...(value === undefined ? {} : { value: shown(value) }),
    }))
  })
  const by_code: Record<string, number> = {}
  for (const { code, count } of [...groups].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)))
    by_code[code] = (by_code[code] ?? 0) + count
  const error = groups.reduce((sum, { count }) => sum + count, 0)
  return { rows, errors, groups, counts: { error, warning: 0, by_code } }
}
