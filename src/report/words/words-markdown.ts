import type { Nodes, Table } from 'mdast'
import { cellCode, code, escaped } from '../markdown/escape.ts'
import { parseMarkdown } from './parse.ts'

/** What stands deeper is left out: nobody writes so, and every level costs stack. */
const deepest = 12

/**
 * A user's own Markdown, written again from what it means: headings (smaller), lists, tables, emphasis and code stay;
 * HTML is shown as text, links as their address, images as their description. Nothing in it notifies, links or embeds.
 * @param longest bytes; what comes after the block that would pass it is left out
 * @returns the Markdown, and whether all of it is there
 */
export function wordsMarkdown(words: string, longest: number): { markdown: string; whole: boolean } {
  const blocks = parseMarkdown(words).children.map((node) => blockOf(node, 1))
  const kept: string[] = []
  let bytes = 0
  for (const block of blocks) {
    if (block === '') continue
    bytes += Buffer.byteLength(block) + 2
    if (bytes > longest) return { markdown: kept.join('\n\n'), whole: false }
    kept.push(block)
  }
  return { markdown: kept.join('\n\n'), whole: true }
}

function blockOf(node: Nodes, depth: number): string {
  if (depth > deepest) return '…'
  switch (node.type) {
    case 'paragraph':
      return inlines(node.children, depth)
    case 'heading':
      return `${'#'.repeat(Math.min(6, node.depth + 3))} ${inlines(node.children, depth)}`
    case 'thematicBreak':
      return '***'
    case 'blockquote':
      return indented(children(node.children, depth), '> ', '> ')
    case 'list':
      return node.children
        .map((item, i) => {
          const mark = node.ordered ? `${Math.min(999_999, (node.start ?? 1) + i)}. ` : '- '
          const box = item.checked === null || item.checked === undefined ? '' : item.checked ? '☑ ' : '☐ '
          return indented(box + children(item.children, depth), mark, ' '.repeat(mark.length))
        })
        .join('\n')
    case 'code':
      return fenced(node.value, node.lang ?? '')
    case 'table':
      return tableOf(node, depth)
    case 'html':
      return escaped(node.value)
    case 'footnoteDefinition':
      return children(node.children, depth)
    case 'definition':
      return ''
    default:
      return inlineOf(node, depth)
  }
}

const children = (nodes: readonly Nodes[], depth: number): string =>
  nodes
    .map((node) => blockOf(node, depth + 1))
    .filter((block) => block !== '')
    .join('\n\n')

const inlines = (nodes: readonly Nodes[], depth: number): string =>
  nodes.map((node) => inlineOf(node, depth + 1)).join('')

function inlineOf(node: Nodes, depth: number): string {
  if (depth > deepest) return '…'
  switch (node.type) {
    case 'text':
    case 'html':
      return escaped(node.value)
    case 'strong':
      return `<strong>${inlines(node.children, depth)}</strong>`
    case 'emphasis':
      return `<em>${inlines(node.children, depth)}</em>`
    case 'delete':
      return `<del>${inlines(node.children, depth)}</del>`
    case 'inlineCode':
      return code(node.value)
    case 'break':
      return '<br>'
    case 'link': {
      const label = inlines(node.children, depth)
      const address = escaped(node.url)
      return label === address ? apart(label) : `${apart(label)} (${address})`
    }
    case 'linkReference':
      return apart(inlines(node.children, depth))
    case 'image':
    case 'imageReference':
      return `<em>[image: ${escaped(node.alt ?? '') || 'without a description'}]</em>`
    default:
      return 'children' in node ? inlines(node.children as Nodes[], depth) : ''
  }
}

/** So that what stands before it and it do not become one word: a mention, an address. */
const apart = (label: string) => `<span>${label}</span>`

const indented = (text: string, first: string, others: string) =>
  text
    .split('\n')
    .map((line, i) => (i === 0 ? first + line : line === '' ? others.trimEnd() : others + line))
    .join('\n')

/** Of what GitHub draws or links by the name of its language nothing is drawn. */
const drawn = /^(mermaid|geojson|topojson|stl|math|suggestion)$/i

function fenced(value: string, lang: string): string {
  const longest = (value.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2)
  const fence = '`'.repeat(longest + 1)
  const name = /^[A-Za-z0-9+#-]{1,20}$/.test(lang) && !drawn.test(lang) ? lang : ''
  const lines = value.replace(/\r\n?/g, '\n').replace(/[^\P{C}\n\t]/gu, ' ')
  return `${fence}${name}\n${lines}\n${fence}`
}

function tableOf({ align, children: rows }: Table, depth: number): string {
  const columns = Math.max(1, ...rows.map((row) => row.children.length))
  const cellsOf = (row: Table['children'][number]) =>
    Array.from({ length: columns }, (_, i) => {
      const nodes = row.children[i]?.children ?? []
      return nodes
        .map((node) => (node.type === 'inlineCode' ? cellCode(node.value) : inlineOf(node, depth + 2)))
        .join('')
    })
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const [header, ...body] = rows.map(cellsOf)
  const rule = Array.from({ length: columns }, (_, i) => (align?.[i] === 'right' ? '--:' : '---'))
  return [line(header ?? []), line(rule), ...body.map(line)].join('\n')
}
