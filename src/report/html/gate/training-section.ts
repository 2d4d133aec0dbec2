import type { TrainRecord } from '../../../record/train.ts'
import { bare, numberFormat } from '../../number.ts'
import { type Markup, markup, nothing } from '../markup.ts'
import { sortableTable } from '../sortable-table.ts'
import { type ChartLine, lineChart } from './line-chart.ts'
import { type Section, section } from './section.ts'

type Curve = NonNullable<TrainRecord['curves']>[string]

/** More drawings than this nobody looks at; the table has them all. */
const mostCharts = 24

/** One metric as it went while the model was trained: on validation data, on training data, or both. */
interface Course {
  readonly metric: string
  /** as the validation's curve was logged */
  readonly name?: string
  readonly validation?: Curve
  readonly training?: Curve
}

/** What the training logged by step, with a mark where it was best; absent where it logged nothing. */
export function trainingSection({
  training,
}: {
  readonly training?: Pick<TrainRecord, 'curves'>
}): Section | undefined {
  const curves = Object.entries(training?.curves ?? {}).filter(([, { points }]) => points.length > 0)
  if (curves.length === 0) return undefined
  const courses = coursesOf(curves)
  const paired = courses.some(({ validation, training: fitted }) => validation && fitted)
  const left = courses.length - mostCharts
  return section(
    'training',
    'Training',
    markup`<p>What the training logged by step. A ring marks the best step of a metric${paired ? '; a dashed line is the same metric on training data' : ''}.</p>
<div class="charts">${courses.slice(0, mostCharts).map(chart)}</div>
${left > 0 ? markup`<p class="faint">${left} more are in the table.</p>` : nothing}
<details><summary>As a table</summary>${tableOf(curves)}</details>`,
  )
}

const named = /^(val|valid|validation|eval|train|training)[_/.-](.+)$/i

/** `val_loss` belongs to `loss` and to `train_loss`. */
function coursesOf(curves: readonly (readonly [string, Curve])[]): Course[] {
  const courses = new Map<string, Course>()
  const validated = new Set(
    curves.flatMap(([name]) => {
      const [, of = '', metric] = named.exec(name) ?? []
      return metric !== undefined && !/^train/i.test(of) ? [metric] : []
    }),
  )
  for (const [name, curve] of curves) {
    const [, of, metric = name] = named.exec(name) ?? []
    if (!validated.has(metric)) {
      courses.set(name, { metric: name, validation: curve })
      continue
    }
    const side = of === undefined || /^train/i.test(of) ? 'training' : 'validation'
    // The same metric under two names, such as loss and train_loss: each has a drawing of its own.
    const key = courses.get(metric)?.[side] === undefined ? metric : name
    courses.set(key, {
      ...courses.get(key),
      metric: key,
      [side]: curve,
      ...(side === 'validation' && { name }),
    })
  }
  return [...courses.values()].map((course) =>
    course.training === undefined && course.name !== undefined ? { ...course, metric: course.name } : course,
  )
}

function chart({ metric, validation, training }: Course): Markup {
  const sides = [validation, training]
  const points = sides.flatMap((side) => side?.points ?? [])
  const format = numberFormat(
    points.map(([, value]) => value),
    0,
  )
  const best = validation?.best
  const lines = sides.flatMap((side, model): ChartLine[] =>
    side === undefined
      ? []
      : [{ points: side.points, model, ...(side.points.length === 1 && { marked: true }) }],
  )
  return lineChart({
    caption: captionOf(metric, validation, training, format),
    x: {
      label: 'step',
      domain: around(
        points.map(([step]) => step),
        0,
      ),
    },
    y: {
      label: metric,
      domain: around([...points.map(([, value]) => value), ...(best ? [best.value] : [])], 0.06),
    },
    lines,
    ...(best && { ring: [best.step, best.value] as const }),
  })
}

function captionOf(
  metric: string,
  validation: Curve | undefined,
  training: Curve | undefined,
  format: (value: number) => string,
): string {
  const { best, last } = validation ?? {}
  return [
    ...(best ? [`best ${format(best.value)} at step ${bare(best.step)}`] : []),
    ...(last ? [`last ${format(last.value)} at step ${bare(last.step)}`] : []),
    ...(training ? [`on training data last ${format(training.last.value)}`] : []),
  ].reduce((text, part, i) => `${text}${i === 0 ? ': ' : ', '}${part}`, metric)
}

/** From the least to the most, with a share of the way between as room on both sides. */
function around(values: readonly number[], room: number): readonly [number, number] {
  const least = values.reduce((a, b) => Math.min(a, b))
  const most = values.reduce((a, b) => Math.max(a, b))
  const space = most > least ? (most - least) * room : room === 0 ? 1 : Math.abs(most) * 0.1 || 1
  return [least - space, most + space]
}

function tableOf(curves: readonly (readonly [string, Curve])[]): Markup {
  return sortableTable({
    id: 'training-table',
    caption: 'What the training logged',
    columns: [
      { label: 'metric' },
      ...['best', 'at step', 'last', 'last step', 'values'].map((label) => ({
        label,
        number: true as const,
      })),
    ],
    rows: curves.map(([name, { best, last, values, points }]) => {
      const format = numberFormat(points.map(([, value]) => value))
      return {
        cells: [
          { shows: markup`<code>${name}</code>` },
          { shows: best ? format(best.value) : '', key: best?.value ?? Number.NEGATIVE_INFINITY },
          { shows: best ? bare(best.step) : '', key: best?.step ?? Number.NEGATIVE_INFINITY },
          { shows: format(last.value), key: last.value },
          { shows: bare(last.step), key: last.step },
          { shows: String(values), key: values },
        ],
      }
    }),
  })
}
