import type { Contract } from '../schema/contract.ts'
import { listOf } from './compare.ts'

/** Columns that the model does not read: what it is to predict, and what identifies a row. */
export interface NotRead {
  readonly labels: readonly string[]
  readonly ids: readonly string[]
}

/** What identifies rows, as the contract itself tells: the primary key, and a column whose values must all differ. */
export function idsOf({ fields, primaryKey }: Pick<Contract, 'fields' | 'primaryKey'>): string[] {
  const unique = fields.filter(({ constraints }) => constraints.unique === true)
  return [...new Set([...listOf(primaryKey).map(String), ...unique.map(({ name }) => name)])]
}
