import { categoricalProfile } from './categorical-profile.ts'
import type { Engine } from './engine.ts'
import { findColumn } from './find-column.ts'
import { numericProfile, type Span } from './numeric-profile.ts'
import type { Profile } from './profile-schema.ts'
import type { Table } from './table.ts'
import { timeProfile, timeSql } from './time-profile.ts'
import { type Kind, type TypedTable, typedCopy } from './typed-copy.ts'

export interface ProfileOptions {
  /** columns to profile, with their kinds where they are known; default: all whose name is theirs alone */
  readonly columns?: readonly {
    readonly name: string
    readonly kind?: Kind
    readonly missing?: readonly string[]
  }[]
  /** texts that stand for a missing value where a column has none of its own; default: '' */
  readonly missing?: readonly string[]
  /** categories that are counted one by one; default: 50 */
  readonly top?: number
}

/**
 * Counts of every column of a table, exact, in the order of its columns.
 * @throws AssayError input `missing-column`, `duplicate-column`
 */
export async function profileTable(
  engine: Engine,
  table: Table,
  options: ProfileOptions = {},
): Promise<Profile> {
  const alone = table.columns.filter(
    ({ name }, i) => name !== '' && !table.columns.some((other, j) => j !== i && other.name === name),
  )
  const wanted = (options.columns ?? alone).map(({ name, ...rest }) => ({
    column: findColumn(table, name),
    ...('kind' in rest && rest.kind !== undefined ? { kind: rest.kind } : {}),
    missing: ('missing' in rest ? rest.missing : undefined) ?? options.missing ?? [''],
  }))
  const typed = await typedCopy(engine, table, wanted)
  const spans = await spansOf(engine, typed)
  const columns: Profile['columns'] = []
  for (const [i, column] of typed.columns.entries()) {
    if (column.kind === 'numeric') {
      columns.push(await numericProfile(engine, typed.relation, column, spans[i]!))
      continue
    }
    const profile = await categoricalProfile(engine, typed.relation, column, options.top ?? 50)
    const stored = wanted[i]!.column
    const time = timeSql(stored, column.sql)
    const times = time && (await timeProfile(engine, typed.relation, column, stored, time))
    columns.push(times ? { ...profile, time: times } : profile)
  }
  return { schema: 'modelassay/profile/v1', rows: table.rows, columns }
}

/** Of every column, in one statement; nothing is known of those that hold no numbers. */
async function spansOf(engine: Engine, { relation, columns }: TypedTable): Promise<Span[]> {
  const asked = columns.flatMap(({ kind, sql }, i) =>
    kind === 'numeric'
      ? [`min(${sql}) AS min${i}`, `max(${sql}) AS max${i}`, `approx_count_distinct(${sql}) AS different${i}`]
      : [],
  )
  const [found = {}] =
    asked.length === 0 ? [] : await engine.rows(`SELECT ${asked.join(', ')} FROM ${relation}`)
  return columns.map((_, i) => ({
    min: Number(found[`min${i}`]),
    max: Number(found[`max${i}`]),
    different: Number(found[`different${i}`]),
  }))
}
