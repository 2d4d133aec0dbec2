import type { Extremes } from '../tables/table.ts'
import type { Reading } from './reading.ts'
import type { Contract } from './schema/contract.ts'
import { isPlain } from './types/shaped.ts'
import type { ConstraintName } from './types/type.ts'

type Bound = Extract<ConstraintName, `${string}inimum` | `${string}aximum`>

const within: Readonly<Record<Bound, (bound: number | bigint, { low, high }: Extremes) => boolean>> = {
  minimum: (bound, { low }) => low >= bound,
  exclusiveMinimum: (bound, { low }) => low > bound,
  maximum: (bound, { high }) => high <= bound,
  exclusiveMaximum: (bound, { high }) => high < bound,
}

/** Those that the extremes tell, and `unique`, which is asked of a column as a key. */
const told: readonly string[] = [...Object.keys(within), 'required', 'unique']

/**
 * Whether no cell of a column of numbers breaks its field, by what the first look at the file found of the least and
 * the greatest of them. False says nothing.
 */
export function keptByExtremes(contract: Contract, { matched: { column, field }, type }: Reading): boolean {
  const { extremes, shape } = column
  const { constraints, categories, missingValues = contract.missingValues } = field
  if (extremes === undefined || categories !== undefined || !isPlain(field)) return false
  if (field.type !== 'number' && !(field.type === 'integer' && shape === 'whole')) return false
  const asked = Object.entries(constraints).filter(([, value]) => value !== undefined)
  if (!asked.every(([name]) => told.includes(name))) return false
  // Other texts for what is missing may be numbers, too.
  if (constraints.required && missingValues.some((text) => text !== '')) return false
  if (!extremes.filled && (constraints.required || !missingValues.includes(''))) return false
  return asked.every(([name, value]) => {
    const keeps = (within as Partial<Record<string, (typeof within)[Bound]>>)[name]
    const bound = keeps && type.written(value)?.order
    return keeps === undefined || (bound !== undefined && typeof bound !== 'string' && keeps(bound, extremes))
  })
}
