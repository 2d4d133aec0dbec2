import type { ErrorCode, Finding } from './finding.ts'

/** Faults in the order of the checks that found them, counted by code. */
export function collector(table: string, file: string) {
  const errors: Finding[] = []
  const byCode = new Map<ErrorCode, number>()
  const count = (code: ErrorCode, more: number) => {
    if (more > 0) byCode.set(code, (byCode.get(code) ?? 0) + more)
  }
  return {
    count,
    /** @param counted how many faults it stands for in the counts */
    add(
      finding: Omit<Finding, 'severity' | 'table' | 'file'> & { code: ErrorCode; message: string },
      counted = 1,
    ) {
      errors.push({ severity: 'error', table, file, ...finding } as Finding)
      count(finding.code, counted)
    },
    result() {
      const by_code = Object.fromEntries([...byCode].sort(([a], [b]) => (a < b ? -1 : 1)))
      const error = [...byCode.values()].reduce((sum, n) => sum + n, 0)
      return { errors, counts: { error, warning: 0, by_code } }
    },
  }
}

export type Collector = ReturnType<typeof collector>
