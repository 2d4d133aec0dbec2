import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import { code, text } from '../markdown/escape.ts'
import { marks } from './zone-words.ts'

/** Reasons why the rules are not protected: whoever makes them many shall not push the warning out. */
const mostNotes = 5

/** That whoever made the change could edit what it is judged by, and why. */
export function unprotected({ policy, run }: EvaluateGateRecord): string | undefined {
  if (!policy || policy.protected || run.pull_request === undefined) return undefined
  const { notes = [] } = policy
  const said = notes.slice(0, mostNotes).map((note) => text(note, 300))
  const rest = notes.length > mostNotes ? [`and ${notes.length - mostNotes} more`] : []
  const why = notes.length > 0 ? `: ${[...said, ...rest].join('; ')}` : ''
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
