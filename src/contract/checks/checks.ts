import { AssayError, together } from '../../errors.ts'
import type { FaultGroup } from '../fault-group.ts'
import type { Probe } from '../probe.ts'
import { categoryProbes } from './categories.ts'
import type { ColumnCheckName } from './codes.ts'
import { askedOf, type CheckedColumn } from './column.ts'
import { deviationProbes } from './deviation.ts'
import { checkDistinct } from './distinct.ts'
import { freshProbes } from './fresh.ts'
import { checkGaps } from './gaps.ts'
import { lackingProbe, readingNamed } from './lacking.ts'
import { nullProbes } from './nulls.ts'
import { checkOrdered } from './ordered.ts'
import { checkQuantiles } from './quantiles.ts'
import { aggregateProbes } from './sql/aggregates.ts'
import { conditionProbes } from './sql/conditions.ts'
import type { Statement } from './statement.ts'
import { sumProbes } from './sums.ts'

/** What the block `checks` asks of a table. */
export interface TableChecks {
  /** those that the scan of all cells can answer */
  readonly probes: readonly Probe[]
  /** runs the others, one after the other: each holds the values of a column */
  others(): Promise<FaultGroup[]>
}

export interface ChecksOptions extends Statement {
  /** the time of the run, which ages are measured against unless the contract says otherwise */
  readonly now?: Date | undefined
}

/**
 * Makes ready what the contract's `checks` ask. A column that cannot be read is a fault of every check that needs it,
 * unless the table's environment allows that it is absent.
 * @throws AssayError configuration `bad-sql`
 */
export async function tableChecks(options: ChecksOptions): Promise<TableChecks> {
  const { readings, now } = options
  // A header that has none of the fields is an error by itself.
  if (readings.length === 0) return { probes: [], others: async () => [] }
  const columns = checkedColumns(options)
  return {
    probes: [
      ...lackingProbes(options),
      ...columns.flatMap((column) => [
        ...nullProbes(column),
        ...sumProbes(options, column),
        ...deviationProbes(column),
        ...categoryProbes(column),
        ...freshProbes(column, now),
      ]),
      ...(await sqlProbes(options)),
    ],
    async others() {
      const groups: FaultGroup[] = []
      for (const column of columns)
        for (const check of [checkDistinct, checkQuantiles, checkOrdered, checkGaps])
          groups.push(...(await check(options, column)))
      return groups
    },
  }
}

/** @throws AssayError configuration `bad-sql`, with all expressions that are */
async function sqlProbes(options: ChecksOptions): Promise<Probe[]> {
  const bad: AssayError[] = []
  const probes: Probe[] = []
  for (const probesOf of [conditionProbes, aggregateProbes])
    try {
      probes.push(...(await probesOf(options)))
    } catch (thrown) {
      if (!(thrown instanceof AssayError)) throw thrown
      bad.push(thrown)
    }
  if (bad.length > 0) throw together(bad)
  return probes
}

function checkedColumns({ loaded, readings }: Statement): CheckedColumn[] {
  return Object.entries(loaded.contract.checks.columns).flatMap(([name, checks]) => {
    const reading = readingNamed(name, readings)
    return reading === undefined ? [] : [{ name, checks, reading }]
  })
}

/** What is asked of a column that is not there cannot be kept. */
function lackingProbes({ loaded, readings, absent }: ChecksOptions): Probe[] {
  return Object.entries(loaded.contract.checks.columns).flatMap(([name, checks]) => {
    if (absent.includes(name) || readingNamed(name, readings) !== undefined) return []
    const kinds = Object.keys(checks) as ColumnCheckName[]
    return kinds.map((kind) => lackingProbe(askedOf({ name, checks }, kind), kind, name))
  })
}
