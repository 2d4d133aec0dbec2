import type { Comparison } from '../record/evaluate-gate.ts'
import { counted } from '../report/number.ts'
import { baselineName } from './explain.ts'
import type { Judgement } from './verdict.ts'

/** The verdict in one sentence: what decided it, or that everything held. */
export function reasonOf(comparisons: readonly Comparison[], { verdict, decidedBy }: Judgement): string {
  if (verdict === 'pass') return allHold(comparisons)
  const first = comparisons[decidedBy[0]!]!
  const others = decidedBy.length - 1
  const rest = others === 0 ? '' : ` (and ${counted(others, 'more reason')})`
  return `${first.explanation.replace(/\.$/, '')}${rest}.`
}

function allHold(comparisons: readonly Comparison[]): string {
  const against = [...new Set(comparisons.filter(({ baseline }) => baseline).map(baselineName))]
  const rules = new Set(comparisons.map(({ rule, metric }) => `${rule} ${metric}`)).size
  const held = rules === 1 ? 'The one rule holds' : `All ${rules} rules hold`
  return against.length === 0 ? `${held}.` : `${held}, measured against ${against.join(' and ')}.`
}
