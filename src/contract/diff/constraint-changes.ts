import { type Change, change, type Effect, looser, pathText, type Reach, tighter } from './change.ts'
import {
  allowedEffect,
  type Bound,
  boundEffect,
  compared,
  demandEffect,
  listOf,
  type OrderOf,
  same,
  type Tree,
  treeOf,
} from './compare.ts'

interface Constrained {
  readonly name: string
  readonly old: Tree
  readonly now: Tree
  readonly reach: Reach
  /** what values of the field were ordered by, and are */
  readonly orders: { readonly old: OrderOf; readonly now: OrderOf }
}

/** What a field asks of its cells besides their type. */
export function constraintChanges({ name, old, now, reach, orders }: Constrained): Change[] {
  const before = demands(treeOf(old.constraints))
  const after = demands(treeOf(now.constraints))
  const changes: Change[] = []
  const seen = new Set<string>()
  const add = (keys: readonly string[], effect: () => Effect, reaches: Reach = reach) => {
    for (const key of keys) {
      seen.add(key)
      if (same(before[key], after[key])) continue
      const path = pathText('fields', name, 'constraints', key)
      changes.push(change({ path, field: name, old: before[key], now: after[key] }, effect(), reaches))
    }
  }
  add(['required'], () =>
    after.required === undefined
      ? looser('cells may be missing now: the trained model never saw that')
      : tighter('cells might be missing, and must all be there now'),
  )
  add(
    ['unique'],
    () =>
      after.unique === undefined
        ? looser('values may repeat now')
        : tighter('values might repeat, and must all differ now'),
    'rest',
  )
  for (const [side, inclusive, exclusive] of [
    ['least', 'minimum', 'exclusiveMinimum'],
    ['most', 'maximum', 'exclusiveMaximum'],
  ] as const)
    add([inclusive, exclusive], () =>
      boundEffect(
        side,
        narrower(side, closed(orders.old, before[inclusive]), open(orders.old, before[exclusive])),
        narrower(side, closed(orders.now, after[inclusive]), open(orders.now, after[exclusive])),
        'values',
      ),
    )
  for (const [side, key] of [
    ['least', 'minLength'],
    ['most', 'maxLength'],
  ] as const)
    add([key], () =>
      boundEffect(side, closed(Number, before[key]), closed(Number, after[key]), 'values with a length'),
    )
  add(['enum'], () => allowedEffect(listed(before.enum), listed(after.enum), 'value'))
  add(['pattern'], () =>
    demandEffect(before.pattern, after.pattern, {
      gone: 'values of any form are valid now: the trained model never saw them',
      added: 'values of any form were valid; those that do not match fail now',
      changed:
        'what the two patterns allow is not compared: values may fail that were valid, or be new to the model',
    }),
  )
  const rest = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !seen.has(key))
  add(rest, () => ({
    loosens: true,
    tightens: true,
    why: 'what this asks is not compared, and taken for the worst',
  }))
  return changes
}

/** What is asked: a constraint that is false asks nothing. */
const demands = (constraints: Tree): Tree =>
  Object.fromEntries(
    Object.entries(constraints).filter(([, value]) => value !== false && value !== undefined),
  )

const listed = (value: unknown) => (value === undefined ? undefined : listOf(value))

const closed = (orderOf: OrderOf, value: unknown): Bound | undefined =>
  value === undefined ? undefined : { value, order: orderOf(value), exclusive: false }
const open = (orderOf: OrderOf, value: unknown): Bound | undefined =>
  value === undefined ? undefined : { value, order: orderOf(value), exclusive: true }

/** The one that counts where a side has both. */
function narrower(side: 'least' | 'most', inside: Bound | undefined, outside: Bound | undefined) {
  if (inside === undefined || outside === undefined) return inside ?? outside
  const difference = compared(outside.order, inside.order) ?? 0
  return (side === 'least' ? difference >= 0 : difference <= 0) ? outside : inside
}
