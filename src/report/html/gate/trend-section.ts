import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import type { EvaluateGateRecord } from '../../../record/evaluate-gate.ts'
import { pointOf, type TrendPoint, trendOf } from '../../../record/trend.ts'
import { numberFormat } from '../../number.ts'
import { type Markup, markup, nothing } from '../markup.ts'
import { place } from '../place.ts'
import { sortableTable } from '../sortable-table.ts'
import { type Section, section } from './section.ts'

const width = 300
const height = 96
const edge = { left: 8, right: 8, top: 12, bottom: 12 }

/** What accepted runs of the default branch reached, up to this one; absent where there was none before. */
export function trendSection(record: EvaluateGateRecord): Section | undefined {
  const earlier = trendOf(record)
  if (earlier.length === 0) return undefined
  const own = pointOf(record)
  const points = [...earlier, ...(own ? [own] : [])]
  const metrics = Object.keys((own ?? earlier.at(-1)!).metrics)
  const moved = new Set(points.map(({ test_set }) => test_set)).size > 1
  return section(
    'trend',
    'Trend',
    markup`<p>Accepted runs of the default branch, the oldest first${own ? '; the last is this one' : ''}. ${moved ? 'Where a dashed line stands the test set changed: values on both sides are not comparable.' : ''}</p>
<div class="charts">${metrics.map((metric) => sparkline(metric, points))}</div>
<details><summary>As a table</summary>${tableOf(metrics, points, own)}</details>`,
  )
}

const reached = ({ metrics }: TrendPoint, metric: string) =>
  Object.hasOwn(metrics, metric) ? metrics[metric] : undefined

function sparkline(metric: string, points: readonly TrendPoint[]): Markup {
  const drawn = points.flatMap((point) => {
    const value = reached(point, metric)
    return value === undefined ? [] : [{ value, set: point.test_set }]
  })
  const values = drawn.map(({ value }) => value)
  if (values.length === 0) return nothing
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const room = (most - least || Math.abs(most) || 1) * 0.1
  const x = scaleLinear([0, Math.max(1, values.length - 1)], [edge.left, width - edge.right])
  const y = scaleLinear([least - room, most + room], [height - edge.bottom, edge.top])
  const path = line<number>(
    (_, i) => place(x(i)),
    (value) => place(y(value)),
  ).digits(1)
  const format = numberFormat(values)
  const last = values.length - 1
  const caption = `${metric}: ${format(values[0]!)} to ${format(values[last]!)} over ${values.length} runs`
  return markup`<figure class="chart"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${caption}">
${drawn.map(({ set }, i) => (i > 0 && set !== drawn[i - 1]!.set ? markup`<line class="limit-of-set" x1="${place(x(i - 0.5))}" x2="${place(x(i - 0.5))}" y1="0" y2="${height}"/>` : nothing))}
<path class="line model-0" d="${path(values) ?? ''}"/>
${values.map((value, i) => markup`<circle class="mark model-0" cx="${place(x(i))}" cy="${place(y(value))}" r="${i === last ? 4 : 2}"/>`)}
</svg><figcaption>${caption}</figcaption></figure>`
}

function tableOf(
  metrics: readonly string[],
  points: readonly TrendPoint[],
  own: TrendPoint | undefined,
): Markup {
  const formats = metrics.map((metric) => numberFormat(points.map((point) => reached(point, metric))))
  return sortableTable({
    id: 'trend-table',
    caption: 'Values of each run',
    columns: [
      { label: 'run' },
      { label: 'when' },
      ...metrics.map((label) => ({ label, number: true as const })),
    ],
    rows: points.toReversed().map((point) => ({
      cells: [
        {
          shows:
            point === own
              ? 'this run'
              : markup`<code>${point.sha?.slice(0, 7) ?? point.run.slice(0, 12)}</code>`,
        },
        { shows: point.at },
        ...metrics.map((metric, i) => {
          const value = reached(point, metric)
          return {
            shows: value === undefined ? '' : formats[i]!(value),
            key: value ?? Number.NEGATIVE_INFINITY,
          }
        }),
      ],
    })),
  })
}
