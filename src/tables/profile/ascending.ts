const digits = 8
const digitBits = 8
const values = 1 << digitBits

/**
 * Brings numbers into ascending order, -0 before 0, by the bytes of each from the least significant on: half the time
 * of the sort that Float64Array has, and less for numbers that differ in few bytes.
 * @param numbers no NaN; what is in it is overwritten
 * @returns as many numbers, in the same memory or in as much again
 */
export function ascending(numbers: Float64Array): Float64Array {
  const { length } = numbers
  let from: Uint32Array = new Uint32Array(numbers.buffer, numbers.byteOffset, 2 * length)
  const counts = toKeys(from)
  let to: Uint32Array = new Uint32Array(2 * length)
  for (let digit = 0; digit < digits; digit++) {
    const places = counts.subarray(digit * values, (digit + 1) * values)
    if (places.includes(length)) continue
    toPlaces(places)
    distribute(from, to, digit, places)
    ;[from, to] = [to, from]
  }
  fromKeys(from)
  return new Float64Array(from.buffer, from.byteOffset, length)
}

/**
 * Makes of doubles what is in their order as unsigned integers: the sign bit flipped, and all bits of negative ones.
 * @param words low and high word of each in turn, as the machine stores them
 * @returns how often each byte occurs, by digit
 */
function toKeys(words: Uint32Array): Uint32Array {
  const counts = new Uint32Array(digits * values)
  for (let i = 0; i < words.length; i += 2) {
    const negative = words[i + 1]! >> 31
    const low = (words[i]! ^ negative) >>> 0
    const high = (words[i + 1]! ^ (negative | 0x8000_0000)) >>> 0
    words[i] = low
    words[i + 1] = high
    counts[low & 255]!++
    counts[256 + ((low >>> 8) & 255)]!++
    counts[512 + ((low >>> 16) & 255)]!++
    counts[768 + (low >>> 24)]!++
    counts[1024 + (high & 255)]!++
    counts[1280 + ((high >>> 8) & 255)]!++
    counts[1536 + ((high >>> 16) & 255)]!++
    counts[1792 + (high >>> 24)]!++
  }
  return counts
}

/** Turns counts into the place of the first of each. */
function toPlaces(counts: Uint32Array) {
  let place = 0
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!
    counts[i] = place
    place += count
  }
}

function distribute(from: Uint32Array, to: Uint32Array, digit: number, places: Uint32Array) {
  const word = digit >> 2
  const shift = (digit & 3) * digitBits
  for (let i = 0; i < from.length; i += 2) {
    const place = places[(from[i + word]! >>> shift) & 255]!++ * 2
    to[place] = from[i]!
    to[place + 1] = from[i + 1]!
  }
}

function fromKeys(words: Uint32Array) {
  for (let i = 0; i < words.length; i += 2) {
    const negative = words[i + 1]! >>> 31 ? 0 : -1
    words[i] = words[i]! ^ negative
    words[i + 1] = words[i + 1]! ^ (negative | 0x8000_0000)
  }
}
