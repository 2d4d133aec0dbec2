import type { Project } from '../config/project.ts'
import { shown } from '../contract/finding.ts'
import type { LoadedContract } from '../contract/load.ts'
import type { DataGroup } from '../record/data-validate.ts'
import type { TableRole } from '../record/refs.ts'

/** A table of live data, and what its contract lets the tables of its environment lack. */
export interface LiveTable {
  readonly name: string
  readonly contract: string
  readonly environment: string
  readonly absent: readonly string[]
  /** whether the contract has environments, beside which no second map of them can stand */
  readonly hasEnvironments: boolean
}

/** What the configuration declares to be predicted: no live data can have it yet. */
export function labelsOf({ config: { data, evaluations } }: Pick<Project, 'config'>): string[] {
  const truths = Object.values(evaluations).flatMap(({ truth }) => truth?.column ?? [])
  return [...new Set([...(data.label === undefined ? [] : [data.label]), ...truths])]
}

/** @returns undefined where the table is not of live data */
export function liveTable(
  name: string,
  role: TableRole,
  { file, contract: { environments } }: LoadedContract,
  environment = 'serving',
): LiveTable | undefined {
  if (role !== 'live') return undefined
  const own = environments !== undefined && Object.hasOwn(environments, environment)
  return {
    name,
    contract: file,
    environment,
    absent: own ? environments[environment]!.absent : [],
    hasEnvironments: environments !== undefined,
  }
}

/** The missing columns of a record that are labels which only live data lack. */
export function liveLabelGroups(
  groups: readonly DataGroup[],
  live: readonly LiveTable[],
  labels: readonly string[],
): DataGroup[] {
  const lacking = groups.filter(({ code }) => code === 'missing-label')
  const isLive = ({ table }: DataGroup) => live.some(({ name }) => name === table)
  const names = labels.map(shown)
  return lacking.filter(
    (group) =>
      group.severity === 'error' &&
      group.field !== undefined &&
      names.includes(group.field) &&
      isLive(group) &&
      !lacking.some((other) => other.field === group.field && !isLive(other)),
  )
}

/** How a contract that was written from training data says that live data have no label yet. */
export function liveLabelRemedy(
  lacking: readonly DataGroup[],
  live: readonly LiveTable[],
): string | undefined {
  const fieldsOf = (table: LiveTable) =>
    lacking.flatMap(({ table: name, field }) => (name === table.name && field !== undefined ? [field] : []))
  const sentences = live.flatMap((table) => {
    const fields = fieldsOf(table)
    if (fields.length === 0) return []
    const own = `${table.environment}: { absent: ${listed([...table.absent.map(shown), ...fields])} }`
    const lack = `If live data are to lack ${fields.map((field) => JSON.stringify(field)).join(', ')}, as a label, say so in ${table.contract}`
    return table.hasEnvironments
      ? `${lack}, below the environments that it has: ${own}.`
      : `${lack}: environments: { ${own} }.`
  })
  return sentences.length === 0 ? undefined : [...new Set(sentences)].join(' ')
}

const listed = (names: readonly string[]) =>
  `[${[...new Set(names)].map((name) => JSON.stringify(name)).join(', ')}]`
