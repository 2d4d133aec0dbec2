import { binomialDraw } from '../../stats/binomial-draw.ts'
import type { Random } from '../../stats/random.ts'
import type { JointCells } from './joint-cells.ts'

/** Cells of the rows on which two models differ, each beside the one where they have changed sides. */
interface Pair {
  readonly cell: number
  readonly mirror: number
}

/**
 * Rows as they could as well have been if the two models were equal: who predicted what is decided anew for each row on
 * which they differ, by a fair coin. Over the cells that is a binomial draw for each pair of mirrored ones, and of
 * accuracy exactly McNemar's distribution.
 * @returns the cells, with the mirrored ones that no row has; how many rows differ; and a function that draws counts
 * @see Pitman 1937, "Significance tests which may be applied to samples from any populations"
 */
export function exchangedCells(cells: JointCells): {
  readonly cells: JointCells
  readonly differing: number
  readonly draw: (random: Random, drawn: Float64Array) => void
} {
  const all = withMirrors(cells)
  const index = new Map(Array.from(all.counts, (_, i) => [keyOf(all, i), i] as const))
  const pairs: Pair[] = []
  for (let i = 0; i < all.counts.length; i++)
    if (all.guess[i]! < all.before[i]!) pairs.push({ cell: i, mirror: index.get(mirrorOf(all, i))! })
  const rowsOf = ({ cell, mirror }: Pair) => all.counts[cell]! + all.counts[mirror]!
  return {
    cells: all,
    differing: pairs.reduce((sum, pair) => sum + rowsOf(pair), 0),
    draw(random, drawn) {
      drawn.set(all.counts)
      for (const pair of pairs) {
        const rows = rowsOf(pair)
        drawn[pair.cell] = binomialDraw(rows, 0.5, random)
        drawn[pair.mirror] = rows - drawn[pair.cell]!
      }
    },
  }
}

const keyOf = ({ label, guess, before }: JointCells, i: number) => `${label[i]} ${guess[i]} ${before[i]}`
const mirrorOf = ({ label, guess, before }: JointCells, i: number) => `${label[i]} ${before[i]} ${guess[i]}`

function withMirrors(cells: JointCells): JointCells {
  const known = new Set(Array.from(cells.counts, (_, i) => keyOf(cells, i)))
  const missing = [...cells.counts.keys()].filter((i) => !known.has(mirrorOf(cells, i)))
  return {
    classes: cells.classes,
    label: [...cells.label, ...missing.map((i) => cells.label[i]!)],
    guess: [...cells.guess, ...missing.map((i) => cells.before[i]!)],
    before: [...cells.before, ...missing.map((i) => cells.guess[i]!)],
    counts: Float64Array.from([...cells.counts, ...missing.map(() => 0)]),
  }
}
