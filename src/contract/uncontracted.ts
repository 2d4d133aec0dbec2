import { sha256 } from '../record/digest.ts'
import type { Table } from '../tables/table.ts'
import type { LoadedContract } from './load.ts'
import { contractSchema } from './schema/contract.ts'

/** What every table must keep where no contract says more: a header of names that differ, whole rows, at least one. */
export function uncontracted({ columns, label }: Pick<Table, 'columns' | 'label'>): LoadedContract {
  const names = [...new Set(columns.map(({ name }) => name).filter((name) => name !== ''))]
  const fields = (names.length === 0 ? ['?'] : names).map((name) => ({ name }))
  return {
    contract: contractSchema.parse({ fields, fieldsMatch: 'superset' }),
    file: label,
    digest: sha256(''),
    place: () => ({}),
  }
}
