/** How all pages look. Every colour that means something stands beside a word or a sign. */
export const pageStyle = `
:root {
  --ink: #1f2328; --faint: #59636e; --paper: #fff; --wash: #f6f8fa; --line: #d1d9e0;
  --bad: #cf222e; --unsure: #9a6700; --good: #1a7f37; --bar: #6e7781; --allowed: #dafbe1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #f0f6fc; --faint: #9198a1; --paper: #0d1117; --wash: #151b23; --line: #3d444d;
    --bad: #f85149; --unsure: #d29922; --good: #3fb950; --bar: #9198a1; --allowed: #12351f;
  }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
h1, h2, h3, p, td, th, dd, li { overflow-wrap: anywhere }
table { border-collapse: collapse; font-size: .875rem; margin: .5rem 0 }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
code { font: .875em ui-monospace, monospace; white-space: pre-wrap }
svg { display: block; width: 100%; height: auto; overflow: visible }
svg text { fill: var(--faint); font: 10px system-ui, sans-serif }
figure { margin: .5rem 0 }
figcaption { color: var(--faint); font-size: .8125rem }
.number { text-align: right; font-variant-numeric: tabular-nums }
.faint { color: var(--faint); font-size: .875rem; margin: .125rem 0 .5rem }
.wide { overflow-x: auto }
`
