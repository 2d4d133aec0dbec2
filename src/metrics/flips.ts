import type { FlippedRow, Flips } from '../record/flips.ts'
import { fault } from './faults.ts'
import { classesOf } from './interpret/classes-of.ts'
import { interpret, type Meaning } from './interpret/interpret.ts'
import type { ClassPredictions, Predictions } from './predictions.ts'
import { classText, type PredictionRows } from './read/prediction-rows.ts'

/** Rows with something in common. */
interface Part {
  readonly name: string
  readonly rows: Uint32Array
}

/**
 * The rows that exactly one of two models has right.
 * @param candidate with the rows and labels of `baseline`, in the same order
 * @param parts that are counted apart
 * @param listed how many rows of each kind are named
 * @returns undefined where right and wrong cannot be told: numbers, or predictions that are of no class
 */
export function flipsOf(
  candidate: PredictionRows,
  baseline: PredictionRows,
  { task, positive, dependence }: Meaning,
  { parts, listed }: { readonly parts: readonly Part[]; readonly listed: number },
): Flips | undefined {
  if (task === 'regression' || task === 'ranking') return undefined
  const classes = task === 'multiclass' ? [...classesOf(candidate), ...classesOf(baseline)] : []
  const meaning = { task, classes, ...(positive !== undefined && { positive }) }
  const [now, before] = [candidate, baseline].map((rows) => interpret(rows, meaning, 'predictions'))
  if (!isOfClasses(now!) || !isOfClasses(before!)) return undefined
  if (fault(now!, 'predicted') !== undefined || fault(before!, 'predicted') !== undefined) return undefined
  const flips = directions(now!, before!)
  const names = classNames(now!, candidate)
  const of = (direction: number) =>
    firstOf(flips, direction, candidate.ids, listed).map((i) => rowOf(i, candidate, now!, before!, names))
  const slices = parts
    .map(({ name, rows }) => ({ name, rows: rows.length, ...counted(flips, rows) }))
    .filter(({ broken, mended }) => broken + mended > 0)
  return {
    rows: candidate.rows,
    ...counted(flips, undefined),
    ...(dependence && { dependent: true as const }),
    ...(slices.length > 0 && { slices }),
    listed: { broken: of(-1), mended: of(1) },
  }
}

/** -1 for each row that is wrong now and was right, 1 for the reverse, 0 for the others. */
function directions(now: ClassPredictions, before: ClassPredictions): Int8Array {
  const { labels } = now
  const flips = new Int8Array(now.rows)
  for (let i = 0; i < flips.length; i++) {
    const right = now.predicted![i] === labels[i]
    if (right !== (before.predicted![i] === labels[i])) flips[i] = right ? 1 : -1
  }
  return flips
}

/** Rows of a direction as people count them: by number where the ids of all of them are whole numbers. */
function firstOf(
  flips: Int8Array,
  direction: number,
  ids: readonly string[] | undefined,
  most: number,
): number[] {
  const rows: number[] = []
  for (let i = 0; i < flips.length; i++) if (flips[i] === direction) rows.push(i)
  if (ids && rows.every((i) => wholeNumber.test(ids[i]!)))
    rows.sort((a, b) => Number(ids[a]) - Number(ids[b]) || a - b)
  return rows.slice(0, most)
}

/** Of so few digits that no two of them are one double. */
const wholeNumber = /^-?\d{1,15}$/

/** @param rows of a part; undefined: all */
function counted(flips: Int8Array, rows: Uint32Array | undefined) {
  const count = rows?.length ?? flips.length
  let broken = 0
  let mended = 0
  for (let i = 0; i < count; i++) {
    const flip = flips[rows === undefined ? i : rows[i]!]!
    if (flip === -1) broken++
    else if (flip === 1) mended++
  }
  return { broken, mended }
}

function rowOf(
  i: number,
  { ids, labels }: PredictionRows,
  now: ClassPredictions,
  before: ClassPredictions,
  names: readonly string[],
): FlippedRow {
  return {
    ...(ids && { id: ids[i]! }),
    row: i + 1,
    label: classText(labels[i] ?? ''),
    before: names[before.predicted![i]!]!,
    now: names[now.predicted![i]!]!,
  }
}

/** By the index that predictions have them under. */
function classNames(predictions: ClassPredictions, rows: PredictionRows): readonly string[] {
  if (predictions.task === 'multiclass') return predictions.classes
  const named = (index: number) => {
    const labelled = predictions.labels.indexOf(index)
    if (labelled !== -1) return classText(rows.labels[labelled] ?? '')
    const predicted = predictions.predicted!.indexOf(index)
    return classText(rows.predicted?.[predicted] ?? (index === 1 ? 'positive' : 'negative'))
  }
  return [named(0), named(1)]
}

const isOfClasses = (predictions: Predictions): predictions is ClassPredictions =>
  predictions.task === 'binary' || predictions.task === 'multiclass'
