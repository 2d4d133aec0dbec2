import type { Engine } from '../../tables/engine/engine.ts'
import type { Table } from '../../tables/table.ts'
import type { FaultGroup } from '../fault-group.ts'
import type { LoadedContract } from '../load.ts'
import type { Judgement } from '../probe.ts'
import type { Reading } from '../reading.ts'

/** What a check needs that must hold all values of a column, and so is a statement of its own. */
export interface Statement {
  readonly engine: Engine
  readonly loaded: LoadedContract
  readonly table: Table
  /** of every field that the table has and that can be read */
  readonly readings: readonly Reading[]
  /** fields that the table may lack, with the checks that name them */
  readonly absent: readonly string[]
  /** rows that are shown */
  readonly limit: number
}

/** A judgement as the group that the result lists. */
export function groupOf(
  { loaded }: Statement,
  { code, field, count, asked, weight, message, rowsAre }: Judgement & Pick<FaultGroup, 'rowsAre'>,
  first: FaultGroup['first'] = [{ message: message ?? '' }],
): FaultGroup {
  return {
    code,
    ...(field === undefined ? {} : { field }),
    ...(rowsAre === undefined ? {} : { rowsAre }),
    count,
    contractLine: loaded.place(asked).line,
    rule: asked.join('.'),
    ...(weight === undefined ? {} : { weight }),
    first,
  }
}
