import type { Comparison } from '../../record/comparison.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'

/**
 * On a pull request, the lines with which a reviewer lets the worst of it pass; none where they would not be all. Of
 * several evaluations each takes a line, and has to be named.
 * @param deciding what made the verdict and no waiver lets pass
 */
export function orWaive(
  { run, comparisons = [] }: EvaluateGateRecord,
  deciding: readonly Comparison[],
): string {
  const worse = deciding.filter(({ zone, slice }) => zone === 'worse' && slice === undefined)
  const [first] = worse
  const rule = first?.rule === 'max_gap' ? ' max_gap' : ''
  if (
    run.pull_request === undefined ||
    !first ||
    worse.length < deciding.length ||
    worse.some((one) => one.metric !== first.metric || (one.rule === 'max_gap') !== (rule !== '')) ||
    !isWord(first.metric)
  )
    return ''
  const isOnlyOne = new Set(comparisons.map(evaluationOf)).size < 2
  const names = [...new Set(worse.map(evaluationOf))]
  const lines = names.map((name) => {
    const ceiling = ceilingOf(worse.filter((one) => evaluationOf(one) === name))
    const place = isOnlyOne ? '' : ` on ${name}`
    return ceiling === undefined
      ? undefined
      : `modelassay waive ${first.metric}${rule} ${ceiling}${place} until <day>: <reason>`
  })
  if (lines.includes(undefined)) return ''
  return `, or let a reviewer with write permission approve with the line${lines.length > 1 ? 's' : ''}: ${lines.join(' / ')}`
}

/** What a waiver's line takes without quotes. */
const isWord = (text: string) => /^[^\s":]+$/.test(text)

/** A waiver of an evaluation is one of the test set that it had before, too. */
const evaluationOf = ({ evaluation, old_test_set_of: of }: Comparison) => of ?? evaluation

/** The largest of the losses, of two digits and not below it. */
function ceilingOf(worse: readonly Comparison[]): number | undefined {
  const worst = Math.max(...worse.map(({ change = 0 }) => Math.abs(change)))
  if (!(worst > 0)) return undefined
  return Number(Number(worst.toPrecision(2)) >= worst ? worst.toPrecision(2) : (worst * 1.05).toPrecision(2))
}
