import type { Field } from '../schema/field.ts'
import type { TypeProof } from './cell-proof.ts'
import { distinctNumbers } from './distinct.ts'

/** Of whole numbers with so many digits each is a double of its own. */
const mostDigits = 15
const [plus, minus, zero] = [0x2b, 0x2d, 0x30]

/** Bounds are what the least and the greatest number tell; what else is asked, of those that are whole the engine need not. */
export function numbersProof({ type, constraints }: Field): TypeProof | undefined {
  if (!constraints.unique) return { byExtremes: true }
  return type === 'integer' ? { byExtremes: true, each: wholeOnce() } : undefined
}

/** Whether a cell is a whole number, which none above it is. */
function wholeOnce(): NonNullable<TypeProof['each']> {
  const isNew = distinctNumbers()
  return (bytes, from, to) => {
    const isNegative = bytes[from] === minus
    const first = isNegative || bytes[from] === plus ? from + 1 : from
    if (to === first || to - first > mostDigits) return false
    let number = 0
    for (let at = first; at < to; at++) {
      const digit = bytes[at]! - zero
      if (digit < 0 || digit > 9) return false
      number = number * 10 + digit
    }
    return isNew(isNegative ? -number : number)
  }
}
