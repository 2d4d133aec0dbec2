import type { KeyPath } from '../../config/yaml-document.ts'
import type { Engine } from '../../tables/engine/engine.ts'
import { cellProbes } from '../cell-checks.ts'
import type { Sample } from '../infer/sample.ts'
import type { Judgement } from '../probe.ts'
import { type Reading, withReadings } from '../reading.ts'
import type { Contract } from '../schema/contract.ts'
import { outcomeOf } from '../weight.ts'

/** A rule about the cells of a field, and the cells that break it. */
export interface Violation {
  readonly reading: Reading
  /** place of the rule in the contract */
  readonly asked: KeyPath
  /** the rule: `type`, `required`, `enum` ... */
  readonly rule: string
  readonly count: number
  /** SQL over the readings: does the row break it? */
  readonly broken: string
  /** where the first row is that does */
  readonly where: string
}

/** What the cells break, in the order of the contract; what is tolerated is no violation. */
export async function violationsOf(
  engine: Engine,
  contract: Contract,
  { table, where }: Sample,
  readings: readonly Reading[],
): Promise<Violation[]> {
  const probes = readings.flatMap((reading) =>
    cellProbes(contract, [reading]).map((probe) => ({ reading, probe })),
  )
  const rows = withReadings(table.numbered, readings)
  const judged: { reading: Reading; judgement: Judgement }[] = []
  if (probes.length > 0) {
    const aggregates = probes.flatMap(({ probe }) => probe.aggregates)
    const named = aggregates.map((aggregate, i) => `${aggregate} AS a${i}`)
    const [answers = {}] = await engine.rows(`SELECT ${named.join(', ')} FROM ${rows}`)
    let at = 0
    for (const { reading, probe } of probes) {
      const judgement = probe.judge(probe.aggregates.map(() => answers[`a${at++}`] ?? null))
      // What cells come to is never settled later.
      if (judgement !== undefined && 'asked' in judgement) judged.push({ reading, judgement })
    }
  }
  const counting = judged.filter(
    ({ judgement: { count, weight = {} } }) => outcomeOf(count, table.rows, weight) !== 'tolerated',
  )
  if (counting.length === 0) return []
  const firsts = counting.map(
    ({ judgement }, i) => `min(r) FILTER (WHERE ${judgement.rows?.broken ?? 'false'}) AS f${i}`,
  )
  const [found = {}] = await engine.rows(`SELECT ${firsts.join(', ')} FROM ${rows}`)
  return counting.map(({ reading, judgement: { asked, count, rows: faulty } }, i) => ({
    reading,
    asked,
    rule: String(asked.at(-1)),
    count,
    broken: faulty?.broken ?? 'false',
    where: where(Number(found[`f${i}`])),
  }))
}
