import type { PredictionRows } from '../../metrics/read/prediction-rows.ts'
import { counted } from '../../report/number.ts'
import type { ComparedEvaluation } from '../measured.ts'
import type { CandidateSide } from './measure-candidate.ts'
import { comparedAt, type Overlap, unseenRows } from './overlap.ts'

/** Of which model a comparison is made, and how much of the test set may be left out of it. */
export interface Unseen {
  /** of the baseline */
  readonly overlap: Overlap
  readonly maxShare: number
}

export const overlapRemedy = 'Take them out of the training data or out of the test set'

/**
 * A comparison without the test rows that either model was trained on.
 * @returns why it cannot be made, where those are too many
 */
export function onUnseenRows(
  rows: PredictionRows,
  side: CandidateSide & { readonly rows: PredictionRows },
  { overlap, maxShare }: Unseen,
  compare: (rows: PredictionRows, side: CandidateSide) => ComparedEvaluation,
): ComparedEvaluation | string {
  const trainedOn = overlap === undefined ? {} : { trainedOn: overlap.size }
  if (!side.overlap?.size && !overlap?.size) return { ...compare(rows, side), ...trainedOn }
  const at = unseenRows(side.rows, [side.overlap, overlap])
  const seen = side.rows.rows - at.length
  if (seen === 0) return { ...compare(rows, side), ...trainedOn }
  if (seen / side.rows.rows > maxShare || at.length === 0)
    return `${counted(seen, 'test row')} of ${side.rows.rows} are among the rows that it or this model was trained on, more than gate.max_overlap (${maxShare}) allows. ${overlapRemedy}`
  return { ...comparedAt(rows, side, at, compare), ...trainedOn }
}
