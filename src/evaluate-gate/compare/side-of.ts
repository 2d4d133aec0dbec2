import type { MissingBaseline } from '../context.ts'
import type { ComparedEvaluation, MeasuredBaseline } from '../measured.ts'
import type { Unjudged } from './draft.ts'

/** A baseline on one evaluation, or why there is nothing of it to compare with. */
export function sideOf(
  baseline: MeasuredBaseline | MissingBaseline,
  evaluation: string,
): { readonly side: ComparedEvaluation; readonly of: MeasuredBaseline } | { readonly none: Unjudged } {
  if ('outcome' in baseline) {
    const why = baseline.hint ? `${baseline.reason}. ${baseline.hint}` : baseline.reason
    return { none: { zone: baseline.outcome === 'never' ? 'no-baseline' : 'not-comparable', why } }
  }
  const side = baseline.evaluations.find(({ name }) => name === evaluation)
  if (!side) return { none: { zone: 'no-baseline', why: `it was never evaluated on ${evaluation}` } }
  if (side.comparable) return { side, of: baseline }
  return { none: { zone: 'not-comparable', why: side.reason, ...(side.needs && { needs: side.needs }) } }
}
