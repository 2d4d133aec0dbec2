import type { FaultGroup } from '../fault-group.ts'
import { named, quoted } from '../finding.ts'
import { withReadings } from '../reading.ts'
import { askedOf, type CheckedColumn, hasValue, noValues } from './column.ts'
import { shownTexts } from './shown-texts.ts'
import { groupOf, type Statement } from './statement.ts'

/**
 * Values against the one before, in the order of the rows. Cells without a value are passed over; one that is too large
 * to be compared is out of order with both its neighbours.
 */
export async function checkOrdered(statement: Statement, column: CheckedColumn): Promise<FaultGroup[]> {
  const { ordered } = column.checks
  if (ordered === undefined) return []
  const { engine, table, limit } = statement
  const asked = askedOf(column, 'ordered')
  const { reading } = column
  const { direction, strict } = ordered
  const keeps = `${direction === 'increasing' ? '>' : '<'}${strict ? '' : '='}`
  const [row] = await engine.rows(
    `SELECT count(*) AS cells, count(*) FILTER (WHERE broken) AS n,
       ${shownTexts(`min_by({r: r, t: t, p: p, n: 0}, r, ${limit}) FILTER (WHERE broken)`)} AS first FROM (
         SELECT r, t, lag(t) OVER () AS p,
           lag(r) OVER () IS NOT NULL AND NOT coalesce(v ${keeps} lag(v) OVER (), false) AS broken FROM (
             SELECT r, ${reading.value} AS v, ${reading.matched.column.sql} AS t
             FROM ${withReadings(table.numbered, [reading])} WHERE ${hasValue(reading)}))`,
  )
  if (Number(row?.cells) === 0) return [groupOf(statement, noValues(asked, 'order'))]
  const count = Number(row?.n)
  if (count === 0) return []
  const wanted = `${strict ? 'strictly ' : ''}${direction}`
  const first = (row?.first ?? []) as unknown as readonly Neighbours[]
  return [
    groupOf(
      statement,
      { ...asked, count, rowsAre: `whose ${named(column.name)} is not in ${wanted} order` },
      first.map(({ r, t, p }) => ({
        ...table.place(Number(r)),
        value: t,
        message: `${quoted(column.name)} is ${quoted(t)} after ${quoted(p)}; the contract asks that it is ${wanted}`,
      })),
    ),
  ]
}

interface Neighbours {
  readonly r: number
  readonly t: string
  /** text of the value before */
  readonly p: string
}
