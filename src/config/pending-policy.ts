import { isTree, type Tree, treeAt } from './tree.ts'

/** A key that judges, as it is now and as a change would have it. Values are JSON, cut to what people read. */
export interface PendingRule {
  readonly key: string
  /** absent where there is none yet */
  readonly now?: string
  /** absent where the change takes it away */
  readonly proposed?: string
}

const judging = ['gate', 'waivers', 'metrics'] as const

const most = 50
const longest = 200

/** Where a change edits the gate, the waivers or own metrics: it is judged by those of the base until it is merged. */
export function pendingRules(base: Tree, change: Tree): PendingRule[] {
  const [now, proposed] = [leavesOf(base), leavesOf(change)]
  if (treeAt(base, 'gate').seeds !== undefined) addSeeds([base, now], [change, proposed])
  const keys = [...new Set([...now.keys(), ...proposed.keys()])].sort()
  return keys
    .filter((key) => now.get(key) !== proposed.get(key))
    .slice(0, most)
    .map((key) => {
      const [before, after] = [now.get(key), proposed.get(key)]
      return {
        key: cut(key),
        ...(before !== undefined && { now: cut(before) }),
        ...(after !== undefined && { proposed: cut(after) }),
      }
    })
}

/** Values by key path; a list is one value. */
function leavesOf(tree: Tree): Map<string, string> {
  const leaves = new Map<string, string>()
  const visit = (value: unknown, path: string) => {
    if (isTree(value) && Object.keys(value).length > 0)
      for (const [key, member] of Object.entries(value)) visit(member, `${path}.${key}`)
    else leaves.set(path, JSON.stringify(value) ?? 'null')
  }
  for (const key of judging) if (Object.hasOwn(tree, key)) visit(tree[key], key)
  return leaves
}

/** Which seeds are trained judges where the gate tests them. */
function addSeeds(...sides: readonly [tree: Tree, leaves: Map<string, string>][]): void {
  for (const [tree, leaves] of sides) {
    const { seeds } = treeAt(tree, 'train')
    if (seeds !== undefined) leaves.set('train.seeds', JSON.stringify(seeds) ?? 'null')
  }
}

const cut = (text: string) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)
