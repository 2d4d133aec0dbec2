import {
  asDouble,
  asWhole,
  type Code,
  doubleAdd,
  doubleEqual,
  doubleSubtract,
  get,
  type Local,
  longSubtract,
  product,
  quotient,
  set,
  whenElse,
} from './wasm-code.ts'

interface InQuotient {
  /** i64: a whole number below 2^60 */
  readonly whole: Local
  /** f64: a power of ten that is a double without loss, and another one to work with each */
  readonly ten: Local
  readonly high: Local
  readonly near: Local
  readonly times: Local
  readonly tenHigh: Local
  readonly nearHigh: Local
  readonly rest: Local
  /** f64: the answer */
  readonly number: Local
}

/** f64 constants, as they are loaded: 2^27 + 1, 1 - 2^-50, 1 + 2^-50 and NaN. */
interface Constants {
  readonly halves: Code
  readonly less: Code
  readonly more: Code
  readonly none: Code
}

/** The upper half of a double's digits, so that a product of two halves is exact. */
const upperHalf = (of: Code, halves: Code): Code =>
  doubleSubtract(product(of, halves), doubleSubtract(product(of, halves), of))

/**
 * The double that is nearest to a whole number over a power of ten. The quotient of its nearest double is corrected by
 * what is left of it, which is known to twice as many digits; NaN where even they do not tell which of two doubles is
 * nearer.
 * @see Dekker 1971, "A floating-point technique for extending the available precision"
 */
export function nearestQuotient(
  { whole, ten, high, near, times, tenHigh, nearHigh, rest, number }: InQuotient,
  { halves, less, more, none }: Constants,
): readonly Code[] {
  const tenLow = doubleSubtract(get(ten), get(tenHigh))
  const nearLow = doubleSubtract(get(near), get(nearHigh))
  const lost = [
    product(get(nearHigh), tenLow),
    product(nearLow, get(tenHigh)),
    product(nearLow, tenLow),
  ].reduce(doubleAdd, doubleSubtract(product(get(nearHigh), get(tenHigh)), get(times)))
  const beyondHigh = asDouble(longSubtract(get(whole), asWhole(get(high))))
  return [
    set(high, asDouble(get(whole))),
    set(near, quotient(get(high), get(ten))),
    set(times, product(get(near), get(ten))),
    set(tenHigh, upperHalf(get(ten), halves)),
    set(nearHigh, upperHalf(get(near), halves)),
    set(
      rest,
      quotient(doubleAdd(doubleSubtract(doubleSubtract(get(high), get(times)), lost), beyondHigh), get(ten)),
    ),
    set(number, doubleAdd(get(near), product(get(rest), less))),
    whenElse(
      doubleEqual(get(number), doubleAdd(get(near), product(get(rest), more))),
      [],
      [set(number, none)],
    ),
  ]
}
