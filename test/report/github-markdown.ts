import type { Nodes, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

/** Markdown as GitHub reads it. */
export const parsed = (markdown: string): Root => unified().use(remarkParse).use(remarkGfm).parse(markdown)

export function* nodesOf(node: Nodes): Generator<Nodes> {
  yield node
  if ('children' in node) for (const child of node.children) yield* nodesOf(child as Nodes)
}

/** What a document is made of, without what it says: hostile text must not change it. */
export function skeletonOf(node: Nodes): string {
  if (node.type === 'html') return (node.value.match(/<[^<>]*>/g) ?? []).join('')
  const inner = 'children' in node ? (node.children as Nodes[]).map(skeletonOf) : []
  const joined = inner.filter((part, i) => part !== 'text' || inner[i - 1] !== 'text')
  return joined.length === 0 ? node.type : `${node.type}(${joined.join(' ')})`
}

const ownTags = /^<\/?(details|summary|sub|br|code|strong|em|del|span)>$|^<details open>$/

/** What of a user's could have an effect: notify, link, embed, be HTML. Empty where all is well. */
export function effectsOf(root: Root, site: string): string[] {
  const effects: string[] = []
  let open = 0
  for (const node of nodesOf(root)) {
    if (node.type === 'link' && !node.url.startsWith(site)) effects.push(`link ${node.url}`)
    if (['image', 'imageReference', 'linkReference', 'definition', 'footnoteReference'].includes(node.type))
      effects.push(node.type)
    if (node.type === 'html') {
      for (const [tag] of node.value.matchAll(/<[^>]*>?/g))
        if (!ownTags.test(tag)) effects.push(`html ${tag}`)
      open += (node.value.match(/<details/g) ?? []).length - (node.value.match(/<\/details>/g) ?? []).length
      if (open < 0) effects.push('details closed early')
    }
    if (node.type === 'text' || node.type === 'html') {
      const text = node.type === 'html' ? decoded(node.value.replace(/<code>.*?<\/code>/g, '')) : node.value
      const found = /@\w|#\d|\bGH-\d|https?:\/\/|\bwww\.|[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b]/iu.exec(
        text.replaceAll('\n', ' '),
      )
      if (found) effects.push(`text ${JSON.stringify(text.slice(found.index, found.index + 20))}`)
    }
    if (node.type === 'table') {
      const [header, ...rows] = node.children
      for (const row of rows)
        if (row.children.length !== header!.children.length)
          effects.push(`table ${row.children.length} cells under ${header!.children.length}`)
    }
  }
  if (open !== 0) effects.push(`${open} details left open`)
  return effects
}

const decoded = (text: string) =>
  text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
