import { didYouMean } from '../config/suggest.ts'
import { configurationError, type Place } from '../errors.ts'
import { grouped } from '../report/number.ts'
import type { Histogram } from '../tables/profile/histogram.ts'
import { histogramOfProfile } from '../tables/profile/histogram.ts'
import type { ColumnProfile, Profile } from '../tables/profile/profile-schema.ts'
import type { ColumnCounts } from './score.ts'

export interface Left {
  readonly name: string
  readonly reason: string
}

/** A column of the reference that the current data lacks. */
export type Absent = Pick<ColumnProfile, 'name' | 'kind'>

interface Choice {
  readonly columns: readonly string[] | undefined
  /** left out unless asked for */
  readonly unless: readonly Left[]
  readonly present: readonly string[]
  /** where the configuration asks for columns */
  readonly place?: Place
}

/**
 * Which of the reference's columns are compared. A column that the current data lacks is not left out: it is `absent`,
 * and counts as drifted. A column that the reference lacks has nothing to be compared with, and is listed as left.
 * @throws AssayError configuration, of one that was asked for: `unknown-column` when the reference never had it,
 * `too-many-categories` when most of its values are not told apart
 */
export function paired(profile: Profile, { columns, unless, present, place = {} }: Choice) {
  const known = profile.columns.map(({ name }) => name)
  for (const name of columns ?? [])
    if (!known.includes(name))
      throw configurationError(
        'unknown-column',
        `drift.columns: the reference has no column ${JSON.stringify(name)}${didYouMean(name, known)}`,
        {
          hint: `It has ${known.slice(0, most).join(', ')}${known.length > most ? ' and more' : ''}.`,
          ...place,
        },
      )
  const wanted: ColumnProfile[] = []
  const absent: Absent[] = []
  const left: Left[] = []
  for (const column of profile.columns) {
    const asked = columns?.includes(column.name)
    if (columns && !asked) continue
    if (asked && lumped(column) > column.count / 2) throw tooManyCategories(column, place)
    const reason = asked ? undefined : reasonToLeave(column, unless)
    if (reason) left.push({ name: column.name, reason })
    else if (!present.includes(column.name)) absent.push({ name: column.name, kind: column.kind })
    else wanted.push(column)
  }
  if (!columns)
    for (const name of present)
      if (!known.includes(name)) left.push({ name, reason: 'is not in the reference' })
  return { wanted, absent, left }
}

const most = 20

/** Values that all count as one: new ones in place of them would show no drift. */
const lumped = (column: ColumnProfile) => (column.kind === 'categorical' ? column.other : 0)

const tooManyCategories = (column: ColumnProfile, place: Place) =>
  configurationError(
    'too-many-categories',
    `drift.columns: ${JSON.stringify(column.name)} has ${grouped(column.distinct)} different values in the reference, too many to be compared as categories`,
    {
      hint: 'Take it out of drift.columns, or give both sides a column of fewer values that is made of it.',
      ...place,
    },
  )

function reasonToLeave(column: ColumnProfile, unless: readonly Left[]): string | undefined {
  const known = unless.find(({ name }) => name === column.name)
  if (known) return known.reason
  if (column.count === 0) return 'has no values in the reference'
  if (column.kind === 'categorical' && Math.max(lumped(column), column.distinct) > column.count / 2)
    return 'has too many different values to be categories'
  return undefined
}

/** Both sides of a column over the same bins; missing and unreadable cells are bins of their own, where there are any. */
export function countsOf(profile: ColumnProfile, current: Histogram): ColumnCounts {
  const invalid = profile.kind === 'numeric' ? profile.invalid : 0
  const bins = [
    ...histogramOfProfile(profile).map((count, i) => [count, current.counts[i] ?? 0] as const),
    [profile.missing, current.missing] as const,
    [invalid, current.invalid] as const,
  ].filter(([reference, now]) => reference + now > 0)
  return {
    name: profile.name,
    kind: profile.kind,
    reference: bins.map(([r]) => r),
    current: bins.map(([, c]) => c),
  }
}
