import { ascending } from '../../tables/profile/ascending.ts'

const firstHeld = 2 ** 12

/** What is given is to come once. */
export interface Distinct<Given extends readonly unknown[]> {
  /** @returns false where more cannot be told apart from what has come */
  add(...given: Given): boolean
  /** Whether each that was given has come once; false where that takes the engine. */
  holds(): boolean
}

/**
 * Numbers. As long as each is greater than the one before, as ids mostly are, none has to be remembered.
 * @param mostHeld so many others are
 */
export function distinctNumbers(mostHeld: number): Distinct<[number: number]> {
  let held: Float64Array = new Float64Array(firstHeld)
  let count = 0
  let last = Number.NEGATIVE_INFINITY
  let isRising = true
  return {
    add(number) {
      if (number > last) last = number
      else isRising = false
      if (count === mostHeld) return isRising
      if (count === held.length) {
        const longer = new Float64Array(Math.min(2 * count, mostHeld))
        longer.set(held)
        held = longer
      }
      // Zero is zero, whatever its sign.
      held[count++] = number + 0
      return true
    },
    holds() {
      if (isRising) return true
      if (count === mostHeld) return false
      held = ascending(held.subarray(0, count))
      for (let i = 1; i < count; i++) if (held[i] === held[i - 1]) return false
      return true
    },
  }
}

/**
 * Texts. They are told apart by a number for each: two may share one, and then one of them is taken for the other, and
 * that takes the engine.
 * @param mostHeld so many are remembered
 */
export function distinctTexts(mostHeld: number): Distinct<[bytes: Uint8Array, from: number, to: number]> {
  const { add, holds } = distinctNumbers(mostHeld)
  return {
    add(bytes, from, to) {
      let [one, other] = [0x811c9dc5, 0xdeadbeef ^ (to - from)]
      for (let at = from; at < to; at++) {
        one = Math.imul(one ^ bytes[at]!, 0x01000193)
        other = Math.imul(other ^ bytes[at]!, 0x5bd1e995)
        other ^= other >>> 13
      }
      return add((one >>> 0) * 2 ** 21 + (other >>> 11))
    },
    holds,
  }
}
