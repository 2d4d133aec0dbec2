import { classText, differentCells, type PredictionRows } from '../read/prediction-rows.ts'

/** The classes that labels, predictions and score columns of these rows hold, by code unit. */
export function classesOf({ labels, predicted, scores }: PredictionRows): string[] {
  const cells = differentCells(labels, predicted)
  return [...new Set([...cells, ...Object.keys(scores ?? {})].map(classText))]
    .filter((name) => name !== '')
    .sort()
}

const known = new WeakMap<readonly (string | null)[], string[]>()

/** The different classes of a column, which is asked several times for the same. */
export function distinctClasses(cells: readonly (string | null)[] = []): string[] {
  const found =
    known.get(cells) ?? [...new Set([...new Set(cells)].map((cell) => classText(cell ?? '')))].sort()
  known.set(cells, found)
  return found
}
