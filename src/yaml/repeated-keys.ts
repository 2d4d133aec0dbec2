import { isCollection, isMap, isPair, isScalar, type Node } from 'yaml'

/** Keys of its maps that stand there before. The parser compares each with all before it, which takes minutes of a file of nothing but keys. */
export function repeatedKeys(node: unknown): Node[] {
  if (isPair(node)) return [...repeatedKeys(node.key), ...repeatedKeys(node.value)]
  if (!isCollection(node)) return []
  const seen = new Set<unknown>()
  const found: Node[] = []
  for (const item of node.items) {
    if (isMap(node) && isPair(item) && isScalar(item.key)) {
      const { value } = item.key
      // NaN is no other NaN.
      if (seen.has(value) && !Number.isNaN(value)) found.push(item.key)
      seen.add(value)
    }
    for (const inner of repeatedKeys(item)) found.push(inner)
  }
  return found
}
