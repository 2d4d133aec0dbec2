import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'

/** Whoever makes the reasons many shall not push out what stands beside them. */
const most = 5

/**
 * Why the rules are not protected, the first reasons of many; hostile.
 * @param shown how a reason is written there
 */
export function policyNotes(
  { notes = [] }: NonNullable<EvaluateGateRecord['policy']>,
  shown: (note: string) => string,
): string[] {
  const rest = notes.length > most ? [`and ${notes.length - most} more`] : []
  return [...notes.slice(0, most).map(shown), ...rest]
}
