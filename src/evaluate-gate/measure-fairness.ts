import { groupRates } from '../metrics/fairness/group-rates.ts'
import { fault } from '../metrics/faults.ts'
import type { Predictions } from '../metrics/predictions.ts'
import type { Grouping } from '../record/fairness.ts'
import { groupingsOf, type Slicing } from './slices.ts'

/** What is read of each group, so that disparities can be judged from the record alone; undefined unless binary. */
export function measureFairness(
  predictions: Predictions,
  attributes: Readonly<Record<string, readonly (string | null)[]>>,
  slicing: Slicing,
): Grouping[] | undefined {
  if (predictions.task !== 'binary') return undefined
  const wrong = fault(predictions, 'predicted')
  return groupingsOf(attributes, slicing).map(({ by, groups }) => ({
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
