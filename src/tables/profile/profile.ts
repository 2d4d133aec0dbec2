import { settled } from '../../parallel.ts'
import type { Engine } from '../engine/engine.ts'
import { findColumn } from '../find-column.ts'
import { columnSlices } from '../plain/column-slices.ts'
import type { Table, TableColumn } from '../table.ts'
import { dropCopy, type Kind, type TypedTable, typedCopy, type WantedColumn } from '../typed-copy.ts'
import { categoricalProfiles } from './categorical-profile.ts'
import { countedProfiles } from './counted-profiles.ts'
import { numericProfile } from './numeric-profile.ts'
import type { ColumnProfile, NumericProfile, Profile, TimeProfile } from './profile-schema.ts'
import { sortedRuns } from './sorted-runs.ts'
import { timeProfile } from './time-profile.ts'

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
  /** columns that are counted together, which decides the time and nothing else; default: 200 */
  readonly together?: number
}

/** The engine's time for a statement grows with the square of its columns. */
const usuallyTogether = 200
/** In a file of more columns, little is known of most of them. */
const mostCounted = 1000

/**
 * Counts of every column of a table, exact, in the order of its columns.
 * @throws AssayError input `missing-column`, `duplicate-column`
 */
export async function profileTable(
  engine: Engine,
  table: Table,
  options: ProfileOptions = {},
): Promise<Profile> {
  const alone = columnsAlone(table)
  const wanted = (options.columns ?? Array.from(alone.keys(), (name) => ({ name }))).map(
    ({ name, ...rest }): WantedColumn => ({
      column: alone.get(name) ?? findColumn(table, name),
      ...('kind' in rest && rest.kind !== undefined ? { kind: rest.kind } : {}),
      missing: ('missing' in rest ? rest.missing : undefined) ?? options.missing ?? [''],
    }),
  )
  const { together = usuallyTogether, top = 50 } = options
  const byEngine = (some: readonly WantedColumn[]) => engineProfiles(engine, table, some, { top, together })
  const { plain } = table
  const columns =
    plain === undefined || table.columns.length > mostCounted
      ? await byEngine(wanted)
      : await countedProfiles({ ...table, plain }, wanted, { top, byEngine })
  return { schema: 'modelassay/profile/v1', rows: table.rows, columns }
}

/** Columns whose name is theirs alone, by it; an empty one is none. */
export function columnsAlone({ columns }: Pick<Table, 'columns'>): Map<string, TableColumn> {
  const times = new Map<string, number>()
  for (const { name } of columns) times.set(name, (times.get(name) ?? 0) + 1)
  return new Map(
    columns.flatMap((column) =>
      column.name !== '' && times.get(column.name) === 1 ? [[column.name, column] as const] : [],
    ),
  )
}

const inParts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))

async function engineProfiles(
  engine: Engine,
  table: Table,
  wanted: readonly WantedColumn[],
  { top, together }: Required<Pick<ProfileOptions, 'top' | 'together'>>,
): Promise<ColumnProfile[]> {
  const slices =
    wanted.length > 2 * together
      ? await columnSlices(engine, table, wanted, together)
      : inParts(wanted, together).map((some) => ({ table, wanted: some }))
  const profiles: ColumnProfile[] = []
  for (const slice of slices) {
    profiles.push(...(await profilesOf(engine, slice.table, slice.wanted, top)))
    await dropCopy(engine, slice.table)
  }
  return profiles
}

async function profilesOf(
  engine: Engine,
  table: Table,
  wanted: readonly WantedColumn[],
  top: number,
): Promise<ColumnProfile[]> {
  const typed = await typedCopy(engine, table, wanted)
  const { relation, atOnce } = typed
  const texts = typed.columns.filter(({ kind }) => kind === 'categorical')
  // The engine's threads count texts while this one brings numbers into order.
  const [byText, byNumber] = await settled([
    categoricalProfiles(engine.beside, relation, texts, { top, atOnce }),
    ofNumbers(engine, table, wanted, typed),
  ])
  return typed.columns.map((column, i) => {
    const { numeric, time } = byNumber[i]!
    return numeric ?? { ...byText[texts.indexOf(column)]!, ...(time && { time }) }
  })
}

/** What is told of a column by its numbers, or by its times as such. */
interface ByNumbers {
  readonly numeric?: NumericProfile
  readonly time?: TimeProfile
}

async function ofNumbers(
  engine: Engine,
  table: Table,
  wanted: readonly WantedColumn[],
  { relation, columns, atOnce }: TypedTable,
): Promise<ByNumbers[]> {
  const numbers = columns.map(({ kind, sql, time }) => (kind === 'numeric' ? sql : time))
  const there = numbers.flatMap((sql) => sql ?? [])
  const mostDiffer = atOnce > 1 ? [] : await whereMostDiffer(engine, relation, there)
  const asked = there.map((sql, i) => ({ sql, mostDiffer: mostDiffer[i] ?? false }))
  const ordered = sortedRuns(engine, relation, asked, { rows: table.rows, atOnce })
  const profiles: ByNumbers[] = []
  for (const [i, column] of columns.entries()) {
    const own = numbers[i] === undefined ? undefined : (await ordered.next()).value || undefined
    if (column.kind === 'numeric') profiles.push({ numeric: await numericProfile(column, own) })
    else profiles.push(own ? { time: await timeProfile(wanted[i]!.column, column.count, own) } : {})
  }
  return profiles
}

/** So many rows tell whether a column's values repeat. */
const sample = 100_000

/**
 * Of which columns most values seem to differ, by the first rows.
 * @param numbers SQL
 */
async function whereMostDiffer(
  engine: Engine,
  relation: string,
  numbers: readonly string[],
): Promise<boolean[]> {
  if (numbers.length === 0) return []
  const asked = numbers.map((sql, i) => `approx_count_distinct(${sql}) AS n${i}`)
  const [found = {}] = await engine.rows(
    `SELECT ${asked.join(', ')} FROM (SELECT * FROM ${relation} LIMIT ${sample})`,
  )
  return numbers.map((_, i) => Number(found[`n${i}`]) > sample / 4)
}
