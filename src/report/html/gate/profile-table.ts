import type { ColumnProfile, Profile } from '../../../tables/profile/profile-schema.ts'
import { bare, counted, grouped } from '../../number.ts'
import { type Interpolated, type Markup, markup, nothing } from '../markup.ts'
import { sortableTable } from '../sortable-table.ts'
import { categoriesSvg, numbersSvg } from './distribution-svg.ts'

/** What a table looks like, and where it is known what it looked like when a baseline was trained. */
export interface TableProfile {
  readonly table: string
  readonly profile: Profile
  readonly before?: { readonly name: string; readonly profile: Profile }
}

/** Columns that are shown of a table. */
const mostColumns = 200

/** The columns of a table: how many values, how they are spread, and how that differs from before. */
export function profileTable({ table, profile, before }: TableProfile, i: number): Markup {
  const columns = profile.columns.slice(0, mostColumns)
  const left = profile.columns.length - columns.length
  const was = new Map(before?.profile.columns.map((column) => [column.name, column]))
  const gone =
    before?.profile.columns.filter(({ name }) => profile.columns.every((one) => one.name !== name)) ?? []
  const rows =
    before && before.profile.rows !== profile.rows
      ? `, ${grouped(before.profile.rows)} in ${before.name}`
      : ''
  return markup`<details${i === 0 ? markup` open` : nothing}><summary>Columns of ${table} (${counted(profile.rows, 'row')}${rows})</summary>
${before ? markup`<p class="faint">Bars: now. Lines: ${before.name}.</p>` : nothing}
${gone.length > 0 ? markup`<p>Columns that are gone: ${gone.map(({ name }) => name).join(', ')}.</p>` : nothing}
${sortableTable({
  id: `profile-${i + 1}`,
  caption: `Columns of ${table}`,
  columns: [
    { label: 'column' },
    { label: 'missing', number: true },
    { label: 'distinct', number: true },
    { label: 'spread', picture: true },
    { label: 'values' },
  ],
  rows: columns.map((column) => {
    const earlier = was.get(column.name)
    const share = missingShare(column, profile.rows)
    return {
      cells: [
        {
          shows: markup`<code>${column.name}</code>${before && earlier === undefined ? markup` <span class="tag">new</span>` : nothing}`,
        },
        {
          shows: withBefore(percent(share), earlier && percent(missingShare(earlier, before!.profile.rows))),
          key: share,
        },
        {
          shows: withBefore(grouped(column.distinct), earlier && grouped(earlier.distinct)),
          key: column.distinct,
        },
        { shows: spreadOf(column, earlier) },
        { shows: withBefore(valuesOf(column), earlier && valuesOf(earlier)) },
      ],
    }
  }),
})}
${left > 0 ? markup`<p class="faint">${counted(left, 'column')} more in the profile beside the record.</p>` : nothing}
</details>
`
}

const missingShare = ({ missing }: ColumnProfile, rows: number) => (rows === 0 ? 0 : missing / rows)

const percent = (share: number) =>
  share === 0 ? '0 %' : share < 0.001 ? '< 0.1 %' : `${bare(Number((100 * share).toPrecision(2)))} %`

/** What it was stands below, only where it is not the same. */
const withBefore = (now: string, before: string | undefined): Interpolated =>
  before === undefined || before === now ? now : markup`${now}<span class="was">was ${before}</span>`

function spreadOf(now: ColumnProfile, before: ColumnProfile | undefined): Markup {
  if (now.kind === 'numeric') return numbersSvg(now, before?.kind === 'numeric' ? before : undefined)
  // Of values that are all different none is frequent.
  if (now.distinct > 0.8 * now.count && now.distinct > 20) return nothing
  return categoriesSvg(now, before?.kind === 'categorical' ? before : undefined)
}

const short = (value: number) => bare(Number(value.toPrecision(4)))

function valuesOf(column: ColumnProfile): string {
  if (column.kind === 'numeric') {
    const { min, max, mean } = column
    return min === undefined || max === undefined || mean === undefined
      ? 'no numbers'
      : `${short(min)} to ${short(max)}, mean ${short(mean)}`
  }
  if (column.time) return `${column.time.min} to ${column.time.max}`
  if (column.distinct > 0.8 * column.count && column.distinct > 20) return 'nearly all different'
  return column.categories
    .slice(0, 4)
    .map(
      ({ value, count }) =>
        `${value.length > 30 ? `${value.slice(0, 29)}…` : value} ${percent(count / Math.max(1, column.count))}`,
    )
    .join(', ')
}
