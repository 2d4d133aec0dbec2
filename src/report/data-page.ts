import type { RecordOf } from '../record/record.ts'
import { histogramSvg } from './histogram-svg.ts'
import { grouped } from './number.ts'
import { sourceText } from './source-text.ts'
import { stageHeadline } from './stage-words.ts'
import { faultPlace, type ToldFaults, toldFaults } from './told-faults.ts'
import { visible } from './visible.ts'

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
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${html(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1 class="${record.passes ? 'passes' : 'fails'}">${html(title)}</h1>
<p>${html(record.reason, 1000)}</p>
${tablesOf(record)}
${told
  .slice(0, mostGroups)
  .map((one) => sectionOf(one, record))
  .join('\n')}
${more > 0 ? `<p>${grouped(more)} more kinds of fault are in the record.</p>` : ''}
${keptOf(record)}
</main>
</body>
</html>
`
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
  const histogram = histograms.find(({ table, field }) => table === group.table && field === group.field)
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

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A text of anybody's, as words of the page. */
const html = (text: string, longest = 300) =>
  visible(text, longest).replace(/[&<>"']/g, (char) => entities[char]!)

const style = `
:root { --ink: #1f2328; --faint: #59636e; --paper: #fff; --line: #d1d9e0; --bad: #cf222e; --unsure: #9a6700; --good: #1a7f37; --bar: #6e7781; --allowed: #dafbe1 }
@media (prefers-color-scheme: dark) { :root { --ink: #f0f6fc; --faint: #9198a1; --paper: #0d1117; --line: #3d444d; --bad: #f85149; --unsure: #d29922; --good: #3fb950; --bar: #9198a1; --allowed: #12351f } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 56rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; padding-left: .75rem; border-left: .375rem solid var(--bad) }
h1.passes { border-color: var(--good) }
h2 { font-size: 1.0625rem; margin: 0 }
h1, h2, p, td { overflow-wrap: anywhere }
section { margin-top: 1.5rem; padding-left: .75rem; border-left: .25rem solid var(--bad) }
section.warning { border-color: var(--unsure) }
section.tolerated { border-color: var(--line) }
.faint { color: var(--faint); font-size: .875rem; margin: .125rem 0 .5rem }
.wide { overflow-x: auto }
table { border-collapse: collapse; font-size: .875rem; margin: .5rem 0 }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
.number { text-align: right; font-variant-numeric: tabular-nums }
td.place { color: var(--faint); white-space: nowrap; overflow-wrap: normal }
code { font: .875em ui-monospace, monospace; white-space: pre-wrap }
figure { margin: .5rem 0; max-width: 24rem }
figcaption { color: var(--faint); font-size: .8125rem }
svg { display: block; width: 100%; height: auto; overflow: visible }
svg text { fill: var(--faint); font: 10px system-ui, sans-serif }
svg line { stroke: var(--good); stroke-dasharray: 3 2 }
.allowed { fill: var(--allowed) }
.fine { fill: var(--bar) }
.bad { fill: var(--bad) }
`
