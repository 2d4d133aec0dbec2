import { placeIn } from '../config/place-in.ts'
import type { Project } from '../config/project.ts'
import type { DatasetCheckName } from '../config/schema/dataset-checks.ts'
import { didYouMean } from '../config/suggest.ts'
import { configurationError, type Place } from '../errors.ts'
import type { TableRole } from '../record/refs.ts'
import { findColumn } from '../tables/find-column.ts'
import type { Asked } from './check.ts'
import type { DatasetTable } from './dataset.ts'

interface Needs {
  /** roles of which there must be a table; any but live where there is none */
  readonly roles: readonly TableRole[]
  /** roles whose tables must have the label; absent where the check asks for none */
  readonly label?: readonly TableRole[]
}

const needs: Readonly<Record<DatasetCheckName, Needs>> = {
  duplicates: { roles: [] },
  conflicting_labels: { roles: ['train'], label: ['train', 'test'] },
  shared_rows: { roles: ['train', 'test'] },
  shared_features: { roles: ['train', 'test'], label: ['train'] },
  identifier_leakage: { roles: ['train', 'test'] },
  date_leakage: { roles: ['train', 'test'] },
  label_leakage: { roles: ['train'], label: ['train'] },
  index_leakage: { roles: ['train'], label: ['train'] },
  new_categories: { roles: ['train', 'test'] },
  constant_columns: { roles: [] },
  mixed_types: { roles: [] },
  mixed_nulls: { roles: [] },
  string_variants: { roles: [] },
  label_shift: { roles: ['train', 'test'], label: ['train', 'test'] },
}

const namesOf = (checks: object) => Object.keys(checks) as DatasetCheckName[]

/**
 * What is asked for must be possible: a check that cannot be made is no check that was passed.
 * @throws AssayError configuration, at the check: `no-label`, `no-table-of-role`
 */
export function requireAnswerable(project: Pick<Project, 'config' | 'file' | 'lines'>): void {
  const { checks = {}, label, tables } = project.config.data
  const roles = Object.values(tables).map(({ role }) => role)
  for (const name of namesOf(checks)) {
    if (checks[name] === undefined) continue
    const key = `data.checks.${name}`
    const place = placeIn(project, key)
    if (needs[name].label !== undefined && label === undefined) {
      throw configurationError('no-label', `${key} needs to know which column is the label`, {
        hint: 'Name it: data.label: <column>.',
        ...place,
      })
    }
    const missing = needs[name].roles.find((role) => !roles.includes(role))
    if (missing !== undefined) {
      throw configurationError(
        'no-table-of-role',
        `${key} needs a table of role ${missing}, and there is none`,
        {
          hint: `Add one under data.tables, with role: ${missing}.`,
          ...place,
        },
      )
    }
    if (roles.every((role) => role === 'live')) {
      throw configurationError(
        'no-table-of-role',
        `${key} has no table to look at: live tables are left out`,
        {
          hint: 'Add one of another role under data.tables.',
          ...place,
        },
      )
    }
  }
}

/**
 * Columns that the configuration names must be there: those to be checked in all train and test tables, those to be
 * left out in one at least.
 * @param placeOf place of a key such as `data.checks.duplicates`
 * @throws AssayError input `missing-column`, `duplicate-column`
 */
export function requireColumns(
  tables: readonly DatasetTable[],
  { checks, label }: Asked,
  placeOf: (key: string) => Place,
): void {
  for (const name of namesOf(checks)) {
    const settings = checks[name]
    if (settings === undefined) continue
    const key = `data.checks.${name}`
    const inEach = (roles: readonly TableRole[], column: string, by: string) => {
      for (const { table } of tables.filter(({ role }) => roles.includes(role)))
        findColumn(table, column, { key: by, place: placeOf(by) })
    }
    if (label !== undefined) inEach(needs[name].label ?? [], label, 'data.label')
    const columns = [
      ...('columns' in settings ? (settings.columns ?? []) : []),
      ...('column' in settings ? [settings.column] : []),
    ]
    for (const column of columns) inEach(['train', 'test'], column, key)
    for (const column of 'ignore' in settings ? settings.ignore : [])
      requireSomewhere(tables, column, `${key}.ignore`, placeOf)
  }
}

function requireSomewhere(
  tables: readonly DatasetTable[],
  column: string,
  key: string,
  placeOf: (key: string) => Place,
): void {
  const known = new Set(tables.flatMap(({ table }) => table.columns.map(({ name }) => name)))
  if (known.has(column)) return
  throw configurationError(
    'missing-column',
    `${key} names ${JSON.stringify(column)}, which no table has${didYouMean(column, known) || ''}`,
    { hint: 'Correct the name, or take it out.', ...placeOf(key) },
  )
}
