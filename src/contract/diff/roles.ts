import type { Config } from '../../config/schema.ts'
import type { Contract } from '../schema/contract.ts'

/** Columns that the model does not read: what it is to predict, and what identifies a row. */
export interface NotRead {
  readonly labels: readonly string[]
  readonly ids: readonly string[]
}

/** What identifies rows, as the contract itself tells: the primary key, and a column whose values must all differ. */
export function idsOf({ fields, primaryKey = [] }: Pick<Contract, 'fields' | 'primaryKey'>): string[] {
  const unique = fields.filter(({ constraints }) => constraints.unique === true)
  return [...new Set([...primaryKey, ...unique.map(({ name }) => name)])]
}

/** What the configuration tells of it. */
export function notReadBy({ evaluations, data }: Pick<Config, 'evaluations' | 'data'>): NotRead {
  const all = Object.values(evaluations)
  return {
    labels: [
      ...new Set([
        ...(data.label === undefined ? [] : [data.label]),
        ...all.flatMap(({ truth, columns }) => truth?.column ?? columns.label ?? []),
      ]),
    ],
    ids: [...new Set(all.flatMap(({ truth, columns }) => truth?.id ?? columns.id ?? []))],
  }
}
