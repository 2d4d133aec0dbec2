import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { pointOf, type TrendPoint, trendOf } from '../record/trend.ts'
import { addressPart } from './markdown/address-part.ts'
import { blocks, table } from './markdown/blocks.ts'
import { cellCode, link } from './markdown/escape.ts'
import { numberFormat } from './number.ts'

/**
 * What the accepted runs of the default branch reached, and this run: a chart of the first metric, and a table of all.
 * Nothing where there was no such run.
 * @param site page of the repository
 */
export function trendMarkdown(record: EvaluateGateRecord, site: string | undefined): string | undefined {
  const earlier = trendOf(record)
  if (earlier.length === 0) return undefined
  const own = pointOf(record)
  const points = [...earlier, ...(own ? [own] : [])]
  const metrics = Object.keys((own ?? earlier.at(-1)!).metrics)
  return blocks([
    `**The last ${earlier.length === 1 ? 'run' : `${earlier.length} runs`} on the default branch${own ? ', and this one' : ''}**`,
    metrics[0] === undefined ? undefined : chart(metrics[0], points, own),
    trendTable(metrics, points, own, site),
    testSets(points) > 1
      ? 'The test set changed on the way: values of different test sets are not comparable.'
      : undefined,
  ])
}

const testSets = (points: readonly TrendPoint[]) => new Set(points.map(({ test_set }) => test_set)).size

/** Undefined where there are not two points to connect. */
function chart(
  metric: string,
  points: readonly TrendPoint[],
  own: TrendPoint | undefined,
): string | undefined {
  const drawn = points.filter(({ metrics }) => Object.hasOwn(metrics, metric))
  if (drawn.length < 2) return undefined
  const values = drawn.map(({ metrics }) => metrics[metric]!)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const margin = (high - low || Math.abs(high) || 1) * 0.1
  const name = drawable(metric)
  const labels = apart(
    drawn.map((point) => (point === own ? 'this run' : drawable(point.sha?.slice(0, 7) ?? point.run))),
  )
  return [
    '```mermaid',
    'xychart-beta',
    `  x-axis [${labels.map((label) => `"${label}"`).join(', ')}]`,
    `  y-axis "${name}" ${plain(low - margin)} --> ${plain(high + margin)}`,
    `  line [${values.map(plain).join(', ')}]`,
    '```',
  ].join('\n')
}

/** Two runs of one commit are two points, which a diagram tells by their labels. */
const apart = (labels: readonly string[]) =>
  labels.map((label, i) => {
    const before = labels.slice(0, i).filter((other) => other === label).length
    return before === 0 ? label : `${label} ${before + 1}`
  })

/** As a diagram can hold it: its language has no way to quote what means something in it. */
const drawable = (text: string) =>
  text
    .replace(/[^\p{L}\p{N} _.@-]+/gu, ' ')
    .trim()
    .slice(0, 40) || 'metric'

/** Without an exponent, which diagrams do not read. */
const plain = (value: number) => String(Number(value.toFixed(6)))

function trendTable(
  metrics: readonly string[],
  points: readonly TrendPoint[],
  own: TrendPoint | undefined,
  site: string | undefined,
): string {
  const formats = metrics.map((metric) => numberFormat(points.map((point) => reached(point, metric))))
  return table(
    ['run', 'day', ...metrics.map(cellCode)],
    points.toReversed().map((point) => {
      const page = site === undefined ? undefined : `${site}/actions/runs/${addressPart(point.run)}`
      return [
        point === own ? 'this run' : link(cellCode(point.sha?.slice(0, 7) ?? point.run), page),
        /^\d{4}-\d{2}-\d{2}/.exec(point.at)?.[0] ?? '',
        ...metrics.map((metric, i) => {
          const value = reached(point, metric)
          return value === undefined ? '' : formats[i]!(value)
        }),
      ]
    }),
    ['left', 'left', ...metrics.map(() => 'right' as const)],
  )
}

const reached = ({ metrics }: TrendPoint, metric: string) =>
  Object.hasOwn(metrics, metric) ? metrics[metric] : undefined
