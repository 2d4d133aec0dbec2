/** How deep a document may nest. */
export const deepest = 100

/** Whether a document that was read is a part of itself, as an alias of YAML can make it, or nests deeper than that. */
export function holdsItself(document: unknown): boolean {
  const above = new Set<object>()
  const looked = new Set<object>()
  const look = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null || looked.has(value)) return false
    if (above.has(value) || above.size === deepest) return true
    above.add(value)
    const found = Object.values(value).some(look)
    above.delete(value)
    looked.add(value)
    return found
  }
  return look(document)
}
