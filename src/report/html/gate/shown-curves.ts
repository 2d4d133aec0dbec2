import type { Curves, CurvesDocument } from '../../../record/curves.ts'
import type { EvaluateGateRecord } from '../../../record/evaluate-gate.ts'
import { counted } from '../../number.ts'

/** The curves of an evaluation, beside those of the baselines that the record compares with. */
export interface ShownCurves {
  readonly evaluation: string
  readonly candidate: Curves
  readonly baselines: readonly { readonly name: string; readonly curves: Curves }[]
}

/** Lines that are told apart in one drawing. */
const mostBaselines = 3

/** The candidate is drawn on all rows, whatever it is compared on. */
const onPart = ({ rows }: Curves, candidate: Curves) =>
  rows < candidate.rows ? ` on the ${counted(rows, 'row')} that neither model was trained on` : ''

/** Baselines that are one model are drawn once; of one whose numbers nothing was compared with, nothing is drawn. */
export function shownCurves(
  { baselines = [] }: EvaluateGateRecord,
  { evaluations }: CurvesDocument,
): ShownCurves[] {
  return evaluations.map(({ name, candidate, baselines: drawn }) => {
    const distinct = new Map<string, { names: string[]; curves: Curves }>()
    for (const { name: baseline, curves } of drawn) {
      const known = baselines.find((one) => one.name === baseline)
      if (!known?.evaluations?.some((one) => one.name === name)) continue
      const key = JSON.stringify(curves)
      const same = distinct.get(key) ?? { names: [], curves }
      if (!same.names.includes(baseline)) same.names.push(baseline)
      distinct.set(key, same)
    }
    return {
      evaluation: name,
      candidate,
      baselines: Array.from(distinct.values(), ({ names, curves }) => ({
        name: `${names.join(', ')}${onPart(curves, candidate)}`,
        curves,
      })).slice(0, mostBaselines),
    }
  })
}
