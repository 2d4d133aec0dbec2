import { configurationError } from '../../errors.ts'
import { groupRates } from '../../metrics/fairness/group-rates.ts'
import { fault } from '../../metrics/faults.ts'
import type { Predictions } from '../../metrics/predictions.ts'
import type { Grouping } from '../../record/fairness.ts'
import { grouped } from '../../report/number.ts'
import { groupingsOf, type Slicing } from './slices.ts'

/** Each is compared with every other. */
const mostGroups = 100

const tooMany = (by: string, groups: number) =>
  configurationError(
    'too-many-groups',
    `gate.fairness makes ${grouped(groups)} groups of the test set by ${by}; at most ${mostGroups} are compared`,
    { hint: 'Name columns of fewer values, or lower gate.fairness.depth or bins.' },
  )

/** What is read of each group, so that disparities can be judged from the record alone; undefined unless binary. */
export function measureFairness(
  predictions: Predictions,
  attributes: Readonly<Record<string, readonly (string | null)[]>>,
  slicing: Slicing,
): Grouping[] | undefined {
  if (predictions.task !== 'binary') return undefined
  const wrong = fault(predictions, 'predicted')
  const groupings = groupingsOf(attributes, slicing)
  for (const { by, groups } of groupings) if (groups.length > mostGroups) throw tooMany(by, groups.length)
  return groupings.map(({ by, groups }) => ({
    by,
    groups: groups.map(({ name, rows }) => ({
      name,
      rows: rows.length,
      rates:
        wrong === undefined
          ? Object.fromEntries(
              Object.entries(groupRates(predictions, rows)).map(([rate, { hits, trials }]) => [
                rate,
                { value: hits / trials, trials },
              ]),
            )
          : {},
    })),
    ...(wrong !== undefined && { fault: wrong }),
  }))
}
