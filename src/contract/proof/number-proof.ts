import type { Field } from '../schema/field.ts'
import type { TypeProof } from './cell-proof.ts'
import { distinctNumbers } from './distinct.ts'

/** Bounds are what the least and the greatest number tell; what else is asked, of those that are whole the engine need not. */
export function numbersProof({ type, constraints }: Field, mostHeld: number): TypeProof | undefined {
  if (!constraints.unique) return { byExtremes: true }
  if (type !== 'integer') return undefined
  // Whose extremes are known, of those each is a double of its own.
  const { add, holds } = distinctNumbers(mostHeld)
  return { byExtremes: true, number: add, holds }
}
