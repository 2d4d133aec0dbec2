/** A configuration before it is checked: what YAML gave. */
export type Tree = { readonly [key: string]: unknown }

export const isTree = (value: unknown): value is Tree =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Where a key stands that schemas leave out of maps without a word; undefined where none does. */
export function lostKey(value: unknown, path: readonly string[] = []): readonly string[] | undefined {
  for (const [key, member] of isTree(value) ? Object.entries(value) : []) {
    const found = key === '__proto__' ? [...path, key] : lostKey(member, [...path, key])
    if (found) return found
  }
  return undefined
}

export const treeAt = (tree: unknown, key: string): Tree => {
  const value = isTree(tree) && Object.hasOwn(tree, key) ? tree[key] : undefined
  return isTree(value) ? value : {}
}

/** The tree with the value at a path; what stands in the way and is no map is replaced. `undefined` takes the key away. */
export function withValue(tree: Tree, [key, ...rest]: readonly string[], value: unknown): Tree {
  if (key === undefined) return tree
  const { [key]: _old, ...others } = tree
  const next = rest.length === 0 ? value : withValue(treeAt(tree, key), rest, value)
  return next === undefined ? others : { ...others, [key]: next }
}
