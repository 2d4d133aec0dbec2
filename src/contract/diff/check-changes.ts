import type { ColumnCheckName } from '../checks/codes.ts'
import { columnChecksSchema } from '../checks/schema.ts'
import { type Change, change, type Effect, looser, other, pathText, tighter } from './change.ts'
import { isTree, same, type Tree, treeOf } from './compare.ts'

/**
 * Checks of the whole table. They look at many cells together, so that no single value is new to the model by them.
 * @param path of the two values
 */
export function checkChanges(path: readonly string[], old: unknown, now: unknown): Change[] {
  if (same(old, now)) return []
  if (isCheck(path) && (old === undefined || now === undefined)) return [wholeCheck(path, old, now)]
  const [before, after] = [branches(old), branches(now)]
  if (before !== undefined && after !== undefined) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return keys.flatMap((key) => checkChanges([...path, key], before[key], after[key]))
  }
  return [change({ path: pathText(...path), old, now }, effectOf(path.at(-1) ?? '', old, now), 'rest')]
}

/** `checks.rows`, `checks.columns.age.nulls`, `checks.conditions.a`: what comes and goes as one. */
const isCheck = ([, block, ...rest]: readonly string[]) =>
  rest.length === (block === 'rows' ? 0 : block === 'columns' ? 2 : 1)

/** A check that is new, or is no more: by the only thing that it asks, or as a whole. */
function wholeCheck(path: readonly string[], old: unknown, now: unknown): Change {
  const [was, is] = [asking(path, old), asking(path, now)]
  const [key, ...others] = Object.keys(was ?? is ?? {})
  const at =
    key !== undefined && others.length === 0
      ? { path: pathText(...path, key), old: was?.[key], now: is?.[key] }
      : { path: pathText(...path), old: was, now: is }
  return change(at, effectOf('', old, now), 'rest')
}

/** What a check asks in its own words: without its name, which is in its path, and without what is so by default. */
function asking(path: readonly string[], check: unknown): Tree | undefined {
  if (!isTree(check)) return undefined
  const defaults = path[1] === 'columns' ? defaultsOf(path[3] ?? '') : {}
  return Object.fromEntries(
    Object.entries(check).filter(([key, value]) => key !== 'name' && !same(value, defaults[key])),
  )
}

function defaultsOf(check: string): Tree {
  if (!Object.hasOwn(columnChecksSchema.shape, check)) return {}
  const schema = columnChecksSchema.shape[check as ColumnCheckName].unwrap()
  if (!('shape' in schema)) return {}
  return Object.fromEntries(
    Object.entries(schema.shape).map(([key, value]) => [key, value.safeParse(undefined).data]),
  )
}

/** What is compared part by part: maps, and lists of named checks. What is not there has no parts. */
function branches(value: unknown): Tree | undefined {
  if (value === undefined) return {}
  if (!Array.isArray(value)) return isTree(value) ? value : undefined
  const named = value.map((one: unknown) => treeOf(one).name)
  const unique = named.every((name, i) => typeof name === 'string' && named.indexOf(name) === i)
  return unique ? Object.fromEntries(named.map((name, i) => [String(name), value[i]])) : undefined
}

/** Bounds, and what a check counts as, say themselves which way they go. */
function effectOf(key: string, old: unknown, now: unknown): Effect {
  if (key === 'severity')
    return now === 'warning' ? looser('this is a warning now') : tighter('this is an error now')
  if (key === 'tolerance') {
    const [before, after] = [Number(old ?? 0), Number(now ?? 0)]
    return after > before ? looser('more rows may fail it now') : tighter('fewer rows may fail it now')
  }
  if (now === undefined) return looser('this is not asked any more')
  if (old === undefined) return tighter('this is asked now, and was not')
  if (typeof old === 'number' && typeof now === 'number' && /^(min|max)/.test(key)) {
    const more = key.startsWith('min') ? now < old : now > old
    return more ? looser('more tables keep it now') : tighter('fewer tables keep it now')
  }
  return other('another thing is asked now: tables may fail that were valid, or pass')
}
