import type { ColumnHistogram } from '../../record/data-validate.ts'
import { grouped } from '../number.ts'

const blocks = '▁▂▃▄▅▆▇█'

/**
 * A histogram as one line of text: a block a bin, a dot where there is nothing, and what is allowed in brackets:
 * `▁·[▂▅█▃]·▁`. A bin with anything in it shows. An open side has no bracket. Numbers before and behind are of
 * values beyond the bins.
 */
export function blockPicture(histogram: ColumnHistogram): string {
  const { counts, below, above, minimum, maximum } = histogram
  const highest = Math.max(1, ...counts)
  const bars = counts.map((count) =>
    count === 0 ? '·' : blocks[Math.ceil((count / highest) * blocks.length) - 1]!,
  )
  const open = minimum === undefined ? undefined : edgeAt(histogram, minimum)
  const close = maximum === undefined ? undefined : edgeAt(histogram, maximum)
  const marked = bars.map((bar, i) => `${open === i ? '[' : ''}${bar}${close === i + 1 ? ']' : ''}`)
  if (open === counts.length) marked.push('[')
  if (close === 0) marked.unshift(']')
  return `${below > 0 ? `${grouped(below)}< ` : ''}${marked.join('')}${above > 0 ? ` >${grouped(above)}` : ''}`
}

/** The edge between bins that is nearest to a value: 0 is before the first. */
function edgeAt({ low, high, counts }: ColumnHistogram, value: number): number {
  const at = Math.round(((value - low) / (high - low)) * counts.length)
  return Math.min(counts.length, Math.max(0, at))
}
