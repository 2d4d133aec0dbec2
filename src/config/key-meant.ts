import { suggest } from './suggest.ts'
import { isTree } from './tree.ts'

/**
 * The keys that an unknown one most likely meant: those that it is the beginning of, of which the ones that take what it
 * holds (`demographic_parity: {max: 0.1}` is a difference, for a ratio has a `min`), else the nearest in spelling.
 * @param keysOf keys that a known one takes in turn
 */
export function keysMeant(
  key: string,
  holds: unknown,
  known: readonly string[],
  keysOf: (known: string) => readonly string[],
): readonly string[] {
  const begun = known.filter((one) => one.startsWith(`${key}_`))
  const under = isTree(holds) ? Object.keys(holds) : []
  const taking = begun.filter((one) => under.every((inner) => keysOf(one).includes(inner)))
  if (begun.length > 0) return taking.length > 0 ? taking : begun
  const near = suggest(key, known)
  return near === undefined ? [] : [near]
}
