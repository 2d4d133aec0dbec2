const digitBits = 11
const digits = 3
const buckets = 1 << digitBits
/** Where this machine keeps the upper half of a double: second, but for the rare big-endian ones. */
const upper = new Uint32Array(Float64Array.of(-1).buffer)[0] === 0 ? 1 : 0

const known = new WeakMap<Float64Array, Uint32Array>()

/**
 * As {@link ascending}, once for all who ask for the same array: several statistics of one model's scores need it.
 * @param values as there, and never changed afterwards
 * @returns not to be changed either
 */
export function sharedOrder(values: Float64Array): Uint32Array {
  const order = known.get(values) ?? ascending(values)
  known.set(values, order)
  return order
}

/** Runs of equal upper halves up to this length are put in order one by one. */
const shortRun = 64

/**
 * The order that sorts values ascending; equal values keep their order. A radix sort over the bits of the doubles: a
 * million rows take a tenth of a second, where a comparator takes most of one. The upper halves mostly tell all.
 * @param values without NaN; -0 and 0 are equal
 * @returns indices into values
 */
export function ascending(values: Float64Array): Uint32Array {
  const { low, high } = sortableBits(values)
  const order = ascendingWords(high)
  return settleRuns(order, high, low) ? order : ascendingWords(high, ascendingWords(low))
}

/**
 * The order that sorts 32-bit words without a sign; equal words keep their order.
 * @param before what they are sorted from; default: as they are
 */
export function ascendingWords(words: Uint32Array, before = asTheyAre(words.length)): Uint32Array {
  const counts = new Uint32Array(digits * buckets)
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    counts[word & (buckets - 1)]! += 1
    counts[buckets + ((word >>> digitBits) & (buckets - 1))]! += 1
    counts[2 * buckets + (word >>> (2 * digitBits))]! += 1
  }
  let order = before
  for (let digit = 0; digit < digits; digit++) {
    const starts = counts.subarray(digit * buckets, (digit + 1) * buckets)
    if (!starts.includes(words.length)) order = sortedByDigit(order, words, digit * digitBits, starts)
  }
  return order
}

function asTheyAre(length: number): Uint32Array {
  const order = new Uint32Array(length)
  for (let i = 0; i < length; i++) order[i] = i
  return order
}

/** The two halves of each double, mapped so that they sort as unsigned integers: negative values are inverted. */
function sortableBits(values: Float64Array): { readonly low: Uint32Array; readonly high: Uint32Array } {
  const low = new Uint32Array(values.length)
  const high = new Uint32Array(values.length)
  const double = new Float64Array(1)
  const words = new Uint32Array(double.buffer)
  for (let i = 0; i < values.length; i++) {
    double[0] = values[i]! + 0
    const top = words[upper]!
    const bottom = words[1 - upper]!
    const negative = top >>> 31 === 1
    high[i] = negative ? ~top : top | 0x8000_0000
    low[i] = negative ? ~bottom : bottom
  }
  return { low, high }
}

/** @param counts of each bucket; they are not there any more afterwards */
function sortedByDigit(order: Uint32Array, words: Uint32Array, shift: number, counts: Uint32Array) {
  let start = 0
  for (let bucket = 0; bucket < buckets; bucket++) {
    const count = counts[bucket]!
    counts[bucket] = start
    start += count
  }
  const sorted = new Uint32Array(order.length)
  for (let i = 0; i < order.length; i++) {
    const index = order[i]!
    const bucket = (words[index]! >>> shift) & (buckets - 1)
    sorted[counts[bucket]!++] = index
  }
  return sorted
}

/**
 * Puts rows of equal upper halves in the order of the lower ones.
 * @returns false where so many are in none that another sort is faster
 */
function settleRuns(order: Uint32Array, high: Uint32Array, low: Uint32Array): boolean {
  for (let from = 0, end = 0; from < order.length; from = end) {
    end = from + 1
    let inOrder = true
    while (end < order.length && high[order[end]!] === high[order[from]!]) {
      if (low[order[end]!]! < low[order[end - 1]!]!) inOrder = false
      end++
    }
    if (inOrder) continue
    if (end - from > shortRun) return false
    for (let at = from + 1; at < end; at++) insert(order, low, from, at)
  }
  return true
}

function insert(order: Uint32Array, low: Uint32Array, from: number, at: number): void {
  const index = order[at]!
  let to = at
  for (; to > from && low[order[to - 1]!]! > low[index]!; to--) order[to] = order[to - 1]!
  order[to] = index
}
