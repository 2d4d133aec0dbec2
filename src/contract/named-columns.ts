import * as z from 'zod'
import { placeIn } from '../config/place-in.ts'
import type { Project } from '../config/project.ts'
import type { Place } from '../errors.ts'
import { findColumn } from '../tables/find-column.ts'
import type { Table } from '../tables/table.ts'
import { contractSource, loadSource } from './contract-source.ts'
import type { Contract } from './schema/contract.ts'
import { weightOfLabels } from './weight-of.ts'

/** A column that the configuration names, which one at least of these tables must have. */
export const namedColumnSchema = z.object({
  column: z.string(),
  key: z.string(),
  place: z.custom<Place>(),
  /** by name, at least one */
  tables: z.array(z.string()),
})
export type NamedColumn = z.infer<typeof namedColumnSchema>

/** The label, and what `truth` takes of its table: trained and judged on, so that the tables tell whether they are there. */
export function namedColumns(project: Pick<Project, 'config' | 'file' | 'lines'>): NamedColumn[] {
  const { data, evaluations } = project.config
  const named = (key: string, column: string, tables: readonly string[]): NamedColumn[] =>
    tables.length === 0 ? [] : [{ column, key, place: placeIn(project, key), tables: [...tables] }]
  const labelled = Object.entries(data.tables).flatMap(([name, { role }]) =>
    role === 'train' || role === 'test' ? [name] : [],
  )
  return [
    ...(data.label === undefined ? [] : named('data.label', data.label, labelled)),
    ...Object.entries(evaluations).flatMap(([name, { truth }]) => {
      if (truth === undefined || !Object.hasOwn(data.tables, truth.table)) return []
      const own = `evaluations.${name}`
      const at = Object.hasOwn(project.lines, own) ? own : 'evaluate'
      return (['column', 'id'] as const).flatMap((part) =>
        named(`${at}.truth.${part}`, truth[part], [truth.table]),
      )
    }),
  ]
}

/**
 * What contracts tell of the named columns before any table is read: one that has a field for every column of its table
 * says which there are.
 * @throws AssayError input `missing-column`; as loadContract
 */
export function requireNamedFields(project: Project): void {
  const tables = Object.keys(project.config.data.tables).flatMap((name) => {
    const source = contractSource(project, name)
    const loaded = source && loadSource(source)
    if (loaded === undefined || !hasAllColumns(loaded.contract)) return []
    return [{ name, table: { label: loaded.file, columns: loaded.contract.fields } }]
  })
  requireNamedColumns(namedColumns(project), tables)
}

const hasAllColumns = (contract: Contract) =>
  contract.fieldsMatch !== 'subset' &&
  contract.fieldsMatch !== 'partial' &&
  weightOfLabels(contract).severity !== 'warning'

interface Header {
  readonly name: string
  readonly table: Pick<Table, 'label'> & {
    readonly columns: readonly Pick<Table['columns'][number], 'name'>[]
  }
}

/**
 * @param known tables of which the columns are known; of others nothing is said
 * @throws AssayError input `missing-column`
 */
export function requireNamedColumns(named: readonly NamedColumn[], known: readonly Header[]): void {
  for (const { column, key, place, tables } of named) {
    const held = tables.map((name) => known.find((one) => one.name === name)?.table)
    const [first] = held
    if (first === undefined || held.some((table) => table === undefined || has(table, column))) continue
    findColumn(first, column, { key, place })
  }
}

const has = ({ columns }: Header['table'], column: string) => columns.some(({ name }) => name === column)
