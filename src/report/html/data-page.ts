import type { RecordOf } from '../../record/record.ts'
import { pictureOf } from '../faults/picture-of.ts'
import { faultPlace, type ToldFaults, toldFaults } from '../faults/told-faults.ts'
import { grouped } from '../number.ts'
import { sourceText } from '../source-text.ts'
import { stageHeadline } from '../stage-words.ts'
import { html } from './escape.ts'
import { histogramSvg } from './histogram-svg.ts'
import { htmlPage } from './page.ts'
import { pageStyle } from './page-style.ts'

const mostGroups = 200
const mostExamples = 5

/** What of a record the page is made of. */
export type Told = Pick<
  RecordOf<'data-validate'>,
  | 'stage'
  | 'name'
  | 'verdict'
  | 'passes'
  | 'reason'
  | 'tables'
  | 'groups'
  | 'errors'
  | 'histograms'
  | 'rejected'
>

/** What is wrong with data as one page by itself: it asks the web for nothing, and runs nothing. */
export function dataPage(record: Told): string {
  const { words } = stageHeadline(record as RecordOf<'data-validate'>)
  const told = toldFaults(record)
  const more = told.length - mostGroups
  const title = `${record.name} ${words}`
  const body = `<main>
<h1 class="${record.passes ? 'passes' : 'fails'}">${html(title)}</h1>
<p>${html(record.reason, 1000)}</p>
${tablesOf(record)}
${told
  .slice(0, mostGroups)
  .map((one) => sectionOf(one, record))
  .join('\n')}
${more > 0 ? `<p>${grouped(more)} more kinds of fault are in the record.</p>` : ''}
${keptOf(record)}
</main>`
  return htmlPage({ title, style: `${pageStyle}${style}`, body })
}

function tablesOf({ tables = [] }: Told): string {
  const rows = tables.map(({ name, file, rows, counts, source, files }) => {
    const { error = 0, warning = 0 } = (counts ?? {}) as { error?: number; warning?: number }
    return `<tr><th scope="row">${html(name)}</th><td>${html(String(file ?? ''))}</td><td class="number">${grouped(rows)}</td><td class="number">${grouped(error + warning)}</td><td>${html(sourceText({ source, files }))}</td></tr>`
  })
  if (rows.length === 0) return ''
  return `<div class="wide"><table>
<thead><tr><th scope="col">table</th><th scope="col">file</th><th scope="col" class="number">rows</th><th scope="col" class="number">faults</th><th scope="col">from</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>`
}

function sectionOf({ group, sentence, rule, examples }: ToldFaults, { histograms = [] }: Told): string {
  const histogram = pictureOf(group, histograms)
  const asked = rule === undefined ? '' : `, asked for by ${rule.file}:${rule.line}`
  const rows = examples
    .filter(({ error: { row }, shows }) => row !== undefined && shows !== '')
    .slice(0, mostExamples)
    .map(
      ({ error, shows }) =>
        `<tr><td class="place">${html(faultPlace(error))}</td><td><code>${html(shows)}</code></td></tr>`,
    )
  const more = group.count - rows.length
  return `<section class="${group.severity}">
<h2>${html(sentence, 500)}</h2>
<p class="faint">${html(`${group.severity}: ${group.code} in table ${group.table}${asked}`)}</p>
${histogram === undefined ? '' : histogramSvg(histogram)}
${rows.length === 0 ? '' : `<div class="wide"><table><tbody>${rows.join('\n')}</tbody></table></div>`}
${rows.length > 0 && more > 0 ? `<p class="faint">and ${grouped(more)} more</p>` : ''}
</section>`
}

const keptOf = ({ rejected = [] }: Told) =>
  rejected
    .map(
      ({ path, table, rows, cut }) =>
        `<p>${cut ? 'The first ' : ''}${grouped(rows)} rows at fault of ${html(table)}, with all their cells: <code>${html(path)}</code> beside this page.</p>`,
    )
    .join('\n')

const style = `
main { max-width: 56rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; padding-left: .75rem; border-left: .375rem solid var(--bad) }
h1.passes { border-color: var(--good) }
h2 { font-size: 1.0625rem; margin: 0 }
section { margin-top: 1.5rem; padding-left: .75rem; border-left: .25rem solid var(--bad) }
section.warning { border-color: var(--unsure) }
section.tolerated { border-color: var(--line) }
td.place { color: var(--faint); white-space: nowrap; overflow-wrap: normal }
figure { max-width: 24rem }
svg line { stroke: var(--good); stroke-dasharray: 3 2 }
.allowed { fill: var(--allowed) }
.fine { fill: var(--bar) }
.bad { fill: var(--bad) }
`
