const free = Number.NaN
const firstSlots = 1 << 12
/** So many looks a slot take what numbers come by chance; only chosen ones all want the same slots. */
const mostLooks = 16

/**
 * Numbers, each of which is to come once.
 * @returns takes one; false where it has come already, and where to tell takes long
 */
export function distinctNumbers(): (number: number) => boolean {
  let slots = new Float64Array(firstSlots).fill(free)
  let taken = 0
  let looks = 0
  const words = new Float64Array(1)
  const halves = new Int32Array(words.buffer)

  const add = (number: number): boolean => {
    words[0] = number
    let slot = Math.imul(halves[0]! ^ Math.imul(halves[1]!, 0x85ebca6b), 0x9e3779b1) >>> 0
    slot ^= slot >>> 15
    const last = slots.length - 1
    for (slot &= last; !Number.isNaN(slots[slot]); slot = (slot + 1) & last)
      if (slots[slot] === number || ++looks > mostLooks * slots.length) return false
    slots[slot] = number
    taken++
    return true
  }

  return (number) => {
    if (2 * taken >= slots.length) {
      const held = slots
      slots = new Float64Array(2 * held.length).fill(free)
      taken = 0
      for (const one of held) if (!Number.isNaN(one) && !add(one)) return false
    }
    // Zero is zero, whatever its sign.
    return add(number + 0)
  }
}

/**
 * Texts, each of which is to come once. They are told apart by a number for each: two may share one, and then one
 * of them is taken for the other.
 * @returns takes one; false where it has come already, or may have
 */
export function distinctTexts(): (bytes: Uint8Array, from: number, to: number) => boolean {
  const add = distinctNumbers()
  return (bytes, from, to) => {
    let [one, other] = [0x811c9dc5, 0xdeadbeef ^ (to - from)]
    for (let at = from; at < to; at++) {
      one = Math.imul(one ^ bytes[at]!, 0x01000193)
      other = Math.imul(other ^ bytes[at]!, 0x5bd1e995)
      other ^= other >>> 13
    }
    return add((one >>> 0) * 2 ** 21 + (other >>> 11))
  }
}
