import type { DeployModelRecord } from '../record/deploy-model.ts'
import type { Outcome } from '../stage/work.ts'

export type Step = NonNullable<DeployModelRecord['steps']>[number]

/** How far the work came. */
export type Ending =
  | { readonly how: 'serves' }
  /** nothing was touched */
  | { readonly how: 'untouched' }
  | {
      readonly how: 'failed'
      readonly at: string
      readonly why: string
      /** somebody stopped it, and nothing is known to be wrong */
      readonly cancelled: boolean
      readonly restored: boolean
    }

/** A stop that failed is a step that failed, and no failure of the deployment. */
const tolerated = (id: string) => id === 'down' || id === 'restore-down'

/** @param restorable whether there was a predecessor to go back to */
export function endingOf(outcomes: readonly Outcome[], restorable: boolean): Ending {
  if (outcomes.every(({ status }) => status === 'not-run')) return { how: 'untouched' }
  const forward = outcomes.filter(({ id }) => !id.startsWith('restore-'))
  const failed = forward.find(
    ({ id, status }) =>
      status !== 'done' && !(tolerated(id) && status !== 'cancelled' && status !== 'not-run'),
  )
  if (!failed) return { how: 'serves' }
  const back = outcomes.filter(({ id }) => id.startsWith('restore-') && !tolerated(id))
  const restored = restorable && back.length > 0 && back.every(({ status }) => status === 'done')
  const cancelled = failed.status === 'cancelled' || failed.status === 'not-run'
  return { how: 'failed', at: failed.id, why: whyOf(failed), cancelled, restored }
}

/** A look changes nothing, so it is no step. */
const isLook = (id: string) => id === 'before' || id === 'restore-before'

/** Steps as they happened; those that only a failure calls for are left out where nothing failed. */
export function stepsOf(outcomes: readonly Outcome[]): Step[] {
  return outcomes
    .filter(
      ({ id, status }) =>
        !(id.startsWith('restore-') && status === 'not-run') && !(isLook(id) && status === 'done'),
    )
    .map((outcome) => ({
      name: outcome.id,
      outcome: outcome.status === 'done' ? 'done' : outcome.status === 'not-run' ? 'not-run' : 'failed',
      ...(outcome.status !== 'done' && outcome.status !== 'not-run' && { detail: whyOf(outcome) }),
    }))
}

function whyOf({ id, status, error, exitCode, tail }: Outcome): string {
  if (error && status === 'timed-out' && (id === 'up' || id === 'restore-up'))
    return `${error.message}: \`up\` is to return, and leave the server running in the background`
  if (error) return error.message
  const said = tail?.trim().split('\n').at(-1)
  const how =
    status === 'failed' && exitCode !== undefined ? `it ended with exit code ${exitCode}` : `it ${status}`
  return said ? `${how}: ${said}` : how
}
