import { type Change, change, looser, neutral, other, tighter } from './change.ts'
import { keyOf, listOf, same, several, type Tree } from './compare.ts'

/** What a header may be, as the specification orders it: more columns, fewer columns. */
const freedom: Readonly<Record<string, readonly [order: boolean, more: boolean, fewer: boolean]>> = {
  exact: [false, false, false],
  equal: [true, false, false],
  subset: [true, true, false],
  superset: [true, false, true],
  partial: [true, true, true],
}

export const mayHaveMore = ({ fieldsMatch }: Tree): boolean => freedom[String(fieldsMatch)]?.[1] ?? false
export const mayLack = ({ fieldsMatch }: Tree): boolean => freedom[String(fieldsMatch)]?.[2] ?? false
export const mayMove = ({ fieldsMatch }: Tree): boolean => freedom[String(fieldsMatch)]?.[0] ?? false

/** How the header is matched. Where columns may be lacking, the model has nothing to read. */
export function matchChange(old: Tree, now: Tree): Change[] {
  if (old.fieldsMatch === now.fieldsMatch) return []
  const [before, after] = [old, now].map((tree) => freedom[String(tree.fieldsMatch)] ?? freedom.exact!)
  const gained = after!.map((free, i) => free && !before![i])
  const lost = before!.some((free, i) => free && !after![i])
  const what = ['columns may stand in any order', 'there may be more columns', 'columns may be lacking']
  const now_ = what.filter((_, i) => gained[i])
  const allowed = now_.length > 0 ? `${now_.join(', and ')} now` : ''
  const why = [allowed, ...(lost ? ['headers that were valid fail now'] : [])].filter(Boolean).join('; ')
  return [
    change(
      { path: 'fieldsMatch', old: old.fieldsMatch, now: now.fieldsMatch },
      { loosens: now_.length > 0, tightens: lost, why },
      gained[2] ? 'input' : 'rest',
    ),
  ]
}

/** Columns that identify a row. A key of some of the columns of another asks for more. */
export function primaryKeyChange(old: unknown, now: unknown): Change[] {
  if (same(old, now)) return []
  const [before, after] = [listOf(old), listOf(now)]
  const at = { path: 'primaryKey', old, now }
  if (now === undefined) return [change(at, looser('rows need no key any more, and may repeat'), 'rest')]
  if (old === undefined)
    return [
      change(at, tighter(`rows that repeat or lack ${several(after)} were valid, and fail now`), 'rest'),
    ]
  if (before.length === after.length && before.every((name) => after.includes(name)))
    return [change(at, neutral('the same columns in another order'), 'rest')]
  return [change(at, other('other columns identify a row now: rows may fail that were valid'), 'rest')]
}

/** Lists of demands, each of its own: keys that are unique, and keys into other tables. */
export function demandsChanges(
  key: string,
  old: unknown,
  now: unknown,
  words: { readonly added: string; readonly gone: string },
  reachOf: (demand: unknown) => 'input' | 'rest',
): Change[] {
  const [before, after] = [listOf(old), listOf(now)]
  const known = (list: readonly unknown[]) => new Set(list.map(keyOf))
  const [had, has] = [known(before), known(after)]
  return [
    ...before
      .filter((demand) => !has.has(keyOf(demand)))
      .map((demand) => change({ path: key, old: demand }, looser(words.gone), reachOf(demand))),
    ...after
      .filter((demand) => !had.has(keyOf(demand)))
      .map((demand) => change({ path: key, now: demand }, tighter(words.added), reachOf(demand))),
  ]
}
