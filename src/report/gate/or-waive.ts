import type { Comparison } from '../../record/comparison.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'

/**
 * On a pull request, the line with which a reviewer lets the worst of it pass; none where that would not be all.
 * @param deciding what made the verdict and no waiver lets pass
 */
export function orWaive({ run }: EvaluateGateRecord, deciding: readonly Comparison[]): string {
  const worse = deciding.filter(({ zone, slice }) => zone === 'worse' && slice === undefined)
  const [first] = worse
  const rule = first?.rule === 'max_gap' ? ' max_gap' : ''
  if (
    run.pull_request === undefined ||
    !first ||
    worse.length < deciding.length ||
    worse.some((one) => one.metric !== first.metric || (one.rule === 'max_gap') !== (rule !== ''))
  )
    return ''
  const worst = Math.max(...worse.map(({ change = 0 }) => Math.abs(change)))
  if (!(worst > 0) || !/^[^\s":]+$/.test(first.metric)) return ''
  const ceiling = Number(worst.toPrecision(2)) >= worst ? worst.toPrecision(2) : (worst * 1.05).toPrecision(2)
  return `, or let a reviewer with write permission approve with the line: modelassay waive ${first.metric}${rule} ${Number(ceiling)} until <day>: <reason>`
}
