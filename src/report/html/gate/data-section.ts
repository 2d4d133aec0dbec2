import type { DataValidateRecord } from '../../../record/data-validate.ts'
import { toldFaults } from '../../faults/told-faults.ts'
import { grouped } from '../../number.ts'
import { sourceText } from '../../source-text.ts'
import { histogramSvg } from '../histogram-svg.ts'
import { Markup, markup, nothing } from '../markup.ts'
import { toneSign } from '../tone-sign.ts'
import type { GateReport } from './gate-report.ts'
import { profileTable } from './profile-table.ts'
import { type Section, section } from './section.ts'

/** Kinds of fault that are told. */
const most = 30

const tones = { error: 'bad', warning: 'unsure', tolerated: 'unsure' } as const

/** What the data of this run look like, what of them is at fault, and how they differ; absent where nobody looked. */
export function dataSection({ data, profiles = [] }: GateReport): Section | undefined {
  if (data === undefined && profiles.length === 0) return undefined
  return section(
    'data',
    'Data',
    markup`${data === undefined ? nothing : markup`<p>${data.reason}</p>\n${tables(data)}\n${faults(data)}`}
${profiles.map(profileTable)}`,
  )
}

function tables({ tables: all = [] }: DataValidateRecord): Markup {
  if (all.length === 0) return nothing
  return markup`<div class="wide" role="region" aria-label="Tables" tabindex="0"><table>
<thead><tr><th scope="col">table</th><th scope="col">file</th><th scope="col" class="number">rows</th><th scope="col" class="number">faults</th><th scope="col">from</th></tr></thead>
<tbody>${all.map(({ name, file, rows, counts, source, files }) => {
    const { error = 0, warning = 0 } = (counts ?? {}) as { error?: number; warning?: number }
    return markup`<tr><th scope="row">${name}</th><td>${String(file ?? '')}</td><td class="number">${grouped(rows)}</td><td class="number">${grouped(error + warning)}</td><td>${sourceText({ source, files })}</td></tr>`
  })}</tbody>
</table></div>`
}

function faults(record: DataValidateRecord): Markup {
  const told = toldFaults(record)
  const more = told.length - most
  return markup`${told.slice(0, most).map(({ group, sentence }) => {
    const histogram = record.histograms?.find(
      ({ table, field }) => table === group.table && field === group.field,
    )
    return markup`<div class="fault"><p>${toneSign(tones[group.severity])}${sentence}</p>
${histogram === undefined ? nothing : new Markup(histogramSvg(histogram))}</div>
`
  })}${more > 0 ? markup`<p class="faint">${grouped(more)} more kinds of fault are in the record.</p>` : nothing}`
}
