/**
 * Cramér's V of a 2 × k table of counts, corrected for bias: how much the distribution over k classes depends on which
 * of two samples it is in.
 * @param a counts of the first sample by class, length k
 * @param b counts of the second by the same classes
 * @returns 0 (the same) to 1 (no class in common); 0 where there is one class
 * @throws RangeError if the lengths differ or a side is empty
 * @see Bergsma 2013, "A bias-correction for Cramér's V and Tschuprow's T"
 */
export function cramersV(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) throw new RangeError('both sides need the same classes')
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
  const [inA, inB] = [sum(a), sum(b)]
  if (inA === 0 || inB === 0) throw new RangeError('both sides need rows')
  const n = inA + inB
  const seen = a.flatMap((count, i) => (count + b[i]! > 0 ? [{ a: count, both: count + b[i]! }] : []))
  const classes = seen.length
  if (classes === 1) return 0
  // What one sample has too much of a class the other has too little: one difference, two expected counts.
  const chiSquare = seen.reduce(
    (total, { a: count, both }) =>
      total + (count - (both * inA) / n) ** 2 * (n / (both * inA) + n / (both * inB)),
    0,
  )
  const phi = Math.max(0, chiSquare / n - (classes - 1) / (n - 1))
  const columns = classes - (classes - 1) ** 2 / (n - 1)
  const rows = 2 - 1 / (n - 1)
  const least = Math.min(columns, rows) - 1
  return least > 0 ? Math.min(1, Math.sqrt(phi / least)) : 0
}
