import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import { link, text } from '../markdown/escape.ts'

/** Phrases that are told: a stranger's run has as many as it likes. */
const most = 10

/** Of a run that was judged a second time: by whose rules, from whose word. */
export function judgedAgainLine(
  { judged_again: again, policy }: EvaluateGateRecord,
  rules: string | undefined,
): string | undefined {
  if (!again) return undefined
  const file = link(policy?.file === undefined ? 'the rules' : text(policy.file, 200), rules)
  const whose = again.fork ? "that are the fork's own word" : 'that the run kept'
  const taken = again.taken.slice(0, most).map((phrase) => text(phrase, 300))
  const rest = again.taken.length > most ? [`and ${again.taken.length - most} more`] : []
  const besides = taken.length > 0 ? ` Taken as the run recorded it: ${[...taken, ...rest].join('; ')}.` : ''
  return `Judged again by ${file} of the base, from predictions ${whose}; nothing of the run was executed.${besides}`
}
