const zero = 0x30
const point = 0x2e

/** Nine of the digits are told apart from the others. */
const billion = 1e9
/** Nearer to a boundary than this nothing is decided here: what is added up is out by less. */
const unsure = 1e-3

/** A double less this many times itself leaves the lower half of its digits. */
const halves = 2 ** 27 + 1

/** The power of ten that gives a number its first 17 digits before the point, by how many zeros are behind its own. */
const powers = [1e17, 1e18, 1e19, 1e20, 1e21, 1e22].map(split)
/** Smaller ones have a zero more. */
const leasts = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6]

/** A double as the sum of two of half as many digits, whose products are exact. */
function split(value: number) {
  const shifted = halves * value
  const high = shifted - (shifted - value)
  return { value, high, low: value - high }
}

/**
 * Writes a number between 1e-6 and 1 as JavaScript does: with as few digits as tell it from its neighbours, and the
 * nearest such ones. Of 16 or 17 digits, as probabilities have them, that takes a fifth of making a text of it.
 *
 * Its first 17 digits and what is behind them are computed exactly, as the sum of two doubles (Dekker's product): where
 * no number of 16 digits lies within half a unit in the last place, it is the nearest of 17, otherwise that of 16.
 * @param bytes with room for 25 more
 * @returns where what is written ends; `at` where nothing is: for other numbers, for those of fewer digits, and where two
 * are as near as each other
 * @see Dekker 1971, "A floating-point technique for extending the available precision"
 */
export function putDecimal(bytes: Uint8Array, at: number, value: number): number {
  if (!(value >= 1e-6 && value < 1)) return at
  let zeros = 0
  while (value < leasts[zeros]!) zeros++
  const power = powers[zeros]!
  const shifted = halves * value
  const high = shifted - (shifted - value)
  const low = value - high
  const product = value * power.value
  const rest = high * power.high - product + high * power.low + low * power.high + low * power.low
  const reach = halfUnit(value) * power.value

  const first = Math.floor(product / billion)
  const last = product - first * billion + rest
  const tens = 10 * Math.round(last / 10)
  const toTens = Math.abs(last - tens)
  const toHundreds = Math.abs(last - 100 * Math.round(last / 100))
  const digits = Math.round(last)
  if (first < 1e7 || first >= 1e8 || last < 0 || digits >= billion) return at
  if (toHundreds < reach + unsure || Math.abs(toTens - reach) < unsure) return at
  const isShorter = toTens < reach
  if (isShorter ? 5 - toTens < unsure : 0.5 - Math.abs(last - digits) < unsure) return at
  const behind = put(bytes, putStart(bytes, at, zeros), first, 8)
  return isShorter ? put(bytes, behind, tens / 10, 8) : put(bytes, behind, digits, 9)
}

/** Half of the distance to the next double. A power of two is nearer to the one before, but has few digits here. */
function halfUnit(value: number): number {
  let [binade, half] = [0.5, 2 ** -54]
  while (value < binade) {
    binade /= 2
    half /= 2
  }
  return half
}

function putStart(bytes: Uint8Array, at: number, zeros: number): number {
  bytes[at] = zero
  bytes[at + 1] = point
  for (let i = 0; i < zeros; i++) bytes[at + 2 + i] = zero
  return at + 2 + zeros
}

/** @param length of the number's digits, zeros at the start included */
function put(bytes: Uint8Array, at: number, number: number, length: number): number {
  let left = number | 0
  for (let i = at + length - 1; i >= at; i--) {
    const tenth = (left / 10) | 0
    bytes[i] = zero + left - 10 * tenth
    left = tenth
  }
  return at + length
}
