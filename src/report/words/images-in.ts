import type { Nodes } from 'mdast'

/** Paths of the images that a user's Markdown names, each once; addresses of the web are none. */
export async function imagesIn(text: string): Promise<string[]> {
  if (!/!\[|<img/i.test(text)) return []
  const { parseMarkdown } = await import('./parse.ts')
  const found = new Set<string>()
  const visit = (nodes: readonly Nodes[]) => {
    // without recursion: how deep it goes is the user's
    const open = [...nodes]
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.type === 'image' || node.type === 'definition') found.add(node.url)
      if (node.type === 'html')
        for (const [, source] of node.value.matchAll(/<img\s[^>]*?src\s*=\s*["']?([^"'\s>]+)/gi))
          found.add(source!)
      if ('children' in node) open.push(...node.children.toReversed())
    }
  }
  visit([parseMarkdown(text)])
  return [...found].map(decoded).filter((path) => path !== '' && !/^([a-z][a-z0-9+.-]*:|\/\/|#)/i.test(path))
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
