/**
 * Root of a function that does not rise, by bisection down to neighbouring doubles. Slow and sure: it needs neither
 * derivatives nor finite values, and the answer does not depend on where it starts.
 * @param f f(low) >= 0 >= f(high), never NaN between
 * @returns x in [low, high] with f(x) = 0 or f changing sign at x
 */
export function fallingRoot(f: (x: number) => number, low: number, high: number): number {
  let above = low
  let below = high
  for (;;) {
    const middle = above + (below - above) / 2
    if (middle <= above || middle >= below) return middle
    const value = f(middle)
    if (value === 0) return middle
    if (value > 0) above = middle
    else below = middle
  }
}

/**
 * The highest of the roots of functions that do not rise. Most are passed over with one look, if those come first whose
 * roots are high.
 * @returns `low` where none is above 0 there, `high` where one still is there
 */
export function highestRoot(
  functions: readonly ((x: number) => number)[],
  low: number,
  high: number,
): number {
  let highest = low
  for (const f of functions) {
    if (!(f(highest) > 0)) continue
    if (f(high) > 0) return high
    highest = fallingRoot(f, highest, high)
  }
  return highest
}

/** The lowest of them, as {@link highestRoot}. @returns `high` where none is below 0 there, `low` where one already is there */
export function lowestRoot(functions: readonly ((x: number) => number)[], low: number, high: number): number {
  let lowest = high
  for (const f of functions) {
    if (!(f(lowest) < 0)) continue
    if (f(low) < 0) return low
    lowest = fallingRoot(f, low, lowest)
  }
  return lowest
}
