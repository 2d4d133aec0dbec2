import type { Random } from './random.ts'

/** Below this mean counting through the distribution is the faster way, and above it BTRS is valid. */
const smallMean = 10

/**
 * One draw from the binomial distribution.
 * @param trials integer >= 0
 * @param chance in [0, 1]
 * @see Hörmann 1993, "The generation of binomial random variates", algorithm BTRS
 */
export function binomialDraw(trials: number, chance: number, random: Random): number {
  if (trials === 0 || chance <= 0) return 0
  if (chance >= 1) return trials
  if (chance > 0.5) return trials - binomialDraw(trials, 1 - chance, random)
  return trials * chance < smallMean
    ? byInversion(trials, chance, random)
    : byRejection(trials, chance, random)
}

/** Walks up the distribution from 0; the mean is small, so that the walk is short and (1 - p)^n no underflow. */
function byInversion(trials: number, chance: number, random: Random): number {
  const odds = chance / (1 - chance)
  let probability = Math.exp(trials * Math.log1p(-chance))
  let left = random()
  let successes = 0
  while (left >= probability && successes < trials) {
    left -= probability
    successes++
    probability *= (odds * (trials - successes + 1)) / successes
  }
  return successes
}

function byRejection(trials: number, chance: number, random: Random): number {
  const spread = Math.sqrt(trials * chance * (1 - chance))
  const b = 1.15 + 2.53 * spread
  const a = -0.0873 + 0.0248 * b + 0.01 * chance
  const centre = trials * chance + 0.5
  const inner = 0.92 - 4.2 / b
  for (;;) {
    const u = random() - 0.5
    const v = random()
    const distance = 0.5 - Math.abs(u)
    const drawn = Math.floor(((2 * a) / distance + b) * u + centre)
    // Of large means nearly all end here, and none of the logarithms is needed.
    if (distance >= 0.07 && v <= inner) return drawn
    if (drawn < 0 || drawn > trials) continue
    const alpha = (2.83 + 5.1 / b) * spread
    const scaled = Math.log((v * alpha) / (a / (distance * distance) + b))
    if (scaled <= logDensity(trials, chance, drawn)) return drawn
  }
}

/** How much less likely a number of successes is than the likeliest, as a logarithm. */
function logDensity(trials: number, chance: number, successes: number): number {
  const logOdds = Math.log(chance / (1 - chance))
  const mode = Math.floor((trials + 1) * chance)
  const atMode = logFactorial(mode) + logFactorial(trials - mode)
  return atMode - logFactorial(successes) - logFactorial(trials - successes) + (successes - mode) * logOdds
}

const small = Float64Array.from({ length: 16 }, (_, n) => {
  let log = 0
  for (let i = 2; i <= n; i++) log += Math.log(i)
  return log
})

/** ln n! by Stirling's series, whose error from 16 on is below 1e-13. */
function logFactorial(n: number): number {
  if (n < small.length) return small[n]!
  const x = n + 1
  const inverse = 1 / (x * x)
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / x
  return (x - 0.5) * Math.log(x) - x + 0.9189385332046728 + series
}
