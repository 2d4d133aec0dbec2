import type { Nodes, Root, Table } from 'mdast'
import { html } from '../escape.ts'
import { type Interpolated, Markup, markup, nothing, webLink } from '../markup.ts'
import { type Section, section } from './section.ts'

/** A user's own Markdown as it was read, with the images that were kept of it. */
export interface ShownWords {
  /** hostile text */
  readonly file: string
  readonly root: Root
  readonly cut: boolean
  /** by the path that the Markdown has: the image as a `data:` address, written by this suite */
  readonly images: ReadonlyMap<string, string>
}

/** What stands deeper is left out: nobody writes so, and every level costs stack. */
const deepest = 12

/**
 * The words as a section that says whose they are. What they mean stays, but all HTML in them is shown as text, a link
 * shows where it leads, and of images only those that were kept are there.
 */
export function wordsSection(words: ShownWords | undefined): Section | undefined {
  if (words === undefined || words.root.children.length === 0) return undefined
  return section(
    'words',
    'What the change says itself',
    markup`<p class="faint">From ${words.file} of this change. Nobody but its author vouches for it.</p>
<div class="words">${words.root.children.map((node) => blockOf(node, words, 1))}</div>
${words.cut ? markup`<p class="faint">The rest is in the file itself.</p>` : nothing}`,
  )
}

function blockOf(node: Nodes, words: ShownWords, depth: number): Interpolated {
  if (depth > deepest) return '…'
  switch (node.type) {
    case 'paragraph':
      return markup`<p>${inside(node.children, words, depth)}</p>\n`
    case 'heading':
      return markup`<h3>${inside(node.children, words, depth)}</h3>\n`
    case 'thematicBreak':
      return markup`<hr>\n`
    case 'blockquote':
      return markup`<blockquote>${inside(node.children, words, depth)}</blockquote>\n`
    case 'list': {
      const items = node.children.map((item) => {
        const box = item.checked === null || item.checked === undefined ? '' : item.checked ? '☑ ' : '☐ '
        return markup`<li>${box}${inside(item.children, words, depth)}</li>\n`
      })
      return node.ordered ? markup`<ol>${items}</ol>\n` : markup`<ul>${items}</ul>\n`
    }
    case 'code':
      return markup`<pre tabindex="0"><code>${lines(node.value)}</code></pre>\n`
    case 'table':
      return tableOf(node, words, depth)
    case 'html':
      return markup`<p>${node.value}</p>\n`
    case 'footnoteDefinition':
      return inside(node.children, words, depth)
    case 'definition':
      return undefined
    default:
      return inlineOf(node, words, depth)
  }
}

const inside = (nodes: readonly Nodes[], words: ShownWords, depth: number): Interpolated =>
  nodes.map((node) => blockOf(node, words, depth + 1))

function inlineOf(node: Nodes, words: ShownWords, depth: number): Interpolated {
  switch (node.type) {
    case 'text':
    case 'html':
      return spaced(node.value)
    case 'strong':
      return markup`<strong>${inside(node.children, words, depth)}</strong>`
    case 'emphasis':
      return markup`<em>${inside(node.children, words, depth)}</em>`
    case 'delete':
      return markup`<del>${inside(node.children, words, depth)}</del>`
    case 'inlineCode':
      return markup`<code>${node.value}</code>`
    case 'break':
      return markup`<br>`
    case 'link':
      return markup`${inside(node.children, words, depth)} (${webLink(node.url, node.url)})`
    case 'image':
      return imageOf(node.url, node.alt ?? '', words)
    default:
      return 'children' in node ? inside(node.children, words, depth) : undefined
  }
}

function imageOf(url: string, alt: string, { images }: ShownWords): Markup {
  const data = images.get(url) ?? images.get(decoded(url))
  return data === undefined
    ? markup`<em>${alt === '' ? 'an image' : alt} (not kept)</em>`
    : markup`<img src="${new Markup(data)}" alt="${alt}">`
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function tableOf({ children: [head, ...rows] }: Table, words: ShownWords, depth: number): Markup {
  if (head === undefined) return nothing
  return markup`<div class="wide" tabindex="0"><table><thead><tr>${head.children.map((cell) => markup`<th scope="col">${inside(cell.children, words, depth)}</th>`)}</tr></thead>
<tbody>${rows.map((row) => markup`<tr>${row.children.map((cell) => markup`<td>${inside(cell.children, words, depth)}</td>`)}</tr>`)}</tbody></table></div>\n`
}

/** Of text between marks the spaces at its ends count. */
function spaced(text: string): Markup {
  const inner = html(text, 30_000)
  if (inner === '') return new Markup(text === '' ? '' : ' ')
  return new Markup(`${/^\s/.test(text) ? ' ' : ''}${inner}${/\s$/.test(text) ? ' ' : ''}`)
}

const lines = (code: string) =>
  code.split('\n').map((one, i) => new Markup(`${i === 0 ? '' : '\n'}${indentOf(one)}${html(one, 1000)}`))

const indentOf = (line: string) => ' '.repeat(/^[ \t]*/.exec(line)![0].length)
