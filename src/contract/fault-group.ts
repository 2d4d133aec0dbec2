import { faultSentence } from './fault-sentence.ts'
import type { CheckResult, ErrorCode } from './finding.ts'
import { shown } from './finding.ts'
import { outcomeOf, shareText, type Weight } from './weight.ts'

/** What one check found in one column. */
export interface FaultGroup {
  readonly code: ErrorCode
  readonly field?: string
  /** place of the field's column in the table, from 1 */
  readonly column?: number
  /** what the rows at fault are, to follow `12 rows`; absent where the fault is no row's */
  readonly rowsAre?: string
  readonly count: number
  /** which rows are at fault, where rows are: SQL over the table's numbered rows and its readings */
  readonly faulty?: string
  readonly contractLine?: number | undefined
  /** key of the contract that asks for it: `fields.1.constraints.minimum` */
  readonly rule?: string
  /** default: an error, of which no row may have any */
  readonly weight?: Weight
  readonly first: readonly {
    readonly row?: number
    readonly line?: number
    /** the row's own file, where the table has several */
    readonly file?: string
    readonly value?: string
    readonly message: string
  }[]
}

/**
 * The groups as documents, with their sums. Names and values are cut to the length that is shown. What is within its
 * tolerance stays in the lists as `tolerated`, and in no sum but its own.
 */
export function checkResult(
  table: string,
  file: string,
  rows: number,
  found: readonly FaultGroup[],
): CheckResult {
  const groups = found.map(({ field, column, count, contractLine, weight = {}, ...group }) => ({
    code: group.code,
    severity: outcomeOf(count, rows, weight),
    table,
    file,
    ...(field === undefined ? {} : { field: shown(field) }),
    ...(column === undefined ? {} : { column }),
    count,
    message: faultSentence({ ...group, count }, file, shareText(count, rows, weight)),
    ...(weight.tolerance ? { share: count / rows, tolerance: weight.tolerance } : {}),
    ...(contractLine === undefined ? {} : { contract_line: contractLine }),
    ...(group.rule === undefined ? {} : { rule: group.rule }),
  }))
  const errors = found.flatMap(({ first, weight = {} }, i) => {
    const { count, message: _, share: __, tolerance: ___, ...group } = groups[i]!
    return first.map(({ value, message, ...fault }) => ({
      ...group,
      ...fault,
      ...(value === undefined ? {} : { value: shown(value) }),
      message: `${message}${shareText(count, rows, weight)}`,
    }))
  })
  const by_code: Record<string, number> = {}
  for (const { code, count, severity } of [...groups].sort(byCode))
    if (severity !== 'tolerated') by_code[code] = (by_code[code] ?? 0) + count
  const sum = (outcome: string) =>
    groups.reduce((total, { severity, count }) => total + (severity === outcome ? count : 0), 0)
  const tolerated = sum('tolerated')
  return {
    rows,
    errors,
    groups,
    counts: {
      error: sum('error'),
      warning: sum('warning'),
      ...(tolerated === 0 ? {} : { tolerated }),
      by_code,
    },
  }
}

/** Two results of one table as one. */
export function joined(a: CheckResult, b: CheckResult): CheckResult {
  const codes = [...new Set([...Object.keys(a.counts.by_code), ...Object.keys(b.counts.by_code)])].sort()
  const tolerated = (a.counts.tolerated ?? 0) + (b.counts.tolerated ?? 0)
  return {
    ...a,
    errors: [...a.errors, ...b.errors],
    groups: [...a.groups, ...b.groups],
    counts: {
      error: a.counts.error + b.counts.error,
      warning: a.counts.warning + b.counts.warning,
      ...(tolerated === 0 ? {} : { tolerated }),
      by_code: Object.fromEntries(
        codes.map((code) => [code, (a.counts.by_code[code] ?? 0) + (b.counts.by_code[code] ?? 0)]),
      ),
    },
  }
}

const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
