import { scaleLinear } from 'd3-scale'
import { type Markup, markup } from '../markup.ts'
import { place } from '../place.ts'

const width = 120
const height = 14

/**
 * A bar to the left or to the right of where nothing changed; right is better.
 * @param better the change, positive where it is one for the better
 * @param widest the largest change of the column that the bar stands in, > 0
 */
export function changeBar(better: number, widest: number, tone: string): Markup {
  const x = scaleLinear([-widest, widest], [2, width - 2]).clamp(true)
  const [from, to] = better < 0 ? [x(better), x(0)] : [x(0), x(better)]
  return markup`<svg class="bar" viewBox="0 0 ${width} ${height}" aria-hidden="true"><rect class="tone ${tone}" x="${place(from)}" y="2" width="${place(Math.max(1, to - from))}" height="10"/><line class="zero" x1="${place(x(0))}" x2="${place(x(0))}" y1="0" y2="${height}"/></svg>`
}

/** A share of 1 as a bar. */
export function shareBar(share: number): Markup {
  const x = scaleLinear([0, 1], [0, width]).clamp(true)
  return markup`<svg class="bar" viewBox="0 0 ${width} ${height}" aria-hidden="true"><rect class="track" x="0" y="2" width="${width}" height="10"/><rect class="fill" x="0" y="2" width="${place(x(share))}" height="10"/></svg>`
}
