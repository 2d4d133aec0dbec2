import { chiSquareUpperQuantile, chiSquareUpperTail } from './distributions.ts'
import { sum, sumOf } from './sum.ts'

/**
 * Population stability index of two histograms over the same bins, Σ (rᵢ − cᵢ) ln(rᵢ / cᵢ) over proportions, after
 * adding half a row to every bin of both sides: finite, and for samples of one distribution above the
 * noise floor in about α of cases, or fewer, at every size. Evidently's filling makes one empty bin look like drift:
 * with deciles of 5000 rows against 20, 50, 100 rows it is above the 5% floor in 72, 10, 8% of cases, this in 0.2, 4,
 * 5%.
 * @param reference counts per bin, length B
 * @param current counts per bin, length B
 * @returns the index in nats, finite, ≥ 0
 * @throws RangeError if the lengths differ or either side is empty
 * @see Yurdakul & Naranjo 2020, "Statistical properties of the population stability index"
 */
export function populationStabilityIndex(reference: Float64Array, current: Float64Array): number {
  checkBins(reference, current)
  return divergence(proportions(addHalf(reference)), proportions(addHalf(current)))
}

/** Rows behind the two sides of an index, and its number of bins. */
interface IndexSize {
  readonly referenceRows: number
  readonly currentRows: number
  readonly bins: number
}

/**
 * The index that samples of one distribution stay below with probability 1 − α: χ²(B−1, 1−α) · (1/n + 1/m).
 * @see Yurdakul & Naranjo 2020
 */
export function stabilityNoiseFloor({ referenceRows, currentRows, bins }: IndexSize, alpha: number): number {
  return chiSquareUpperQuantile(alpha, bins - 1) * (1 / referenceRows + 1 / currentRows)
}

/**
 * P-value of "both samples are of one distribution": the upper tail of χ²(B−1) at PSI / (1/n + 1/m).
 * @param index population stability index, >= 0, Infinity allowed
 * @see Yurdakul & Naranjo 2020
 */
export function stabilityPValue(index: number, { referenceRows, currentRows, bins }: IndexSize): number {
  return chiSquareUpperTail(index / (1 / referenceRows + 1 / currentRows), bins - 1)
}

function divergence(reference: Float64Array, current: Float64Array): number {
  return sumOf(reference.length, (i) => {
    const r = reference[i]!
    const c = current[i]!
    return r === c ? 0 : (r - c) * Math.log(r / c)
  })
}

function proportions(counts: Float64Array): Float64Array {
  const total = sum(counts)
  return counts.map((count) => count / total)
}

function addHalf(counts: Float64Array): Float64Array {
  return counts.map((count) => count + 0.5)
}

function checkBins(reference: Float64Array, current: Float64Array): void {
  if (reference.length !== current.length) {
    throw new RangeError(`histograms of ${reference.length} and ${current.length} bins cannot be compared`)
  }
  for (const counts of [reference, current]) {
    if (!counts.every((count) => count >= 0 && count < Infinity)) throw new RangeError('a bin holds no count')
    if (!counts.some((count) => count > 0)) throw new RangeError('a histogram holds no rows')
  }
}
