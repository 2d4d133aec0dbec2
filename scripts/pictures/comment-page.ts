import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'

/** A comment as a reader of a pull request sees it: the Markdown through a GitHub-flavoured renderer, in a plain frame. */
export async function commentPage(markdown: string): Promise<string> {
  const body = await unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkRehype, { allowDangerousHtml: true })
    .use(rehypeStringify, { allowDangerousHtml: true })
    .process(markdown)
  const drawn = String(body).replace(/✅|❌|⚠️/gu, (sign) => signs[sign]!)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Comment</title>
<style>${style}</style>
<article><header><b>github-actions</b> <span class="bot">bot</span> commented</header><div class="body">${drawn}</div></article></html>`
}

const sign = (colour: string, shape: string) =>
  `<svg class="emoji" viewBox="0 0 16 16" fill="${colour}">${shape}</svg>`
const line = (d: string) =>
  `<path d="${d}" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round"/>`

/** GitHub shows pictures for these, and not every machine has a font that does. */
const signs: Readonly<Record<string, string>> = {
  '✅': sign(
    '#1f883d',
    `<rect x="1" y="1" width="14" height="14" rx="3"/>${line('M4.5 8.5l2.5 2.5 4.5-5.5')}`,
  ),
  '❌': sign(
    '#d1242f',
    '<path d="M3 3l10 10M13 3L3 13" stroke="#d1242f" stroke-width="3.2" stroke-linecap="round"/>',
  ),
  '⚠️': sign('#d4a72c', `<path d="M8 1.2l7 13H1z"/>${line('M8 6v4M8 12.3v.1')}`),
}

const style = `
.emoji { width: 1em; height: 1em; vertical-align: -.1em }
:root { --ink: #1f2328; --faint: #59636e; --paper: #fff; --wash: #f6f8fa; --line: #d1d9e0; --link: #0969da }
@media (prefers-color-scheme: dark) { :root { --ink: #f0f6fc; --faint: #9198a1; --paper: #0d1117; --wash: #151b23; --line: #3d444d; --link: #4493f8 } }
body { margin: 0; padding: 16px; background: var(--paper); color: var(--ink); font: 14px/1.5 system-ui, sans-serif }
article { border: 1px solid var(--line); border-radius: 6px }
header { background: var(--wash); border-bottom: 1px solid var(--line); border-radius: 6px 6px 0 0; padding: 8px 16px; color: var(--faint) }
header b { color: var(--ink) } .bot { border: 1px solid var(--line); border-radius: 2em; padding: 0 7px; font-size: 12px }
.body { padding: 16px } .body > :first-child { margin-top: 0 } .body > :last-child { margin-bottom: 0 }
h3 { font-size: 1.25em; margin: 0 0 16px } p, ul, table, details { margin: 0 0 16px }
ul { padding-left: 2em } a { color: var(--link); text-decoration: none }
table { border-collapse: collapse; display: block; overflow: auto; width: max-content; max-width: 100% }
th, td { border: 1px solid var(--line); padding: 6px 13px } tr:nth-child(2n) td { background: var(--wash) }
code { font: 85% ui-monospace, monospace; background: color-mix(in srgb, var(--faint) 16%, transparent); padding: .2em .4em; border-radius: 6px }
pre { background: var(--wash); padding: 16px; border-radius: 6px; overflow: auto } pre code { background: none; padding: 0 }
summary { cursor: pointer } sub { color: var(--faint); font-size: 75% }
`
