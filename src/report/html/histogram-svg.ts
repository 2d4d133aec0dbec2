import type { ColumnHistogram } from '../../record/data-validate.ts'
import { bare, counted } from '../number.ts'

const width = 320
const height = 64
const base = 48
/** between the labels of two values */
const room = 70

/** A histogram as a small drawing: bars, what of them is not allowed apart, and what is allowed behind them. */
export function histogramSvg(histogram: ColumnHistogram): string {
  const { low, high, counts, outside, below, above, minimum, maximum } = histogram
  const at = (value: number) => coordinate(((value - low) / (high - low)) * width)
  const highest = Math.max(1, ...counts)
  const bar = width / counts.length
  const bars = counts.flatMap((count, i) => {
    const bad = outside[i] ?? 0
    const [all, wrong] = [heightOf(count, highest), heightOf(bad, highest)]
    const rect = (tall: number, kind: string) =>
      `<rect class="${kind}" x="${coordinate(i * bar + 0.5)}" y="${coordinate(base - tall)}" width="${coordinate(bar - 1)}" height="${coordinate(tall)}"/>`
    return [count > bad ? rect(all, 'fine') : '', bad > 0 ? rect(count > bad ? wrong : all, 'bad') : '']
  })
  const [from, to] = [minimum === undefined ? 0 : at(minimum), maximum === undefined ? width : at(maximum)]
  const isBounded = minimum !== undefined || maximum !== undefined
  const marks = [minimum, maximum].flatMap((bound) =>
    bound === undefined
      ? []
      : `<line x1="${at(bound)}" x2="${at(bound)}" y1="0" y2="${base}"/><text x="${at(bound)}" y="60" text-anchor="${anchor(at(bound))}">${bare(bound)}</text>`,
  )
  const ends = [
    { value: low, x: 0, side: 'start' },
    { value: high, x: width, side: 'end' },
  ].flatMap(({ value, x, side }) =>
    [minimum, maximum].some((bound) => bound !== undefined && Math.abs(at(bound) - x) < room)
      ? []
      : `<text x="${x}" y="60" text-anchor="${side}">${short(value)}</text>`,
  )
  const said = [
    `values from ${short(low)} to ${short(high)}`,
    minimum === undefined ? '' : `allowed from ${bare(minimum)}`,
    maximum === undefined ? '' : `allowed to ${bare(maximum)}`,
  ].filter(Boolean)
  const beyond = [
    below > 0 ? `${counted(below, 'value')} below ${short(low)}` : '',
    above > 0 ? `${counted(above, 'value')} above ${short(high)}` : '',
  ].filter(Boolean)
  return `<figure><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${said.join(', ')}">${
    isBounded
      ? `<rect class="allowed" x="${from}" y="0" width="${coordinate(to - from)}" height="${base}"/>`
      : ''
  }${bars.join('')}${marks.join('')}${ends.join('')}</svg>${beyond.length > 0 ? `<figcaption>${beyond.join(', ')}</figcaption>` : ''}</figure>`
}

const short = (value: number) => bare(Number(value.toPrecision(4)))

/** Whatever is there shows. */
const heightOf = (count: number, highest: number) => (count === 0 ? 0 : Math.max(2, (count / highest) * base))
const coordinate = (value: number) => Number(value.toFixed(2))
const anchor = (x: number) => (x < 30 ? 'start' : x > width - 30 ? 'end' : 'middle')
