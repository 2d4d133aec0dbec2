import { lastWords } from '../../process/last-words.ts'
import { visible } from '../../report/visible.ts'
import { errorOf } from '../../stage/outcomes.ts'
import type { Outcome } from '../../stage/work.ts'
import type { RerunOfContext } from '../context.ts'
import type { MeasuredBaseline } from '../measured.ts'
import { prepareAnswer } from './prepare-rerun.ts'

/** Items that may come to nothing without ending the stage: the comparison says what came of them. */
export const rerunItems = (reruns: readonly Pick<RerunOfContext, 'commands'>[]): ReadonlySet<string> =>
  new Set(reruns.flatMap(({ commands }) => commands))

/**
 * Holds what was measured of a baseline that was evaluated again to how its commands ended: predictions that a command
 * left before it failed are nobody's.
 */
export function withRerunOutcomes(
  baselines: readonly MeasuredBaseline[],
  reruns: readonly RerunOfContext[],
  outcomes: readonly Outcome[],
): MeasuredBaseline[] {
  return baselines.map((baseline) => ({
    ...baseline,
    evaluations: baseline.evaluations.map((side) => {
      if (!side.again) return side
      // One model may be the best of two commits: which of the two this one is of is not told apart, so both must be well.
      const planned = reruns.filter(
        ({ baseline: name, evaluation, modelDigest }) =>
          name === baseline.name && evaluation === side.name && modelDigest === baseline.model_digest,
      )
      // It was never planned: what was measured says why.
      if (planned.length === 0 && !side.comparable) return side
      const failures = planned.flatMap((rerun) => failureOf(rerun, outcomes) ?? [])
      const why = planned.length === 0 ? 'nothing was planned for it' : failures[0]
      if (why === undefined) return side
      const had = side.comparable
        ? [...Object.keys(side.metrics), ...side.undefined.map(({ metric }) => metric)]
        : side.had
      return {
        name: side.name,
        comparable: false as const,
        reason: `its model cannot be evaluated again: ${why}`,
        had,
        again: true as const,
      }
    }),
  }))
}

/** Why what a worktree was made for came to nothing, as a clause. */
export function failureOf(
  { prepare, commands }: Pick<RerunOfContext, 'prepare' | 'commands'>,
  outcomes: readonly Outcome[],
): string | undefined {
  const find = (id: string) => outcomes.find((outcome) => outcome.id === id)
  const prepared = prepareAnswer.safeParse(find(prepare)?.result)
  if (!prepared.success) return 'its worktree was not made'
  if (prepared.data.settled) return visible(prepared.data.why ?? 'its worktree was not made', 500)
  for (const id of commands) {
    const outcome = find(id)
    if (!outcome) return 'its command did not run'
    if (outcome.status !== 'done') return whyFailed(outcome)
  }
  return undefined
}

function whyFailed(outcome: Outcome): string {
  const { message } = errorOf(outcome, 'its code')
  const last = lastWords(outcome.tail)
  return visible(last === undefined ? message : `${message}; it last said: ${last}`, 500)
}
