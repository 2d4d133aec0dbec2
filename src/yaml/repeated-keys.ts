import { isAlias, isCollection, isMap, isNode, isPair, isScalar, type Node } from 'yaml'

/**
 * Keys of its maps whose value would take the place of one that stands there before: `1` and `'1'` are one key of a plain
 * value, and so are a key and an alias of it. The parser tells fewer, and compares each with all before it, which takes
 * minutes of a file of nothing but keys.
 */
export function repeatedKeys(root: unknown): Node[] {
  const found: Node[] = []
  const anchors = new Map<string, Node>()
  const visit = (node: unknown): void => {
    if (isPair(node)) {
      visit(node.key)
      visit(node.value)
      return
    }
    if (!isNode(node) || isAlias(node)) return
    // An alias means the last before it.
    if (node.anchor !== undefined) anchors.set(node.anchor, node)
    if (!isCollection(node)) return
    const seen = new Set<string>()
    for (const item of node.items) {
      if (isMap(node) && isPair(item) && isNode(item.key)) {
        const name = nameOf(item.key, anchors)
        if (name !== undefined && seen.has(name)) found.push(item.key)
        if (name !== undefined) seen.add(name)
      }
      visit(item)
    }
  }
  visit(root)
  return found
}

/** What a key is called in a plain value; undefined where it has no name that can be told here. */
function nameOf(key: Node, anchors: ReadonlyMap<string, Node>): string | undefined {
  const meant = isAlias(key) ? anchors.get(key.source) : key
  if (isScalar(meant)) return String(meant.value ?? '')
  // One of lists or maps within each other is refused whatever stands beside it.
  return isCollection(meant) && !meant.items.some(nests) ? `\0${meant}` : undefined
}

/** Whether an item of a list or map is a list or map, or a pair with one. */
export const nests = (item: unknown): boolean =>
  isPair(item) ? isCollection(item.key) || isCollection(item.value) : isCollection(item)
