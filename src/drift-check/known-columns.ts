import type { Project } from '../config/project.ts'
import { contractSource, loadSource } from '../contract/contract-source.ts'
import type { Left } from './columns.ts'

/** What the configuration and the training table's contract tell of columns before anything is read. */
export interface KnownColumns {
  /** columns that are not compared unless they are asked for */
  readonly left: Left[]
  /** texts that stand for a missing value */
  readonly missing: string[]
}

export function knownColumns({ config, contracts }: Project): KnownColumns {
  const train = Object.entries(config.data.tables).find(([, { role }]) => role === 'train')
  const source = contractSource({ config, contracts }, train?.[0])
  const contract = source && loadSource(source).contract
  const evaluations = Object.values(config.evaluations)
  const ids = [
    ...(contract?.fields ?? []).filter(({ constraints }) => constraints.unique).map(({ name }) => name),
    ...[contract?.primaryKey ?? []].flat(),
    ...evaluations.flatMap(({ truth, columns }) => truth?.id ?? columns.id ?? []),
  ]
  const labels = evaluations.flatMap(({ truth, columns }) => truth?.column ?? columns.label ?? [])
  return {
    left: [
      ...[...new Set(ids)].map((name) => ({ name, reason: 'identifies rows' })),
      ...[...new Set(labels)].map((name) => ({
        name,
        reason: 'is what the model predicts, which live data does not tell',
      })),
    ],
    missing: contract?.missingValues ?? [''],
  }
}
