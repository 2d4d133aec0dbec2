import { type Change, change, looser, pathText, type Reach, tighter } from './change.ts'
import { same, type Tree, treeOf } from './compare.ts'

/** A check with less weight lets pass what it would have refused, in a column that the model may read. */
interface Weighed {
  readonly path: string
  readonly field?: string
  readonly old: unknown
  readonly now: unknown
  readonly reach: Reach
}

/**
 * Shares of rows that may fail a check, and what a broken check counts as.
 * @param block of the contract
 */
export function weightChanges(
  block: 'tolerance' | 'severity',
  old: unknown,
  now: unknown,
  reachOf: (field: string) => Reach,
): Change[] {
  const effect = block === 'tolerance' ? toleranceEffect : severityEffect
  return weighed(block, treeOf(old), treeOf(now), reachOf).flatMap(({ reach, ...at }) => {
    if (same(at.old, at.now)) return []
    const found = effect(at)
    // Where some rows might fail before, the model may have seen such rows.
    return [change(at, found, block === 'tolerance' && at.old !== undefined ? 'rest' : reach)]
  })
}

function weighed(block: string, old: Tree, now: Tree, reachOf: (field: string) => Reach): Weighed[] {
  const both = (a: Tree, b: Tree) => [...new Set([...Object.keys(a), ...Object.keys(b)])]
  const [before, after] = [treeOf(old.fields), treeOf(now.fields)]
  const ofFields = both(before, after).flatMap((field) => {
    const [was, is] = [treeOf(before[field]), treeOf(after[field])]
    return both(was, is).map((check) => ({
      path: pathText(block, 'fields', field, check),
      field,
      old: was[check],
      now: is[check],
      reach: check === 'unique' ? ('rest' as const) : reachOf(field),
    }))
  })
  const ofTable = both(old, now)
    .filter((check) => check !== 'fields')
    .map((check) => ({
      path: pathText(block, check),
      old: old[check],
      now: now[check],
      // Faults of the header are columns that the model may lack.
      reach: check === 'labels' ? ('input' as const) : ('rest' as const),
    }))
  return [...ofFields, ...ofTable]
}

function toleranceEffect({ old, now }: Pick<Weighed, 'old' | 'now'>) {
  const [before, after] = [Number(old ?? 0), Number(now ?? 0)]
  return after > before
    ? looser(`rows that fail it are let pass, up to a share of ${after}, where ${before} was`)
    : tighter(`rows that fail it were let pass, up to a share of ${before}, where ${after} is`)
}

const severityEffect = ({ now }: Pick<Weighed, 'now'>) =>
  now === 'warning'
    ? looser('what breaks it is a warning now, and goes on to the model')
    : tighter('what breaks it was a warning, and fails now')
