import { createHash } from 'node:crypto'
import type { Digest } from '../record/digest.ts'
import { counted, grouped } from '../report/number.ts'
import { classText, type PredictionRows, remembered } from './read/prediction-rows.ts'

/** Rows that are hashed at once: each call costs more than what it hashes. */
const batch = 1000

/** Digest over which rows there are, how they are labelled and what they weigh: the test set, where no file of it is named. */
export function rowsDigest({ ids, labels, weights, rows }: PredictionRows): Digest {
  const hash = createHash('sha256')
  const textOf = remembered((label) => JSON.stringify(classText(label ?? '')))
  let lines = ''
  for (let i = 0; i < rows; i++) {
    const weight = weights ? `,${JSON.stringify(weights[i]!)}` : ''
    lines += `[${ids === undefined ? null : jsonOf(ids[i]!)},${textOf(labels[i] ?? null)}${weight}]\n`
    if (i % batch !== 0) continue
    hash.update(lines)
    lines = ''
  }
  return `sha256:${hash.update(lines).digest('hex')}`
}

/** Most ids have nothing to escape: to see that is faster than to ask for it. */
function jsonOf(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || code > 0x7e || code === quote || code === backslash) return JSON.stringify(text)
  }
  return `"${text}"`
}

const quote = 0x22
const backslash = 0x5c

/** Why two models' rows are not the same rows of one test set, as a clause; undefined when they are. */
export function rowsDiffer(candidate: PredictionRows, baseline: PredictionRows): string | undefined {
  if (candidate.rows !== baseline.rows)
    return `it has ${counted(baseline.rows, 'row')} and this model ${grouped(candidate.rows)}`
  if ((candidate.ids === undefined) !== (baseline.ids === undefined))
    return 'only one of the two has ids, so that rows cannot be matched'
  const ids = countUnknown(candidate, baseline)
  if (ids > 0) return `${grouped(ids)} of ${grouped(candidate.rows)} ids are not those of this model's rows`
  const labels = countDiffering(
    candidate.rows,
    (i) =>
      candidate.labels[i] === baseline.labels[i] ||
      classText(candidate.labels[i] ?? '') === classText(baseline.labels[i] ?? ''),
  )
  if (labels > 0) return `the labels of ${grouped(labels)} of ${counted(candidate.rows, 'row')} differ`
  const weights = countDiffering(candidate.rows, (i) =>
    Object.is(candidate.weights?.[i], baseline.weights?.[i]),
  )
  if (weights > 0) return `the weights of ${grouped(weights)} of ${counted(candidate.rows, 'row')} differ`
  return attributesDiffer(candidate, baseline)
}

/** Slices are of the test set: who predicts must not be able to move a row from one to another. */
function attributesDiffer(candidate: PredictionRows, baseline: PredictionRows): string | undefined {
  for (const [name, values] of Object.entries(candidate.attributes ?? {})) {
    const known = baseline.attributes?.[name]
    const differing = known
      ? countDiffering(candidate.rows, (i) => (values[i] ?? '') === (known[i] ?? ''))
      : 0
    if (differing > 0)
      return `the values of ${JSON.stringify(name)}, by which rows are cut into slices or belong together, differ in ${grouped(differing)} of ${counted(candidate.rows, 'row')}`
  }
  return undefined
}

/** Ids are in order: of one that is another, all those between its place there and here have moved by one. */
function countUnknown({ ids = [], rows }: PredictionRows, { ids: known = [] }: PredictionRows): number {
  const moved = ids === known ? 0 : countDiffering(rows, (i) => ids[i] === known[i])
  if (moved === 0) return 0
  const there = new Set(known)
  return countDiffering(rows, (i) => there.has(ids[i]!)) || moved
}

function countDiffering(rows: number, same: (row: number) => boolean): number {
  let differing = 0
  for (let i = 0; i < rows; i++) if (!same(i)) differing++
  return differing
}
