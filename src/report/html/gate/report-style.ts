const shaded = Array.from({ length: 9 }, (_, shade) => {
  const mix = (colour: string) => `color-mix(in srgb, var(--${colour}) ${shade * 5}%, var(--paper))`
  return `.right-${shade} { background: ${mix('accent')} } .wrong-${shade} { background: ${mix('bad')} }`
}).join('\n')

/** Beyond what all pages have in common. A phone gets one column, paper neither controls nor folds. */
export const reportStyle = `
:root {
  --accent: #0969da; --accent-wash: #ddf4ff; --good-wash: #dafbe1; --bad-wash: #ffebe9; --unsure-wash: #fff8c5;
}
@media (prefers-color-scheme: dark) {
  :root { --accent: #58a6ff; --accent-wash: #0c2d6b; --good-wash: #0f2d1a; --bad-wash: #3c1618; --unsure-wash: #332a10 }
}
html { scroll-padding-top: 3.5rem }
a { color: var(--accent); text-underline-offset: .15em }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.skip { position: absolute; left: -99rem }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .25rem .5rem; z-index: 2 }
.page { max-width: 74rem; margin: 0 auto; padding: 2rem 1.5rem 4rem }
h1 { font-size: clamp(1.5rem, 1.1rem + 1.8vw, 2.125rem); line-height: 1.2; letter-spacing: -.015em; margin: 0 0 .75rem; display: flex; gap: .75rem; align-items: flex-start; text-wrap: balance }
h1 > .sign { flex: none; width: 1.1em; margin: .05em 0 0 }
h1 .model { font-family: ui-monospace, monospace; font-size: .92em; letter-spacing: -.03em }
h2 { font-size: 1.25rem; line-height: 1.3; letter-spacing: -.01em; margin: 0 0 .75rem }
h3 { font-size: .9375rem; margin: 1.25rem 0 .25rem }
.kicker { margin: 0 0 .5rem; font-size: .75rem; letter-spacing: .08em; text-transform: uppercase; color: var(--faint) }
.verdict { border-top: .375rem solid var(--line); border-radius: 3px; padding-top: 1.25rem }
.verdict.good { border-color: var(--good) } .verdict.bad { border-color: var(--bad) } .verdict.unsure { border-color: var(--unsure) }
.reason { font-size: 1.125rem; max-width: 48rem; margin: 0 0 1rem; text-wrap: pretty }
.sign { display: inline-block; width: 1em; height: auto; vertical-align: -.125em; margin-right: .4em; fill: none; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round }
.sign > :first-child { stroke: none; fill: currentColor }
.sign > :last-child { stroke: var(--paper) }
.sign.good, strong.good, .change.good { color: var(--good) }
.sign.bad, strong.bad, .change.bad { color: var(--bad) }
.sign.unsure, strong.unsure { color: var(--unsure) }
.deciding { list-style: none; margin: 0 0 1rem; padding: 0; max-width: 52rem }
.deciding li { display: flex; align-items: flex-start; gap: .5rem; padding: .25rem 0 }
.deciding .sign { flex: none; margin: .28em 0 0 }
.next { background: var(--wash); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; max-width: 52rem; margin: 0 0 1.25rem }
.next h2 { font-size: .875rem; margin: 0 }
.next ul { margin: .125rem 0 0; padding: 0; list-style: none } .next li + li { margin-top: .25rem }
.glance { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); max-width: 52rem; gap: .75rem; margin: 0 0 1.25rem }
.glance > div { border: 1px solid var(--line); border-left: 4px solid var(--line); border-radius: 6px; padding: .5rem .75rem }
.glance .bad { border-left-color: var(--bad) } .glance .unsure { border-left-color: var(--unsure) } .glance .good { border-left-color: var(--good) }
.glance dt { font-size: .8125rem } .glance dt a { color: var(--faint) }
.glance dd { margin: 0; font-size: 1.625rem; line-height: 1.25; font-variant-numeric: tabular-nums; font-weight: 600 }
.glance .of { font-size: .8125rem; font-weight: 400; color: var(--faint); margin-left: .375rem }
.about { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: 0 0 1.5rem; font-size: .8125rem }
.about div { display: flex; gap: .375rem } .about dt { color: var(--faint) } .about dd { margin: 0 }
nav { position: sticky; top: 0; z-index: 1; background: var(--paper); border-bottom: 1px solid var(--line); margin: 0 -1.5rem; padding: 0 1.5rem; overflow-x: auto }
nav ul { list-style: none; display: flex; gap: 1.25rem; margin: 0; padding: .625rem 0; font-size: .875rem; white-space: nowrap }
nav a { color: var(--ink); text-decoration: none } nav a:hover { text-decoration: underline }
section { padding-top: 2.25rem }
table { width: 100%; margin: 0 }
th { font-weight: 600 }
thead th { color: var(--faint); font-weight: 500; font-size: .8125rem; vertical-align: bottom }
th, td { padding: .5rem 1rem .5rem 0 }
th:last-child, td:last-child { padding-right: 0 }
tbody th { font-weight: 500 }
.number { text-align: right }
thead button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-align: inherit }
thead button::after { content: '↕'; margin-left: .3em; opacity: .5; font-size: .85em }
thead [aria-sort='ascending'] button::after { content: '↑'; opacity: 1 }
thead [aria-sort='descending'] button::after { content: '↓'; opacity: 1 }
.sortable { margin: .5rem 0 1rem }
.sortable .wide { position: relative; max-height: 34rem; overflow: auto }
.sortable td { min-width: 5.5rem } .sortable tbody th { min-width: 8rem } .sortable code { white-space: normal }
.sortable thead th { position: sticky; top: 0; background: var(--paper); box-shadow: 0 1px var(--line); white-space: nowrap }
.controls { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; font-size: .875rem; padding: .25rem 0 .5rem }
.controls[hidden] { display: none }
.controls input, .controls select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--bar); border-radius: 6px; padding: .25rem .5rem; min-width: 9rem }
.controls output { margin: 0 }
details { margin: 1rem 0 } summary { cursor: pointer; font-size: .875rem; color: var(--accent); padding: .25rem 0 }
.outcome { margin: 0; white-space: nowrap } p.outcome { white-space: normal }
.rule, .on { color: var(--faint); font-size: .8125rem; font-weight: 400 }
.why { margin: .125rem 0 0; color: var(--faint); font-size: .8125rem; line-height: 1.45; max-width: 34rem }
.findings tbody { border-bottom: 1px solid var(--line) }
.findings td, .findings tbody th { border: 0; padding-top: .75rem; padding-bottom: .75rem }
.findings tbody th { width: 22% } .findings .plot { width: 33% }
.findings .name { font-family: ui-monospace, monospace; font-size: .875rem }
.findings .value { display: block; font-size: 1.375rem; line-height: 1.3; font-weight: 600; font-variant-numeric: tabular-nums }
.findings .was { display: block; color: var(--faint); font-weight: 400; font-size: .8125rem; font-variant-numeric: tabular-nums }
.change { white-space: nowrap }
.ends { display: flex; justify-content: space-between }
.forest .beyond, .swatch.beyond { fill: var(--bad-wash); background: var(--bad-wash) }
.forest .axis { stroke: var(--line) }
line.limit { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 3 2.5 }
line.equal { stroke: var(--bar); stroke-width: 1 }
.whisker { fill: none; stroke-width: 1.75 }
.whisker.good, .point.good { stroke: var(--good) } .whisker.bad, .point.bad { stroke: var(--bad) } .whisker.unsure, .point.unsure { stroke: var(--unsure) }
.point { stroke-width: 1.5 } .before { fill: var(--paper); stroke: var(--bar); stroke-width: 1.5 }
.swatch.ring { width: .7em; height: .7em; border: 2px solid var(--bar); border-radius: 50% }
 .point.good { fill: var(--good) } .point.bad { fill: var(--bad) } .point.unsure { fill: var(--unsure) }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; margin: .75rem 0; color: var(--faint); font-size: .8125rem }
.swatch { display: inline-block; width: 1.25rem; height: .8em; margin-right: .4em; vertical-align: -.05em; border-radius: 2px }
.swatch.line { height: 0; border-top: 2px solid var(--bar); vertical-align: .25em }
.bar { width: 7.5rem; display: block } td .bar { margin-top: .3em }
td.number .bar { margin-left: auto; width: 6rem }
.tone.good { fill: var(--bar) } .tone.bad { fill: var(--bad) } .tone.unsure { fill: var(--unsure) }
.zero { stroke: var(--bar) } .track { fill: var(--wash) } .fill { fill: var(--accent) }
${shaded}
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: 1.25rem 2rem }
.chart figcaption { margin-top: .25rem; line-height: 1.35 }
.grid { stroke: var(--line); stroke-width: .5 } line.axis { stroke: var(--bar) }
.line { fill: none; stroke-width: 2; stroke-linejoin: round } .mark { stroke: none }
.line.model-0 { stroke: var(--accent) } .mark.model-0 { fill: var(--accent) }
.line.model-1 { stroke: var(--bar); stroke-dasharray: 5 3 } .mark.model-1 { fill: var(--bar) }
.line.model-2 { stroke: var(--unsure); stroke-dasharray: 2 2.5 } .mark.model-2 { fill: var(--unsure) }
.line.model-3 { stroke: var(--good); stroke-dasharray: 8 3 2 3 } .mark.model-3 { fill: var(--good) }
.reference { fill: none; stroke: var(--line); stroke-width: 1.5 } .band { fill: var(--accent); opacity: .16 } .soft { opacity: .45 }
.best { stroke: var(--ink); fill: none; stroke-width: 1.5 } line.best { stroke-width: 1; stroke-dasharray: 2 3 }
.stroke { display: inline-block; width: 1.75rem; height: .5rem; margin-right: .4em; vertical-align: .05em }
.matrices { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 1rem 2rem; align-items: start }
.matrix { width: auto } .matrix caption { text-align: left; font-size: .8125rem; color: var(--faint); padding: 0 0 .375rem }
.matrix th, .matrix td { padding: .375rem .75rem; border: 1px solid var(--paper) } .matrix thead th { white-space: nowrap; text-align: right }
.matrix thead th:first-child { text-align: left; padding-left: 0 } .matrix tbody th { padding-left: 0 }
.matrix td { text-align: right; font-variant-numeric: tabular-nums; min-width: 4rem } .matrix td.same { color: var(--faint) }
pre { background: var(--wash); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; overflow-x: auto; font-size: .875rem; margin: 0 0 1rem }
pre code { white-space: pre }
.spread { width: 10rem } td .was { display: block; color: var(--faint); font-size: .8125rem }
.spread .line { stroke-width: 1.25 } .line.solid { stroke-dasharray: none }
.tag { font-size: .75rem; font-weight: 500; color: var(--unsure); border: 1px solid currentColor; border-radius: 1rem; padding: 0 .5em; white-space: nowrap }
.fault { margin-top: 1rem } .fault p { margin: .25rem 0 } .fault figure { max-width: 22rem; margin: 0 0 .75rem }
.fault .fine { fill: var(--bar) } .fault .bad { fill: var(--bad) } .fault .allowed { fill: var(--allowed) } .fault svg:not(.sign) line { stroke: var(--good); stroke-dasharray: 3 2 }
.flow { list-style: none; margin: 0; padding: 0; display: flex; align-items: center; gap: 2.25rem }
.flow > li { flex: 1 1 0; min-width: 0; display: grid; gap: .75rem; position: relative }
.flow > li + li::before { content: '→'; position: absolute; left: -2.25rem; width: 2.25rem; top: calc(50% - .75em); text-align: center; color: var(--bar); font-size: 1.25rem }
.box { border: 1px solid var(--line); border-radius: 8px; background: var(--wash); padding: .625rem .75rem; font-size: .8125rem }
.box.good { border-color: var(--good) } .box.bad { border-color: var(--bad) } .box.unsure { border-color: var(--unsure) }
.box h3 { margin: 0 0 .25rem; font-size: .8125rem } .box p { margin: 0; line-height: 1.5 }
.changes { padding-left: 1.25rem; font-size: .875rem; margin: 0 } #lineage > p { font-size: .875rem; margin: .5rem 0 .25rem }
.words { border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; font-size: .9375rem } .words img { max-width: 100%; height: auto } .words li > p { display: inline; margin: 0 } .words > :first-child { margin-top: 0 } .words > :last-child { margin-bottom: 0 }
.limit-of-set { stroke: var(--bar); stroke-dasharray: 4 3 }
footer { margin-top: 3rem; border-top: 1px solid var(--line); color: var(--faint); font-size: .8125rem }
@media (max-width: 44rem) {
  .page { padding: 1.25rem 1rem 3rem } nav { margin: 0 -1rem; padding: 0 1rem }
  .findings thead { display: none }
  .findings, .findings tbody, .findings tr, .findings th, .findings td { display: block; width: auto }
  .findings tbody th, .findings .plot { width: auto }
  .findings tbody { padding: .75rem 0 }
  .findings td, .findings tbody th { padding: .25rem 0 }
  .about { display: grid; gap: .25rem }
  .flow { display: block } .flow > li + li { margin-top: 2rem } .flow > li + li::before { content: '↓'; left: 0; top: -2rem; width: 100% }
}
@media print {
  :root { --ink: #000; --faint: #444; --paper: #fff; --wash: #f6f8fa; --line: #ccc; --bad: #a40e26; --unsure: #7d4e00; --good: #116329; --bar: #555; --accent: #0550ae; --bad-wash: #ffebe9; --good-wash: #dafbe1; --unsure-wash: #fff8c5; --accent-wash: #ddf4ff }
  body { font-size: 11px } .page { max-width: none; padding: 0 }
  nav, .controls, .skip, thead button::after { display: none }
  .sortable .wide { max-height: none; overflow: visible } .sortable thead th { position: static }
  tr, figure, .findings tbody { break-inside: avoid } h2 { break-after: avoid }
  * { print-color-adjust: exact }
}
`
