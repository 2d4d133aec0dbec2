import type { Config, Rule } from '../config/schema.ts'
import { metricNamed } from '../metrics/catalogue.ts'
import type { Metric } from '../metrics/metric.ts'
import { meanOfColumn, ratioOfColumns } from '../metrics/own-metric.ts'
import { memberOf } from './member-of.ts'

/** The metrics of rules that can be computed from rows: the user's own means and ratios, and those that are known. */
export const ruledMetrics = (names: readonly string[], own: Config['metrics']): Metric[] =>
  names.flatMap((name) => {
    const defined = memberOf(own, name)
    return (defined === undefined ? metricNamed(name) : ownMetric(name, defined)) ?? []
  })

/** The user's own metrics that are computed from rows. */
export const ownMetrics = (own: Config['metrics']): Metric[] =>
  Object.entries(own).flatMap(([name, defined]) => ownMetric(name, defined) ?? [])

/**
 * Whether a metric's own bounds are made. Those that need every row drawn again and again take longer than all else,
 * and are made only for rules that go by them.
 */
export const isBounded =
  (confident: readonly string[]) =>
  ({ name, method }: Metric): boolean =>
    method !== 'bootstrap' || confident.includes(name)

/** Names of the metrics whose rule goes by their bound, or makes bounds of a gap of it. */
export const confidentOf = (rules: Readonly<Record<string, Rule>>): string[] =>
  Object.entries(rules).flatMap(([name, { confidence, max_gap: gap }]) =>
    confidence === undefined && gap?.evaluation === undefined ? [] : [name],
  )

/** Columns of the predictions that own metrics are made of. */
export const columnsOfOwn = (own: Config['metrics']): string[] => [
  ...new Set(
    Object.values(own).flatMap(({ mean, ratio = [] }) => [...(mean === undefined ? [] : [mean]), ...ratio]),
  ),
]

function ownMetric(name: string, { mean, ratio, direction }: Config['metrics'][string]): Metric | undefined {
  if (mean !== undefined) return meanOfColumn(name, mean, direction)
  const [top, bottom] = ratio ?? []
  return top === undefined || bottom === undefined
    ? undefined
    : ratioOfColumns(name, [top, bottom], direction)
}
