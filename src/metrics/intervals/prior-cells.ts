import type { JointCells } from '../compare/joint-cells.ts'

/**
 * Cells of one model with half a row more where each class that has rows is predicted right, and half a row where it is
 * taken for the next: of two classes Jeffreys' prior on each recall and each precision. A sample without errors then
 * does not speak as if there could be none, and a hundred thousand classes need no table of all pairs.
 * @see Brown, Cai & DasGupta 2001, "Interval estimation for a binomial proportion", 3.1.2
 */
export function withPrior(cells: JointCells): JointCells {
  const present = [...new Set(cells.label)].sort((a, b) => a - b)
  const counts = new Map(
    Array.from(cells.counts, (count, i) => [`${cells.label[i]} ${cells.guess[i]}`, count]),
  )
  const pairs = new Map(
    cells.label.map((label, i) => [`${label} ${cells.guess[i]}`, [label, cells.guess[i]!] as const]),
  )
  present.forEach((label, at) => {
    const next = present[(at + 1) % present.length]!
    const other = next === label ? (label + 1) % cells.classes : next
    for (const guess of [label, other]) {
      const key = `${label} ${guess}`
      counts.set(key, (counts.get(key) ?? 0) + 0.5)
      pairs.set(key, [label, guess])
    }
  })
  const keys = [...pairs.keys()]
  const guess = keys.map((key) => pairs.get(key)![1])
  return {
    classes: cells.classes,
    label: keys.map((key) => pairs.get(key)![0]),
    guess,
    before: guess,
    counts: Float64Array.from(keys, (key) => counts.get(key)!),
  }
}
