import { counted, grouped } from '../report/number.ts'
import type { ReadTable } from './check-request.ts'
import type { PlannedTable } from './plan.ts'

/** The verdict in one sentence. */
export function reasonOf(
  planned: readonly PlannedTable[],
  read: readonly ReadTable[],
  counts: {
    readonly error: number
    readonly warning: number
    readonly tolerated?: number | undefined
    readonly by_code: Readonly<Record<string, number>>
  },
): string {
  const tables = counted(read.length, 'table')
  const faults = counts.error + counts.warning
  const tolerated = counts.tolerated ? `; ${grouped(counts.tolerated)} tolerated` : ''
  if (faults > 0) {
    const faulty = read.filter(({ result }) => result.counts.error + result.counts.warning > 0).length
    const kinds = Object.entries(counts.by_code).map(([code, count]) => `${grouped(count)} ${code}`)
    return `${counted(faults, 'fault')} in ${faulty === read.length ? tables : `${faulty} of ${tables}`}: ${kinds.join(', ')}${tolerated}.`
  }
  const total = read.reduce((sum, { result }) => sum + result.rows, 0)
  const contracts = [...new Set(planned.flatMap(({ contract }) => (contract ? [contract.path] : [])))]
  const bare = planned.filter(({ contract }) => contract === undefined).length
  if (contracts.length === 0)
    return `${counted(total, 'row')} in ${tables}: all whole; no contract asks for more.`
  const besides = bare > 0 ? ` (${counted(bare, 'table')} without a contract)` : ''
  return `${counted(total, 'row')} in ${tables}: no fault by ${contracts.join(', ')}${besides}${tolerated}.`
}
