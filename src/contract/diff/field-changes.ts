import type { Field } from '../schema/field.ts'
import { typeOf } from '../types/registry.ts'
import { type Change, change, neutral, pathText, type Reach } from './change.ts'
import { allowedEffect, demandEffect, keyOf, listOf, type OrderOf, one, same, type Tree } from './compare.ts'
import { constraintChanges } from './constraint-changes.ts'
import { missingEffect } from './missing-values.ts'

/** Keys that ask nothing of the data. */
const forPeople: readonly string[] = ['title', 'description', 'example', 'rdfType']

/** The texts for what is missing that hold for a column without its own. */
interface Missing {
  readonly old: readonly string[]
  readonly now: readonly string[]
}

/** One column that both contracts have. */
export function fieldChanges(was: Field, is: Field, reach: Reach, missing: Missing): Change[] {
  const { name } = is
  const [old, now] = [was as Tree, is as Tree]
  const orders = { old: orderIn(was), now: orderIn(is) }
  const changes: Change[] = [
    ...typeChange(name, was, is, reach),
    ...constraintChanges({ name, old, now, reach, orders }),
  ]
  const keys = new Set([...Object.keys(old), ...Object.keys(now)])
  for (const key of ['name', 'type', 'constraints']) keys.delete(key)
  for (const key of keys) {
    const [before, after] = [effective(key, old[key]), effective(key, now[key])]
    if (same(before, after)) continue
    const at = { path: pathText('fields', name, key), field: name, old: before, now: after }
    if (forPeople.includes(key)) changes.push(change(at, neutral('this is for people'), reach))
    else if (key === 'categories') changes.push(categoriesChange(at, old, now, reach))
    else if (key === 'missingValues')
      changes.push(change(at, missingEffect(before ?? missing.old, after ?? missing.now, [now]), reach))
    else changes.push(change(at, otherKey(key, before, after, is.type), reach))
  }
  return changes
}

const orderIn =
  (field: Field): OrderOf =>
  (value) =>
    typeOf(field).written(value)?.order

/** A key at its default is not there. */
const effective = (key: string, value: unknown): unknown =>
  (key === 'format' && value === 'default') || value === false ? undefined : value

function typeChange(name: string, { type: before }: Field, { type: after }: Field, reach: Reach): Change[] {
  if (before === after) return []
  const at = { path: pathText('fields', name, 'type'), field: name, old: before, now: after }
  if (before === 'number' && after === 'integer') {
    const why =
      'numbers with a fraction were valid, and fail now; whole ones are numbers to the trained model'
    return [change(at, { loosens: false, tightens: true, why }, reach)]
  }
  const holdsAll = after === 'any' || after === 'string' || (before === 'integer' && after === 'number')
  const met = `the trained model reads values of type ${before}, and meets ${after} now`
  const why = holdsAll ? met : `${met}; values of type ${before} may fail`
  return [change(at, { loosens: true, tightens: !holdsAll, why }, reach)]
}

function categoriesChange(at: { path: string; field: string }, old: Tree, now: Tree, reach: Reach): Change {
  const [before, after] = [old, now].map(({ categories }) =>
    categories === undefined ? undefined : listOf(categories).map(valueIn),
  )
  const effect = allowedEffect(before, after, 'category')
  const moved = !effect.loosens && !effect.tightens && keyOf(before) !== keyOf(after)
  const ordered = old.categoriesOrdered === true || now.categoriesOrdered === true
  const why = 'the categories stand in another order than the trained model learnt'
  return change(
    { ...at, old: before, now: after },
    moved && ordered ? { loosens: true, tightens: false, why } : effect,
    reach,
  )
}

/** A category is its value, or a map that has a label beside it. */
const valueIn = (category: unknown): unknown =>
  category !== null && typeof category === 'object' && 'value' in category ? category.value : category

function otherKey(key: string, before: unknown, after: unknown, type: Field['type']) {
  // Any text is one of the default format.
  if (key === 'format' && type === 'string' && (after === undefined || before === undefined))
    return demandEffect(before, after, {
      gone: `values need no longer be written as ${one(before)}, which the trained model reads`,
      added: `values must be written as ${one(after)} now`,
      changed: '',
    })
  const why = `values are written or read in another way than the trained model knows: ${key} was ${one(before)}, and is ${one(after)}`
  return { loosens: true, tightens: true, why }
}
