import type { Effect } from './change.ts'
import { isTree, listOf, several, type Tree, treeOf } from './compare.ts'

/**
 * Texts that stand for a missing value are values no more, and the other way round.
 * @param fields those that the list holds for, as they are now
 */
export function missingEffect(old: unknown, now: unknown, fields: readonly Tree[]): Effect {
  const [before, after] = [old, now].map((list) => listOf(list).map(textOf))
  const added = after!.filter((text) => !before!.includes(text))
  const gone = before!.filter((text) => !after!.includes(text))
  const anyText = fields.some(({ type = 'any' }) => type === 'any' || type === 'string')
  const anyRequired = fields.some(({ constraints }) => treeOf(constraints).required === true)
  const sentences = [
    ...(added.length > 0
      ? [
          `${several(added)} ${counts(added)} as missing now, which the trained model took for a value or never saw`,
        ]
      : []),
    ...(gone.length > 0
      ? [
          `${several(gone)} ${gone.length === 1 ? 'is a value' : 'are values'} now, which stood for a missing one`,
        ]
      : []),
  ]
  return {
    loosens: added.length > 0 || (gone.length > 0 && anyText),
    tightens: gone.length > 0 || (added.length > 0 && anyRequired),
    why: sentences.join('; ') || 'the same texts in another order',
  }
}

const counts = (texts: readonly unknown[]) => (texts.length === 1 ? 'counts' : 'count')

const textOf = (entry: unknown): unknown => (isTree(entry) && 'value' in entry ? entry.value : entry)
