import { scaleLinear } from 'd3-scale'
import type { CategoricalProfile, NumericProfile } from '../../../tables/profile/profile-schema.ts'
import { type Markup, markup, nothing } from '../markup.ts'
import { place } from '../place.ts'

const width = 160
const height = 34
const base = 32

/** Categories that have a bar. */
const mostBars = 12

/** How a column's numbers are spread: bars, and as a line above them how those of the baseline were. */
export function numbersSvg(now: NumericProfile, before: NumericProfile | undefined): Markup {
  const bins = binsOf(now)
  if (bins.length === 0) return nothing
  const was = before === undefined ? [] : binsOf(before)
  const ends = [...bins, ...was].flatMap(({ from, to }) => [from, to])
  const [least, most] = [Math.min(...ends), Math.max(...ends)]
  const x = scaleLinear(least === most ? [least - 0.5, most + 0.5] : [least, most], [0, width])
  const y = scaleLinear([0, Math.max(...[...bins, ...was].map(({ density }) => density))], [base, 2])
  const bars = bins.map(
    ({ from, to, density }) =>
      markup`<rect class="fill soft" x="${place(x(from))}" y="${place(y(density))}" width="${place(Math.max(1, x(to) - x(from) - 0.5))}" height="${place(base - y(density))}"/>`,
  )
  const outline = was.map(({ to, density }, i) =>
    i === 0
      ? markup`M${place(x(was[0]!.from))} ${place(y(density))}H${place(x(to))}`
      : markup`V${place(y(density))}H${place(x(to))}`,
  )
  return drawing(
    markup`${bars}${was.length === 0 ? nothing : markup`<path class="line model-1" d="${outline}"/>`}`,
  )
}

interface Bin {
  readonly from: number
  readonly to: number
  /** share of the values, by width */
  readonly density: number
}

function binsOf({ histogram, count }: NumericProfile): Bin[] {
  if (histogram === undefined || count === 0) return []
  return histogram.counts.flatMap((inside, i) => {
    const [from, to] = [histogram.edges[i], histogram.edges[i + 1]]
    if (from === undefined || to === undefined) return []
    return [{ from, to, density: inside / count / (to - from || 1) }]
  })
}

/** How often each category is there, the most frequent first, with a mark where the baseline had it. */
export function categoriesSvg(now: CategoricalProfile, before: CategoricalProfile | undefined): Markup {
  if (now.count === 0 || now.categories.length === 0) return nothing
  const shown = now.categories.slice(0, mostBars)
  const was = new Map(
    before?.categories.map(({ value, count }) => [value, count / Math.max(1, before.count)]),
  )
  const most = Math.max(...shown.map(({ count }) => count / now.count), ...was.values())
  const y = scaleLinear([0, most], [base, 3])
  const step = width / Math.max(4, shown.length)
  return drawing(
    markup`${shown.map(({ value, count }, i) => {
      const share = count / now.count
      const mark = before === undefined ? undefined : (was.get(value) ?? 0)
      return markup`<rect class="fill soft" x="${place(i * step + 1)}" y="${place(y(share))}" width="${place(step - 3)}" height="${place(base - y(share))}"/>${
        mark === undefined
          ? nothing
          : markup`<line class="line model-1 solid" x1="${place(i * step)}" x2="${place(i * step + step - 1)}" y1="${place(y(mark))}" y2="${place(y(mark))}"/>`
      }`
    })}`,
  )
}

const drawing = (body: Markup) =>
  markup`<svg class="spread" viewBox="0 0 ${width} ${height}" aria-hidden="true">${body}<line class="axis" x1="0" x2="${width}" y1="${base}" y2="${base}"/></svg>`
