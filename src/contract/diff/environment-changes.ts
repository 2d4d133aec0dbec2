import { type Change, change, looser, pathText, type Reach, tighter } from './change.ts'
import { listOf, one, several, treeOf } from './compare.ts'

/** The environment in which the model meets data. */
const serving = 'serving'

/** Columns that tables of an environment may lack: at serving time, the model has nothing to read there. */
export function environmentChanges(old: unknown, now: unknown, reachOf: (field: string) => Reach): Change[] {
  const [before, after] = [treeOf(old), treeOf(now)]
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name) => {
    const [was, is] = [before, after].map((tree) => listOf(treeOf(tree[name]).absent).map(String))
    const path = pathText('environments', name, 'absent')
    const at = { path, old: before[name] && was, now: after[name] && is }
    const more = is!.filter((field) => !was!.includes(field))
    const fewer = was!.filter((field) => !is!.includes(field))
    const reads = name === serving && more.some((field) => reachOf(field) === 'input')
    return [
      ...(more.length > 0
        ? [
            change(
              at,
              looser(`${several(more)} may be lacking in ${one(name)} now`),
              reads ? 'input' : 'rest',
            ),
          ]
        : []),
      ...(fewer.length > 0
        ? [change(at, tighter(`${several(fewer)} could be lacking in ${one(name)}, and may not now`), 'rest')]
        : []),
    ]
  })
}

/** What live data need not have, a live model does not read. */
export const absentAtServing = (environments: unknown): string[] =>
  listOf(treeOf(treeOf(environments)[serving]).absent).map(String)
