import { counted, grouped } from '../../report/number.ts'
import type { FaultGroup } from '../fault-group.ts'
import type { LoadedContract } from '../load.ts'
import { weightOf } from './column.ts'

/**
 * How many rows there are. A table without rows is at fault unless `min` is 0.
 * @param rows those that are broken among them
 */
export function checkRowCount({ contract, place }: LoadedContract, rows: number): FaultGroup[] {
  const { min, max = Number.POSITIVE_INFINITY, ...check } = contract.checks.rows ?? {}
  const fault = (message: string, bound: 'min' | 'max'): FaultGroup[] => [
    {
      code: 'row-count',
      count: 1,
      contractLine: place(['checks', 'rows', bound]).line,
      weight: weightOf(check),
      first: [{ message }],
    },
  ]
  if (min === undefined && rows === 0) return fault('the table has no rows', 'min')
  if (min !== undefined && rows < min)
    return fault(
      `the table has ${counted(rows, 'row')}; the contract asks for at least ${grouped(min)}`,
      'min',
    )
  return rows > max
    ? fault(`the table has ${counted(rows, 'row')}; the contract asks for at most ${grouped(max)}`, 'max')
    : []
}
