import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import { code, text } from '../markdown/escape.ts'
import { policyNotes } from './policy-notes.ts'
import { marks } from './zone-words.ts'

/** That whoever made the change could edit what it is judged by, and why. */
export function unprotected({ policy, run }: EvaluateGateRecord): string | undefined {
  if (!policy || policy.protected || run.pull_request === undefined) return undefined
  const notes = policyNotes(policy, (note) => text(note, 300))
  const why = notes.length > 0 ? `: ${notes.join('; ')}` : ''
  return `${marks.unsure} **These rules are not protected**${why}. Whoever reviews this change should read them.`
}

/**
 * What the change would make of the rules, and that it has not done so yet.
 * @param most edits that are listed
 */
export function pendingEdits({ policy }: EvaluateGateRecord, most: number): string | undefined {
  const pending = policy?.pending ?? []
  if (pending.length === 0) return undefined
  const shown = pending.slice(0, most)
  const lines = shown.map(
    ({ key, now, proposed }) =>
      `- ${code(key)}: ${now === undefined ? 'not there' : code(now)} now, ${proposed === undefined ? 'gone' : code(proposed)} after the merge`,
  )
  const rest = pending.length > shown.length ? [`- and ${pending.length - shown.length} more`] : []
  return [
    `${marks.unsure} **This change edits the rules.** It is judged by those of the base; its own take effect after the merge:`,
    ...lines,
    ...rest,
  ].join('\n')
}
