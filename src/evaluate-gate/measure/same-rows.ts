import { rowsDiffer } from '../../metrics/pair-rows.ts'
import type { CandidateSide } from './measure-candidate.ts'

/**
 * The sides, those of training rows that are the very rows of a judged evaluation told so: between a test set and itself
 * there is no gap, however much the model has learnt by heart.
 */
export function withSameRows(sides: readonly CandidateSide[]): CandidateSide[] {
  const judged = sides.filter(({ request }) => request.judged !== false)
  return sides.map((side) => {
    const { rows, request, evaluation } = side
    if (request.judged !== false || rows === undefined) return side
    const same = judged.find((other) => other.rows !== undefined && haveSameRows(other.rows, rows))
    return same ? { ...side, evaluation: { ...evaluation, same_rows_as: same.request.name } } : side
  })
}

type Rows = NonNullable<CandidateSide['rows']>

/** What a row weighs, and which slice it is in, makes it no other. */
const haveSameRows = (
  { weights: _weights, attributes: _attributes, ...one }: Rows,
  { weights: _others, attributes: _cells, ...other }: Rows,
) => rowsDiffer(one, other) === undefined
