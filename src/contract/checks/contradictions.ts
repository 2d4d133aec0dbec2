import { didYouMean } from '../../config/suggest.ts'
import type { KeyPath } from '../../config/yaml-document.ts'
import { type FieldType, typeOf } from '../types/registry.ts'
import type { FieldOptions } from '../types/type.ts'
import type { ColumnCheckName } from './codes.ts'
import type { Checks } from './schema.ts'

/** What of a field the checks need to know. */
export type CheckedField = FieldOptions & { readonly name: string; readonly type: FieldType }

export interface Contradiction {
  readonly path: KeyPath
  readonly message: string
}

export const numericTypes: readonly FieldType[] = ['integer', 'number', 'year']
const timeTypes: readonly FieldType[] = ['date', 'datetime']

/** Which types have what a check asks for; a check that is not listed suits every type. */
const suits: Partial<Record<ColumnCheckName, { readonly types: readonly FieldType[]; readonly of: string }>> =
  {
    mean: { types: numericTypes, of: 'numbers' },
    median: { types: numericTypes, of: 'numbers' },
    quantiles: { types: numericTypes, of: 'numbers' },
    std: { types: numericTypes, of: 'numbers' },
    sum: { types: numericTypes, of: 'numbers' },
    fresh: { types: timeTypes, of: 'dates or times' },
    ordered: { types: [...numericTypes, ...timeTypes], of: 'numbers, dates or times' },
    gaps: { types: timeTypes, of: 'dates or times' },
  }

/** Where checks ask for what the fields of the contract cannot have. */
export function contradictions(fields: readonly CheckedField[], checks: Checks): Contradiction[] {
  const names = fields.map(({ name }) => name)
  const unknown = (name: string) =>
    `${JSON.stringify(name)} is no field of this contract${didYouMean(name, names)}`
  const found: Contradiction[] = []
  const add = (path: KeyPath, message: string) => found.push({ path: ['checks', ...path], message })

  for (const [name, asked] of Object.entries(checks.columns)) {
    const field = fields.find((one) => one.name === name)
    if (field === undefined) {
      add(['columns', name], unknown(name))
      continue
    }
    const kinds = Object.entries(asked).filter(([, value]) => value !== undefined)
    if (kinds.length === 0) add(['columns', name], 'can never fail: name a check')
    for (const [kind] of kinds) {
      const needs = suits[kind as ColumnCheckName]
      if (needs !== undefined && !needs.types.includes(field.type))
        add(
          ['columns', name, kind],
          `${kind} needs a column of ${needs.of} (type ${needs.types.join(' or ')}); ${JSON.stringify(name)} is of type ${field.type}`,
        )
    }
    const { written, writes } = typeOf(field)
    const { values = [], min_each = 0 } = asked.categories ?? {}
    const orders = values.map((value) => written(value)?.order)
    for (const [i, order] of orders.entries()) {
      const path = ['columns', name, 'categories', 'values', i]
      if (order === undefined) add(path, `must be ${writes}`)
      else if (orders.indexOf(order) < i) add(path, 'is there twice')
    }
    if (min_each * values.length > 1 + 1e-9)
      add(
        ['columns', name, 'categories', 'min_each'],
        `no table can give each of ${values.length} categories so much`,
      )
    const clock = asked.fresh?.clock
    if (clock !== undefined && clock !== 'run' && clockSql(clock) === undefined)
      add(
        ['columns', name, 'fresh', 'clock'],
        'must be run, or a date or time such as "2024-01-31T08:00:00Z"',
      )
    for (const by of asked.gaps?.by ?? [])
      if (!names.includes(by)) add(['columns', name, 'gaps', 'by'], unknown(by))
  }
  for (const list of ['conditions', 'aggregates'] as const) {
    const called = checks[list].map(({ name }) => name)
    for (const [i, name] of called.entries())
      if (called.indexOf(name) < i) add([list, i, 'name'], `${JSON.stringify(name)} is there twice`)
  }
  return found
}

/** SQL of a clock that the contract writes, a date or a time; undefined where it is neither. */
export const clockSql = (clock: string) =>
  (typeOf({ type: 'datetime' }).written(clock) ?? typeOf({ type: 'date' }).written(clock))?.sql
