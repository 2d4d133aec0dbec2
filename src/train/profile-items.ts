import type { Project } from '../config/project.ts'
import { contractSource, loadSource } from '../contract/contract-source.ts'
import { writtenAs } from '../contract/dialect.ts'
import type { Json } from '../record/canonical-json.ts'
import type { WorkItem } from '../stage/work.ts'
import type { ProfileRequest } from './profile-tables.ts'

/** Names of tables become names of files. */
const fileName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/

/** What a row is to be predicted, by every name that the configuration has for it. */
const labelsOf = ({ data, evaluations }: Project['config']): string[] => {
  const named = Object.values(evaluations).flatMap(({ truth, columns }) => [truth?.column, columns.label])
  return [...new Set([data.label, ...named].filter((name) => name !== undefined))]
}

/** Profiles the tables that are trained on, each read as its contract says. */
export function profileItems(project: Project, workspace: string): WorkItem[] {
  const { root, config } = project
  const tables: ProfileRequest['tables'] = Object.entries(config.data.tables)
    .filter(([name, { role }]) => role === 'train' && fileName.test(name))
    .map(([name, { path }]) => {
      const source = contractSource(project, name)
      const contract = source === undefined ? undefined : loadSource(source).contract
      return {
        name,
        place: { path, root, workspace },
        missing: contract?.missingValues ?? [''],
        ...(contract && { written_as: writtenAs(contract) }),
      }
    })
  if (tables.length === 0) return []
  return [
    {
      kind: 'task',
      id: 'profile',
      title: 'Profile the training data',
      task: 'profile-tables',
      params: { tables, labels: labelsOf(config) } as unknown as Json,
    },
  ]
}
