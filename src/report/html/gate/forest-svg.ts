import { scaleLinear } from 'd3-scale'
import type { Comparison } from '../../../record/comparison.ts'
import type { Tone } from '../../gate/zone-words.ts'
import { bare } from '../../number.ts'
import { type Markup, markup, nothing } from '../markup.ts'
import { place } from '../place.ts'

const width = 300
const height = 44
const middle = 15
const base = 30
const letter = 5.6

/** What one row of a forest plot shows, on a line on which right is better. */
interface Shown {
  readonly estimate: number
  readonly interval?: readonly [low: number, high: number]
  /** what lies to its left is more than the rule allows */
  readonly limit: number
  /** where nothing would have changed */
  readonly equal?: number
  /** values of baselines */
  readonly before?: readonly number[]
  /** how a place on the line is written */
  readonly written: (place: number) => string
}

/** What the record says of the metric beside the comparison. */
export interface Known {
  /** of this model's value, both bounds at 95% */
  readonly interval?: readonly [low: number, high: number]
  /** values of baselines on the same rows */
  readonly baselines: readonly number[]
  /** what the drawing shows, in words */
  readonly said: string
}

/**
 * A comparison as a row of a forest plot: estimate, bounds, and what the rule allows; better is to the right, whichever
 * way the metric goes. Nothing where there is no number to draw.
 */
export function forestSvg(comparison: Comparison, tone: Tone, known: Known): Markup {
  const shown = shownOf(comparison, known)
  if (shown === undefined) return nothing
  const { estimate, interval, limit, equal, before = [], written } = shown
  const all = [estimate, limit, ...before, ...(interval ?? []), ...(equal === undefined ? [] : [equal])]
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const room = (most - least || Math.abs(limit) || 1) * 0.12
  const x = scaleLinear([least - room, most + room], [0, width]).clamp(true)
  const at = (value: number) => place(x(value))
  const labels = spaced([
    { x: x(limit), text: written(limit), kind: 'limit' },
    ...(equal === undefined || equal === limit ? [] : [{ x: x(equal), text: written(equal), kind: 'equal' }]),
  ])
  return markup`<svg class="forest" viewBox="0 0 ${width} ${height}" role="img" aria-label="${known.said}">
<rect class="beyond" x="0" y="0" width="${at(limit)}" height="${base}"/>
<line class="axis" x1="0" x2="${width}" y1="${base}" y2="${base}"/>
${equal === undefined ? nothing : markup`<line class="equal" x1="${at(equal)}" x2="${at(equal)}" y1="0" y2="${base}"/>`}
<line class="limit" x1="${at(limit)}" x2="${at(limit)}" y1="0" y2="${base}"/>
${
  interval === undefined
    ? nothing
    : markup`<path class="whisker ${tone}" d="M${at(interval[0])} ${middle}H${at(interval[1])}M${at(interval[0])} ${middle - 4}v8M${at(interval[1])} ${middle - 4}v8"/>`
}
${before.map((value) => markup`<circle class="before" cx="${at(value)}" cy="${middle}" r="4"/>`)}
${point(at(estimate), tone)}
${labels.map((label) => markup`<text class="${label.kind}" x="${place(label.x)}" y="41" text-anchor="middle">${label.text}</text>`)}
</svg>`
}

function shownOf(comparison: Comparison, known: Known): Shown | undefined {
  const { rule, direction, allowed, change, interval, candidate_value, candidate_interval } = comparison
  if (rule === 'min' || rule === 'max' || rule === 'max_new_errors') {
    if (candidate_value === undefined) return undefined
    const sign = rule === 'min' ? 1 : -1
    const bounds = candidate_interval ?? known.interval
    return {
      estimate: sign * candidate_value,
      limit: sign * allowed,
      before: known.baselines.map((value) => sign * value),
      ...(bounds && { interval: turned(bounds, sign) }),
      written: (value) => short(sign * value),
    }
  }
  if (change === undefined || direction === undefined) return undefined
  const sign = direction === 'higher' ? 1 : -1
  return {
    estimate: sign * change,
    limit: -allowed,
    equal: 0,
    ...(interval && { interval: turned(interval, sign) }),
    written: (value) =>
      value === 0 ? 'equal' : value < 0 ? `${short(-value)} worse` : `${short(value)} better`,
  }
}

const turned = ([low, high]: readonly [number, number], sign: number): [number, number] =>
  sign === 1 ? [low, high] : [-high, -low]

const short = (value: number) => bare(Number(value.toPrecision(3)))

/** A shape of its own for each tone. */
function point(x: number, tone: Tone): Markup {
  if (tone === 'good') return markup`<circle class="point good" cx="${x}" cy="${middle}" r="5"/>`
  return tone === 'bad'
    ? markup`<rect class="point bad" x="${place(x - 4.5)}" y="${middle - 4.5}" width="9" height="9"/>`
    : markup`<path class="point unsure" d="M${x} ${middle - 6.5}l6.5 6.5-6.5 6.5-6.5-6.5z"/>`
}

interface Label {
  readonly x: number
  readonly text: string
  readonly kind: string
}

/** Labels inside the drawing; of two that would touch, the limit's stays. */
function spaced(labels: readonly Label[]): Label[] {
  const kept: (Label & { readonly half: number })[] = []
  for (const label of labels) {
    const half = (label.text.length * letter) / 2
    const x = Math.min(width - half, Math.max(half, label.x))
    if (kept.every((other) => Math.abs(other.x - x) > half + other.half + 6)) kept.push({ ...label, x, half })
  }
  return kept
}
