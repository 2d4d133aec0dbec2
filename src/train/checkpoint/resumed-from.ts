import type { TrainRecord } from '../../record/train.ts'
import type { Outcome } from '../../stage/work.ts'
import { beginAnswer } from './begin-checkpoint.ts'
import { checkpointItem } from './items.ts'
import type { CheckpointContext } from './settle-checkpoint.ts'

/** What the training went on from, for its record. */
export function resumedFrom(
  { checkpoint }: { readonly checkpoint?: CheckpointContext },
  outcomes: readonly Outcome[],
): Pick<TrainRecord, 'resumed'> {
  const begun = outcomes.find(({ id }) => id === checkpointItem)
  const { resumed, killed } = beginAnswer.safeParse(begun?.result).data ?? {}
  const run = killed ?? checkpoint?.restored?.run
  if (!resumed || resumed.length === 0 || !run) return {}
  return { resumed: { run: { ...run }, seeds: resumed.map((seed) => ({ ...seed })) } }
}
