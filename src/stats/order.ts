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

/**
 * The order that sorts values ascending; equal values keep their order. A radix sort over the bits of the doubles: a
 * million rows take a tenth of a second, where a comparator takes most of one.
 * @param values without NaN; -0 and 0 are equal
 * @returns indices into values
 */
export function ascending(values: Float64Array): Uint32Array {
  const [low, high] = sortableBits(values)
  let order: Uint32Array = new Uint32Array(values.length)
  for (let i = 0; i < order.length; i++) order[i] = i
  for (const word of [low, high]) {
    for (let digit = 0; digit < digits; digit++) order = sortedByDigit(order, word, digit * digitBits)
  }
  return order
}

/** The two halves of each double, mapped so that they sort as unsigned integers: negative values are inverted. */
function sortableBits(values: Float64Array): [low: Uint32Array, high: Uint32Array] {
  const low = new Uint32Array(values.length)
  const high = new Uint32Array(values.length)
  const doubles = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) doubles[i] = values[i]! + 0
  const words = new Uint32Array(doubles.buffer)
  for (let i = 0; i < values.length; i++) {
    const top = words[2 * i + upper]!
    const bottom = words[2 * i + 1 - upper]!
    const negative = top >>> 31 === 1
    high[i] = negative ? ~top : top | 0x8000_0000
    low[i] = negative ? ~bottom : bottom
  }
  return [low, high]
}

function sortedByDigit(order: Uint32Array, word: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(buckets + 1)
  for (let i = 0; i < word.length; i++) starts[((word[i]! >>> shift) & (buckets - 1)) + 1]! += 1
  for (let bucket = 0; bucket < buckets; bucket++) starts[bucket + 1]! += starts[bucket]!
  const sorted = new Uint32Array(order.length)
  for (let i = 0; i < order.length; i++) {
    const index = order[i]!
    const bucket = (word[index]! >>> shift) & (buckets - 1)
    sorted[starts[bucket]!++] = index
  }
  return sorted
}
