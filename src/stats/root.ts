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
