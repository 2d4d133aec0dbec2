import { studentTCdf } from './student-t.ts'

/**
 * Chance of a difference as low, or as high, as one seen, by differences drawn as they would be if there were none.
 * The usual one is added to the count, so that a chance is never 0; where no draw reaches the difference it is the
 * normal tail if that is smaller, and never smaller than `least`.
 * @param drawn a draw without a value speaks for no difference, on either side
 * @param least chance of the rarest draw there is
 * @see Phipson & Smyth 2010, "Permutation p-values should never be zero"
 */
export function randomizationTails(
  change: number,
  drawn: Float64Array,
  least: number,
): { readonly lower: number; readonly higher: number } {
  // Draws that differ from the difference by rounding alone are as extreme as it is.
  const rounding = 1e-12 * Math.max(1, Math.abs(change))
  let asLow = 0
  let asHigh = 0
  let squares = 0
  for (const value of drawn) {
    if (!(value > change + rounding)) asLow++
    if (!(value < change - rounding)) asHigh++
    squares += Number.isFinite(value) ? value * value : 0
  }
  const spread = Math.sqrt(squares / drawn.length)
  const tail = (reached: number, z: number) => {
    const counted = (1 + reached) / (drawn.length + 1)
    return reached > 0 || !(spread > 0) ? counted : Math.min(counted, Math.max(studentTCdf(z, normal), least))
  }
  return { lower: tail(asLow, change / spread), higher: tail(asHigh, -change / spread) }
}

/** As many degrees of freedom as the normal distribution, whose lower tail keeps all its digits here. */
const normal = 1e9
