import type { Config } from '../config/schema.ts'

/**
 * What is lost without a word where tables are named and none is known as the one that is trained on: by a misspelt name,
 * mostly, since it is the name that gives the role.
 */
export function noTrainingTable({ data: { tables } }: Pick<Config, 'data'>): string | undefined {
  const names = Object.keys(tables)
  if (names.length === 0 || Object.values(tables).some(({ role }) => role === 'train')) return undefined
  return `No table has the role train (data.tables has ${names.map((name) => JSON.stringify(name)).join(', ')}): the gate cannot tell whether test rows were trained on, and drift-check has nothing to compare live data with. Call the table that is trained on "train", or give it role: train.`
}
