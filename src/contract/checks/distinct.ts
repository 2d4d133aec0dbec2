import type { FaultGroup } from '../fault-group.ts'
import { quoted } from '../finding.ts'
import { withReadings } from '../reading.ts'
import { againstBound, broken } from './bounds.ts'
import { askedOf, type CheckedColumn, noValues, wholeFault } from './column.ts'
import { groupOf, type Statement } from './statement.ts'

/**
 * Distinct values, as their type tells them apart; a cell that has not the type is a value by its text. Grouping holds
 * less than `count(DISTINCT)` does.
 */
export async function checkDistinct(statement: Statement, column: CheckedColumn): Promise<FaultGroup[]> {
  const { distinct, distinct_share } = column.checks
  if (distinct === undefined && distinct_share === undefined) return []
  const { engine, table } = statement
  const { reading } = column
  const [row] = await engine.rows(
    `SELECT count(*) AS kinds, coalesce(sum(n), 0)::BIGINT AS cells FROM (
       SELECT ${reading.value} AS k, ${reading.rest} AS t, count(*) AS n
       FROM ${withReadings(table.relation, [reading])} WHERE NOT ${reading.missing} GROUP BY ALL)`,
  )
  const kinds = Number(row?.kinds)
  const cells = Number(row?.cells)
  const name = quoted(column.name)
  const found: FaultGroup[] = []
  if (distinct !== undefined) {
    const asked = askedOf(column, 'distinct')
    const limit = broken(kinds, distinct)
    if (cells === 0) found.push(groupOf(statement, noValues(asked, 'number of distinct values')))
    else if (limit !== undefined) {
      const message = `the number of distinct values of ${name} is ${againstBound(kinds, limit)}`
      found.push(groupOf(statement, wholeFault(asked, message, [limit.bound])))
    }
  }
  if (distinct_share !== undefined) {
    const asked = askedOf(column, 'distinct_share')
    const limit = broken(kinds / cells, distinct_share)
    if (cells === 0) found.push(groupOf(statement, noValues(asked, 'share of distinct values')))
    else if (limit !== undefined) {
      const message = `the share of distinct values of ${name} is ${againstBound(kinds / cells, limit)}`
      found.push(groupOf(statement, wholeFault(asked, message, [limit.bound])))
    }
  }
  return found
}
