import type { Comparison, EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { bare, counted, numberFormat } from './number.ts'
import type { Tone } from './zone-words.ts'

/** A verdict's headline, after the model's name. */
export function headlineOf({ verdict, passes }: EvaluateGateRecord): { tone: Tone; words: string } {
  switch (verdict) {
    case 'pass':
      return { tone: 'good', words: 'passes the gate' }
    case 'waived':
      return { tone: 'good', words: 'passes the gate by a waiver' }
    case 'no-baseline':
      return { tone: 'unsure', words: 'passes the gate, but there is nothing to compare it with yet' }
    case 'inconclusive':
      return passes
        ? { tone: 'unsure', words: 'passes the gate, but it may be worse' }
        : { tone: 'bad', words: 'is blocked: it may be worse, and that is not allowed' }
    case 'not-comparable':
      return { tone: 'bad', words: 'is blocked: it cannot be compared' }
    case 'fail':
      return { tone: 'bad', words: 'is blocked' }
    case 'skipped':
      return { tone: 'unsure', words: 'was not judged' }
    default:
      return { tone: 'bad', words: 'could not be judged' }
  }
}

/** What to do next, one sentence a reason; nothing where all is well. */
export function nextSteps(record: EvaluateGateRecord): string[] {
  if (record.error) return [record.error.hint]
  const deciding = (record.decided_by ?? []).flatMap((i) => record.comparisons?.[i] ?? [])
  const zones = new Set(deciding.map(({ zone }) => zone))
  const metrics = [...new Set(deciding.map(({ metric }) => metric))].slice(0, 5).join(', ')
  const steps: string[] = []
  if (zones.has('worse'))
    steps.push(
      `Find what the change did to ${metrics}; if the loss is meant, raise max_worsening in a change of its own.`,
    )
  if (zones.has('below-bound'))
    steps.push(`Bring ${metrics} back inside its bound, or change the bound in a change of its own.`)
  if (zones.has('undefined'))
    steps.push('See that the predictions (or the metrics file) hold what the rule needs.')
  if (zones.has('beyond')) steps.push(moreRows(deciding))
  if (zones.has('no-baseline'))
    steps.push('Nothing to do: the first run on the default branch that passes becomes the baseline.')
  return steps
}

function moreRows(deciding: readonly Comparison[]): string {
  const rows = Math.max(...deciding.map((comparison) => comparison.rows))
  return `Judge it on more test rows than ${counted(rows, 'row').replace(/ rows?$/, '')}: then it can be told from chance.`
}

/** How fine a difference a comparison can see; nothing where there is no test. */
export function reachOf({ smallest_blocked: smallest, allowed }: Comparison): string | undefined {
  if (smallest === undefined) return undefined
  return `A true worsening of ${bare(Number(numberFormat([smallest, allowed])(smallest)))} or more is blocked in 4 of 5 runs.`
}
