import type { Comparison } from '../../record/comparison.ts'
import { findingLines } from '../../report/gate/rule-lines.ts'
import { findingOf, toldOnce } from '../../report/gate/same-finding.ts'
import { counted } from '../../report/number.ts'
import type { Judgement } from '../compare/verdict.ts'
import { baselineName } from './explain.ts'

/** The verdict in one sentence: what decided it, or that everything held. */
export function reasonOf(comparisons: readonly Comparison[], { verdict, decidedBy }: Judgement): string {
  if (verdict === 'pass') return allHold(comparisons)
  const deciding = decidedBy.map((i) => comparisons[i]!)
  const first = deciding[0]!
  // Said once where baselines are the same model, as wherever the findings are listed.
  const others = toldOnce(findingLines(deciding).map(({ comparison }) => comparison)).length - 1
  const rest = others === 0 ? '' : ` (and ${counted(others, 'more reason')})`
  return `${first.explanation.replace(/\.$/, '')}${rest}.${alsoOf(first, deciding)}`
}

/** The other metrics of which the very same was found. */
function alsoOf(first: Comparison, deciding: readonly Comparison[]): string {
  const same = deciding.filter((comparison) => findingOf(comparison) === findingOf(first))
  const others = new Set(same.map(({ metric }) => metric).filter((metric) => metric !== first.metric))
  return others.size === 0 ? '' : ` The same goes for ${[...others].join(', ')}.`
}

function allHold(comparisons: readonly Comparison[]): string {
  const against = [...new Set(comparisons.filter(({ baseline }) => baseline).map(baselineName))]
  const rules = new Set(comparisons.map(({ rule, metric, by }) => JSON.stringify([rule, metric, by]))).size
  const unjudged = comparisons.filter(({ zone }) => zone === 'not-judged')
  const groups = unjudged.filter(({ group }) => group !== undefined)
  const slices = new Set(
    unjudged
      .filter(({ group }) => group === undefined)
      .map(({ slice, evaluation }) => JSON.stringify([slice ?? '', evaluation])),
  ).size
  const unsure = (count: number, thing: string) =>
    count === 0 ? '' : ` ${counted(count, thing)} could not be judged.`
  const but = `${unsure(slices, 'slice')}${unsure(groups.length, 'group')}`
  const held = rules === 1 ? 'The one rule holds' : `All ${rules} rules hold`
  return against.length === 0 ? `${held}.${but}` : `${held}, measured against ${against.join(' and ')}.${but}`
}
