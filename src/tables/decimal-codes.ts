const zero = 0x30
const minus = 0x2d
const point = 0x2e
/** Powers of ten that are doubles without loss, from 1. */
const tens = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`))

/**
 * The decimal number that some characters write without an exponent. A whole number below 2^53 and a power of ten are
 * doubles without loss, so that their quotient, rounded once, is the nearest double: of most numbers no text is made.
 * @returns NaN where they are none, or one that is not told so easily
 * @see Clinger 1990, "How to read floating point numbers accurately"
 */
export function decimalOf(codes: Uint8Array | Uint16Array, start: number, end: number): number {
  const negative = codes[start] === minus
  const first = negative ? start + 1 : start
  let whole = 0
  let pointAt = -1
  for (let at = first; at < end; at++) {
    const digit = codes[at]! - zero
    if (digit >= 0 && digit <= 9) whole = whole * 10 + digit
    else if (digit === point - zero && pointAt === -1) pointAt = at
    else return Number.NaN
  }
  const digits = end - first - (pointAt === -1 ? 0 : 1)
  const behind = pointAt === -1 ? 0 : end - pointAt - 1
  if (digits < 1 || behind >= tens.length || whole > Number.MAX_SAFE_INTEGER) return Number.NaN
  const value = whole / tens[behind]!
  return negative ? -value : value
}
