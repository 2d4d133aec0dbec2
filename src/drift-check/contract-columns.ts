import type { Project } from '../config/project.ts'
import { loadContract } from '../contract/load.ts'

/** Identifying columns and missing values, as the training table's contract has them. */
export function contractColumns({ config, contracts }: Project): { ids: string[]; missing: string[] } {
  const train = Object.values(config.data.tables).find(({ role }) => role === 'train')
  const path = train?.contract ?? config.data.contract
  const text = path === undefined ? undefined : contracts[path]
  if (path === undefined || text === undefined) return { ids: [], missing: [''] }
  const { contract } = loadContract(text, path)
  const unique = contract.fields.filter(({ constraints }) => constraints.unique).map(({ name }) => name)
  return {
    ids: [...new Set([...unique, ...[contract.primaryKey ?? []].flat()])],
    missing: contract.missingValues,
  }
}
