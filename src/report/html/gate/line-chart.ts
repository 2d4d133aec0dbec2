import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { bare } from '../../number.ts'
import { type Markup, markup, nothing } from '../markup.ts'
import { place } from '../place.ts'

const width = 300
const height = 244
const edge = { left: 40, right: 8, top: 8, bottom: 38 }

export interface ChartLine {
  readonly points: readonly (readonly [x: number, y: number])[]
  /** 0 is this model, and baselines follow; each has a stroke of its own */
  readonly model: number
  /** points are marked, too */
  readonly marked?: true
}

export interface LineChart {
  readonly caption: string
  readonly x: { readonly label: string; readonly domain: readonly [number, number] }
  readonly y: { readonly label: string; readonly domain: readonly [number, number] }
  readonly lines: readonly ChartLine[]
  /** a line of no model: chance, or what would be perfect */
  readonly reference?: readonly (readonly [x: number, y: number])[]
  /** between two lines over the same places */
  readonly band?: readonly (readonly [x: number, low: number, high: number])[]
  /** a point that stands out */
  readonly ring?: readonly [x: number, y: number]
}

/** A chart of lines as a figure; whoever does not see it is told its caption, and finds the numbers in the tables. */
export function lineChart({ caption, x, y, lines, reference, band, ring }: LineChart): Markup {
  const across = scaleLinear(x.domain, [edge.left, width - edge.right])
  const up = scaleLinear(y.domain, [height - edge.bottom, edge.top])
  const path = line<readonly [number, number]>(
    ([px]) => place(across(px)),
    ([, py]) => place(up(py)),
  ).digits(1)
  const area =
    band === undefined || band.length === 0
      ? nothing
      : markup`<path class="band" d="${path([...band.map(([px, , high]) => [px, high] as const), ...band.toReversed().map(([px, low]) => [px, low] as const)]) ?? ''}Z"/>`
  const base = height - edge.bottom
  return markup`<figure class="chart"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${caption}">
${up.ticks(5).map((tick) => markup`<line class="grid" x1="${edge.left}" x2="${width - edge.right}" y1="${place(up(tick))}" y2="${place(up(tick))}"/><text x="${edge.left - 6}" y="${place(up(tick) + 3.5)}" text-anchor="end">${bare(tick)}</text>`)}
${across.ticks(5).map((tick) => markup`<line class="grid" x1="${place(across(tick))}" x2="${place(across(tick))}" y1="${edge.top}" y2="${base}"/><text x="${place(across(tick))}" y="${base + 14}" text-anchor="middle">${bare(tick)}</text>`)}
<text x="${(edge.left + width - edge.right) / 2}" y="${height - 4}" text-anchor="middle">${x.label}</text>
<text transform="rotate(-90)" x="${-(edge.top + base) / 2}" y="9" text-anchor="middle">${y.label}</text>
${area}
${reference === undefined ? nothing : markup`<path class="reference" d="${path([...reference]) ?? ''}"/>`}
${lines
  .toReversed()
  .map(
    ({ points, model, marked }) =>
      markup`<path class="line model-${Math.min(model, 3)}" d="${path([...points]) ?? ''}"/>${
        marked
          ? points.map(
              ([px, py]) =>
                markup`<circle class="mark model-${Math.min(model, 3)}" cx="${place(across(px))}" cy="${place(up(py))}" r="3"/>`,
            )
          : nothing
      }`,
  )}
${ring === undefined ? nothing : markup`<line class="best" x1="${place(across(ring[0]))}" x2="${place(across(ring[0]))}" y1="${edge.top}" y2="${base}"/><circle class="best" cx="${place(across(ring[0]))}" cy="${place(up(ring[1]))}" r="5"/>`}
</svg><figcaption>${caption}</figcaption></figure>`
}

/** What each stroke stands for. */
export const modelLegend = (baselines: readonly string[]): Markup =>
  markup`<ul class="legend">${['this model', ...baselines].map(
    (name, i) =>
      markup`<li><svg class="stroke" viewBox="0 0 28 8" aria-hidden="true"><line class="line model-${Math.min(i, 3)}" x1="0" x2="28" y1="4" y2="4"/></svg>${name}</li>`,
  )}</ul>`
