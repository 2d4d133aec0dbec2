import type { Random } from './random.ts'

/**
 * One draw from the gamma distribution of scale 1. Such draws, divided by their sum, are one from Dirichlet's.
 * @param shape > 0
 * @see Marsaglia & Tsang 2000, "A simple method for generating gamma variables"; below a shape of 1 by their own remark
 */
export function gammaDraw(shape: number, random: Random): number {
  if (shape < 1) return gammaDraw(shape + 1, random) * (1 - random()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normalDraw(random)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - random()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v
  }
}

/** One draw from the standard normal distribution. @see Box & Muller 1958 */
export function normalDraw(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
