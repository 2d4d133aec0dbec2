import type { EvaluateGateRecord } from '../../../record/evaluate-gate.ts'
import type { FlippedRow } from '../../../record/flips.ts'
import { type FoundFlips, flipsOf } from '../../gate/flips-table.ts'
import { counted, grouped } from '../../number.ts'
import { type Markup, markup, nothing } from '../markup.ts'
import { type SortableRow, sortableTable } from '../sortable-table.ts'
import { toneSign } from '../tone-sign.ts'
import { type Section, section } from './section.ts'

const kinds = ['newly wrong', 'newly right'] as const

/** Characters that are shown of an id or a class. */
const longest = 120

/** The rows that exactly one of two models has right; absent where there are none, or none can be told. */
export function flipsSection(record: EvaluateGateRecord): Section | undefined {
  const found = flipsOf(record)
  if (found.length === 0) return undefined
  return section('flips', 'Rows that flipped', markup`${found.map(oneOf)}`)
}

function oneOf({ names, evaluation, flips }: FoundFlips, i: number): Markup {
  const { rows, broken, mended, listed, slices = [] } = flips
  const against = names.join(', ')
  const left = broken + mended - listed.broken.length - listed.mended.length
  const table = sortableTable({
    id: `flips-${i + 1}`,
    caption: `Rows of ${evaluation} that flipped against ${against}`,
    columns: [
      { label: 'row' },
      { label: 'what happened' },
      { label: 'label' },
      { label: 'before' },
      { label: 'now' },
    ],
    rows: [...listed.broken.map((row) => rowOf(row, 0)), ...listed.mended.map((row) => rowOf(row, 1))],
    kinds,
  })
  return markup`<p><strong>${counted(broken, 'row')} newly wrong, ${grouped(mended)} newly right</strong> of ${grouped(rows)} on ${evaluation}, against ${against}.</p>
${table}
${left > 0 ? markup`<p class="faint">${counted(left, 'flipped row')} more; <code>gate.new_errors.listed</code> says how many are listed.</p>` : nothing}
${slices.length === 0 ? nothing : bySlice(slices, i)}`
}

const cut = (text: string) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)

function rowOf({ id, row, label, before, now }: FlippedRow, kind: 0 | 1): SortableRow {
  return {
    kind: kinds[kind],
    cells: [
      { shows: id === undefined ? `row ${grouped(row)}` : cut(id) },
      { shows: markup`<span class="outcome">${toneSign(kind === 0 ? 'bad' : 'good')}${kinds[kind]}</span>` },
      ...[label, before, now].map((text) => ({ shows: cut(text) })),
    ],
  }
}

function bySlice(slices: NonNullable<FoundFlips['flips']['slices']>, i: number): Markup {
  const table = sortableTable({
    id: `flips-${i + 1}-slices`,
    caption: 'Flipped rows by slice',
    columns: [
      { label: 'slice' },
      { label: 'rows', number: true },
      { label: 'newly wrong', number: true },
      { label: 'newly right', number: true },
    ],
    rows: slices.map(({ name, rows, broken, mended }) => ({
      cells: [
        { shows: markup`<code>${name}</code>` },
        ...[rows, broken, mended].map((count) => ({ shows: grouped(count), key: count })),
      ],
    })),
  })
  return markup`<details><summary>By slice</summary>${table}</details>`
}
