import { scaleLinear } from 'd3-scale'
import type { Curves } from '../../../record/curves.ts'
import { bare, grouped } from '../../number.ts'
import { Markup, markup, nothing } from '../markup.ts'
import { place } from '../place.ts'
import { lineChart, modelLegend } from './line-chart.ts'
import { type Section, section } from './section.ts'
import type { ShownCurves } from './shown-curves.ts'

type Residuals = NonNullable<Curves['residuals']>

const width = 300
const height = 244
const edge = { left: 8, right: 8, top: 8, bottom: 38 }

/** How far predictions of numbers are off, how often and where; absent of other tasks. */
export function residualsSection(all: readonly ShownCurves[]): Section | undefined {
  const drawn = all.flatMap(({ evaluation, candidate: { residuals }, baselines }) =>
    residuals === undefined
      ? []
      : [
          {
            evaluation,
            residuals,
            others: baselines.flatMap(({ name, curves }) =>
              curves.residuals === undefined ? [] : [{ name, residuals: curves.residuals }],
            ),
          },
        ],
  )
  if (drawn.length === 0) return undefined
  return section(
    'residuals',
    'Residuals',
    markup`<p>A residual is the label minus the prediction: to the right of zero the model said too little.</p>
${drawn.map(
  ({ evaluation, residuals, others }) => markup`${all.length > 1 ? markup`<h3>${evaluation}</h3>` : nothing}
${modelLegend(others.map(({ name }) => name))}
<div class="charts">${histogram(
    residuals,
    others.map((one) => one.residuals),
  )}${alongPrediction(
    residuals,
    others.map((one) => one.residuals),
  )}</div>`,
)}`,
  )
}

function histogram({ edges, counts, below, above }: Residuals, others: readonly Residuals[]): Markup {
  const x = scaleLinear([edges[0]!, edges.at(-1)!], [edge.left, width - edge.right])
  const tallest = Math.max(1, ...counts, ...others.flatMap((one) => one.counts))
  const y = scaleLinear([0, tallest], [height - edge.bottom, edge.top])
  const base = height - edge.bottom
  const bars = counts.map(
    (count, i) =>
      markup`<rect class="fill soft" x="${place(x(edges[i]!) + 0.5)}" y="${place(y(count))}" width="${place(Math.max(0.5, x(edges[i + 1]!) - x(edges[i]!) - 1))}" height="${place(base - y(count))}"/>`,
  )
  const outline = (of: Residuals, model: number) => {
    const steps = of.counts.map((count, i) => {
      const across = `${place(y(count))}H${place(x(edges[i + 1]!))}`
      return i === 0 ? `M${place(x(edges[0]!))} ${across}` : `V${across}`
    })
    return markup`<path class="line model-${Math.min(model, 3)}" d="${new Markup(steps.join(''))}"/>`
  }
  const beyond = below + above
  const caption = `How often each residual${beyond > 0 ? `; ${grouped(beyond)} lie beyond` : ''}`
  return markup`<figure class="chart"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${caption}">
${bars}
<line class="equal" x1="${place(x(0))}" x2="${place(x(0))}" y1="${edge.top}" y2="${base}"/>
<line class="axis" x1="${edge.left}" x2="${width - edge.right}" y1="${base}" y2="${base}"/>
${x.ticks(5).map((tick) => markup`<text x="${place(x(tick))}" y="${base + 14}" text-anchor="middle">${bare(tick)}</text>`)}
<text x="${width / 2}" y="${height - 4}" text-anchor="middle">residual</text>
${others.map((one, i) => outline(one, i + 1))}
</svg><figcaption>${caption}</figcaption></figure>`
}

function alongPrediction({ parts }: Residuals, others: readonly Residuals[]): Markup {
  if (parts.length < 2) return nothing
  const all = [parts, ...others.map((one) => one.parts)]
  const values = all.flatMap((one) => one.flatMap(({ low, high }) => [low, high]))
  const places = all.flatMap((one) => one.map(({ predicted }) => predicted))
  return lineChart({
    caption: 'Residuals by prediction: the median, and where 8 of 10 rows of this model lie',
    x: { label: 'prediction', domain: [Math.min(...places), Math.max(...places)] },
    y: { label: 'residual', domain: [Math.min(0, ...values), Math.max(0, ...values)] },
    band: parts.map(({ predicted, low, high }) => [predicted, low, high] as const),
    lines: all.map((one, model) => ({
      points: one.map(({ predicted, median }) => [predicted, median] as const),
      model,
    })),
    reference: [
      [Math.min(...places), 0],
      [Math.max(...places), 0],
    ],
  })
}
