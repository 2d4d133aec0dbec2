import type { Contract } from '../schema/contract.ts'
import type { Field } from '../schema/field.ts'
import { type Change, change, looser, neutral, other, pathText, type Reach, tighter } from './change.ts'
import { checkChanges } from './check-changes.ts'
import { listOf, same, several, type Tree, treeOf } from './compare.ts'
import { absentAtServing, environmentChanges } from './environment-changes.ts'
import { fieldChanges } from './field-changes.ts'
import { missingEffect } from './missing-values.ts'
import { idsOf, type NotRead } from './roles.ts'
import {
  demandsChanges,
  matchChange,
  mayHaveMore,
  mayLack,
  mayMove,
  primaryKeyChange,
} from './table-changes.ts'
import { weightChanges } from './weight-changes.ts'

/**
 * Every difference between two contracts, and what it means for a model that was trained under the old one, and for
 * who makes the data. What is not known to be harmless is taken for the worst.
 * @param notRead columns of the old contract that the model does not read, beside those that the contract tells itself
 * @returns first by the old contract's order of columns, then by the new one's, then what holds for the whole table
 */
export function diffContracts(
  old: Contract,
  now: Contract,
  notRead: NotRead = { labels: [], ids: [] },
): Change[] {
  const unread = new Set([
    ...notRead.labels,
    ...notRead.ids,
    ...idsOf(old),
    ...absentAtServing(old.environments),
  ])
  const reachOf = (name: string): Reach => (unread.has(name) ? 'rest' : 'input')
  const missing = { old: old.missingValues, now: now.missingValues }
  const before = byName(old)
  const after = byName(now)
  const fields = [...before].flatMap(([name, field]) => {
    const counterpart = after.get(name)
    return counterpart === undefined
      ? [removed(name, field, now, reachOf(name))]
      : fieldChanges(field, counterpart, reachOf(name), missing)
  })
  const added = [...after].flatMap(([name, field]) =>
    before.has(name) ? [] : [addition(name, field, old, now)],
  )
  return [...fields, ...added, ...orderChange(old, now, before, after), ...tableChanges(old, now, reachOf)]
}

const byName = ({ fields }: Contract): Map<string, Field> =>
  new Map(fields.map((field) => [field.name, field]))

/** Without the empty map that reading puts in. */
const asWritten = ({ constraints, ...field }: Field) =>
  Object.keys(constraints).length === 0 ? field : { ...field, constraints }

function removed(name: string, field: Field, now: Contract, reach: Reach): Change {
  const at = { path: pathText('fields', name), field: name, old: asWritten(field) }
  const lacking =
    reach === 'input'
      ? 'the column may be lacking, and the trained model reads it'
      : 'the column may be lacking'
  return change(
    at,
    mayHaveMore(now as Tree) ? looser(lacking) : other(`${lacking}; where it is, the table fails`),
    reach,
  )
}

function addition(name: string, field: Field, old: Contract, now: Contract): Change {
  const at = { path: pathText('fields', name), field: name, now: asWritten(field) }
  const demanded = !mayLack(now as Tree) || field.constraints.required === true
  const wasFree = mayHaveMore(old as Tree)
  const why = demanded
    ? 'tables without the column were valid, and fail now'
    : wasFree
      ? 'the column could hold anything, and is held to a type now'
      : 'there may be a column that the trained model does not read'
  return change(at, { loosens: !wasFree, tightens: demanded || wasFree, why }, 'rest')
}

/** Where the order is fixed, another order is another header. */
function orderChange(
  old: Contract,
  now: Contract,
  before: ReadonlyMap<string, Field>,
  after: ReadonlyMap<string, Field>,
): Change[] {
  const common = (of: ReadonlyMap<string, Field>, other_: ReadonlyMap<string, Field>) =>
    [...of.keys()].filter((name) => other_.has(name))
  const [was, is] = [common(before, after), common(after, before)]
  if (same(was, is)) return []
  const at = { path: 'fields', old: was, now: is }
  if (mayMove(now as Tree))
    return [change(at, neutral('columns are found by name, wherever they stand'), 'rest')]
  const why =
    'the columns must stand in another order; a model that reads them by their place would mix them up'
  return [change(at, mayMove(old as Tree) ? tighter(why) : other(why), 'rest')]
}

/** Keys of the top that ask nothing of the data. */
const forPeople: readonly string[] = ['$schema', 'name', 'title', 'description']

function tableChanges(old: Contract, now: Contract, reachOf: (name: string) => Reach): Change[] {
  const [before, after] = [old as unknown as Tree, now as unknown as Tree]
  const known = [
    'fields',
    'fieldsMatch',
    'missingValues',
    'primaryKey',
    'uniqueKeys',
    'foreignKeys',
    'tolerance',
    'severity',
    'environments',
    'dialect',
    'encoding',
    'checks',
  ]
  const rest = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !known.includes(key),
  )
  return [
    ...matchChange(before, after),
    ...missingChange(before, after),
    ...primaryKeyChange(before.primaryKey, after.primaryKey),
    ...demandsChanges(
      'uniqueKeys',
      before.uniqueKeys,
      after.uniqueKeys,
      {
        added: 'rows that repeat these columns were valid, and fail now',
        gone: 'rows may repeat these columns now',
      },
      () => 'rest',
    ),
    ...demandsChanges(
      'foreignKeys',
      before.foreignKeys,
      after.foreignKeys,
      {
        added: 'values that the other table lacks were valid, and fail now',
        gone: 'values that the other table lacks are valid now: the trained model never saw them',
      },
      (demand) =>
        listOf(treeOf(demand).fields).some((name) => reachOf(String(name)) === 'input') ? 'input' : 'rest',
    ),
    ...weightChanges('tolerance', before.tolerance, after.tolerance, reachOf),
    ...weightChanges('severity', before.severity, after.severity, reachOf),
    ...environmentChanges(before.environments, after.environments, reachOf),
    ...writtenChanges(before, after),
    ...checkChanges(['checks'], before.checks, after.checks),
    ...rest
      .filter((key) => !same(before[key], after[key]))
      .map((key) =>
        change(
          { path: key, old: before[key], now: after[key] },
          forPeople.includes(key)
            ? neutral('this is for people')
            : other(`what ${several([key])} asks is not compared, and taken for the worst`),
          'input',
        ),
      ),
  ]
}

/** How the files are written, which who makes them and who reads them must agree on. */
function writtenChanges(before: Tree, after: Tree): Change[] {
  return ['encoding', 'dialect']
    .filter((key) => !same(before[key], after[key]))
    .map((key) =>
      change(
        { path: key, old: before[key], now: after[key] },
        other(
          'files are to be written in another way: those of before may not be readable, nor the new ones by the old code',
        ),
        'input',
      ),
    )
}

function missingChange(before: Tree, after: Tree): Change[] {
  if (same(before.missingValues, after.missingValues)) return []
  const fields = listOf(after.fields).map(treeOf)
  return [
    change(
      { path: 'missingValues', old: before.missingValues, now: after.missingValues },
      missingEffect(before.missingValues, after.missingValues, fields),
      'input',
    ),
  ]
}
