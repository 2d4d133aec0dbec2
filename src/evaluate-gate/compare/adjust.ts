import { holm } from '../../stats/holm.ts'
import type { Draft } from './draft.ts'
import { alpha } from './zones.ts'

/** What the other tests of a verdict make of one. */
export interface Adjustment {
  /** to be compared with {@link alpha} */
  readonly p: number
  /** tests of its family: of the whole test set, of slices, or of fairness */
  readonly tests: number
  /** at which it would be tested if it were the least likely of its family */
  readonly alpha: number
}

/**
 * Adjusts every test of a verdict by Holm, those of the whole test set, those of slices and those of fairness as families
 * that have equal parts of the error. Together they block an equal model no more often than one family would, and what
 * the rules on all rows can see does not hang on how many slices or groups somebody lists beside them.
 * @returns by draft; drafts without a test are left out
 */
export function adjust(drafts: readonly Draft[]): Map<Draft, Adjustment> {
  const families = [
    drafts.filter(({ comparison }) => comparison.slice === undefined && comparison.by === undefined),
    drafts.filter(({ comparison }) => comparison.slice !== undefined),
    drafts.filter(({ comparison }) => comparison.by !== undefined),
  ].filter((family) => family.some(({ test }) => test !== undefined))
  return new Map(families.flatMap((family) => [...adjustFamily(family, families.length)]))
}

function adjustFamily(drafts: readonly Draft[], families: number): Map<Draft, Adjustment> {
  const tested = drafts.flatMap((draft) =>
    draft.test ? [{ draft, p: draft.test.pValue, key: keyOf(draft, draft.test.family) }] : [],
  )
  const smallest = new Map<string, number>()
  for (const { key, p } of tested) smallest.set(key, Math.min(p, smallest.get(key) ?? 1))
  const adjusted = holm([...smallest.values()])
  const byKey = new Map([...smallest.keys()].map((key, i) => [key, adjusted[i]!]))
  return new Map(
    tested.map(({ draft, key }) => [
      draft,
      {
        p: Math.min(1, families * byKey.get(key)!),
        tests: smallest.size,
        alpha: alpha / families / smallest.size,
      },
    ]),
  )
}

/** One model under the names of two baselines is one test. */
const keyOf = ({ comparison }: Draft, family: string) => JSON.stringify([family, comparison.slice ?? null])
