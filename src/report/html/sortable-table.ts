import { type Interpolated, type Markup, markup, nothing } from './markup.ts'

export interface SortableColumn {
  readonly label: string
  /** numbers stand to the right, and are sorted as such */
  readonly number?: true
  /** a drawing, by which nobody sorts */
  readonly picture?: true
}

export interface SortableCell {
  readonly shows: Interpolated
  /** what it is sorted by: a number, or the shown text itself where absent */
  readonly key?: number
}

export interface SortableRow {
  readonly cells: readonly SortableCell[]
  /** the word of the filter that it belongs to */
  readonly kind?: string
}

export interface SortableTable {
  /** names the table for those who do not see it; unique on its page */
  readonly id: string
  readonly caption: string
  readonly columns: readonly SortableColumn[]
  readonly rows: readonly SortableRow[]
  /** words of `kind` to choose from; absent: rows are of one kind */
  readonly kinds?: readonly string[]
}

/** Tables of fewer rows are seen at once, and need no search. */
const fewest = 8

/** Bytes that the rows of one table may take: a page with all its tables stays a file that mails and opens at once. */
const mostBytes = 320_000

/**
 * A table whose columns sort when their heads are pressed, and whose rows can be searched. Without its script it is the
 * table alone, in the order given.
 */
export function sortableTable({ id, caption, columns, rows, kinds = [] }: SortableTable): Markup {
  const shown = rowsWithin(rows, columns)
  const left = rows.length - shown.length
  return markup`<div class="sortable" id="${id}">
${rows.length > fewest ? controls(id, caption, kinds, shown.length) : nothing}
<div class="wide" role="region" aria-label="${caption}" tabindex="0"><table>
<caption class="unseen">${caption}</caption>
<thead><tr>${columns.map(
    ({ label, number, picture }) =>
      markup`<th scope="col"${number ? markup` class="number"` : nothing}${picture ? markup` data-picture` : nothing}>${label}</th>`,
  )}</tr></thead>
<tbody>
${shown}
</tbody></table></div>
${left > 0 ? markup`<p class="faint">${left} more rows are in the record.</p>` : nothing}
</div>`
}

function controls(id: string, caption: string, kinds: readonly string[], rows: number): Markup {
  return markup`<div class="controls" hidden>
<label>Search <input type="search" autocomplete="off" spellcheck="false" aria-label="Search ${caption}"></label>
${
  kinds.length > 1
    ? markup`<label>Show <select aria-label="Kind of ${caption}"><option value="">all</option>${kinds.map((kind) => markup`<option>${kind}</option>`)}</select></label>`
    : nothing
}
<output for="${id}" class="faint">${rows} rows</output>
</div>`
}

function rowsWithin(rows: readonly SortableRow[], columns: readonly SortableColumn[]): Markup[] {
  const shown: Markup[] = []
  let size = 0
  for (const row of rows) {
    const line = rowOf(row, columns)
    size += Buffer.byteLength(line.text)
    if (size > mostBytes) break
    shown.push(line)
  }
  return shown
}

const rowOf = ({ cells, kind }: SortableRow, columns: readonly SortableColumn[]): Markup =>
  markup`<tr${kind === undefined ? nothing : markup` data-kind="${kind}"`}>${cells.map(
    ({ shows, key }, i) => {
      const tag = i === 0 ? 'th' : 'td'
      const sorted = key === undefined ? nothing : markup` data-key="${key}"`
      const scope = i === 0 ? markup` scope="row"` : nothing
      const number = columns[i]?.number ? markup` class="number"` : nothing
      return tag === 'th'
        ? markup`<th${scope}${number}${sorted}>${shows}</th>`
        : markup`<td${number}${sorted}>${shows}</td>`
    },
  )}</tr>
`
