import { rm } from 'node:fs/promises'
import { AssayError } from '../../errors.ts'
import { withoutEnd } from '../../report/also-wrong.ts'
import type { Runner } from '../../runner/runner.ts'
import type { Planned } from '../../stage/stage.ts'
import type { Outcome } from '../../stage/work.ts'
import type { TrainContext } from '../context.ts'
import { environmentAnswer } from '../environment/environment-request.ts'
import { beginAnswer } from './begin-checkpoint.ts'
import { fateOf } from './fate.ts'
import { type CheckpointPlaces, checkpointItem } from './items.ts'
import { layOut, measured } from './keep-checkpoint.ts'
import { leftBySeeds } from './left-by-seeds.ts'
import type { Manifest, SeedCheckpoint } from './manifest.ts'

/** What `conclude` needs to know of the checkpoints of one training. */
export interface CheckpointContext {
  readonly places: CheckpointPlaces
  /** seeds in the order in which they run */
  readonly order: readonly number[]
  /** the same of a job that trains some of several, which no other job goes on from */
  readonly part?: readonly number[]
  /** what came back: of which training, and of which commit's run */
  readonly restored?: Pick<Manifest, 'fingerprint' | 'run'>
  /** nothing is kept of a training that is to reproduce another */
  readonly kept: boolean
}

/**
 * Decides what becomes of the checkpoint, and lays out what is to be kept of it. The folder for it goes to where it is
 * kept only when the record is stored: see `sendCheckpoint`. Never throws: a checkpoint is a convenience.
 * @param passes whether the training ended well, with a model
 * @returns bytes of what the next training goes on from; undefined where it begins anew
 */
export async function settleCheckpoint(
  { project, context, evidence }: Planned<TrainContext>,
  outcomes: readonly Outcome[],
  passes: boolean,
  { checkpoints, run, log }: Pick<Runner, 'checkpoints' | 'run' | 'log'>,
): Promise<number | undefined> {
  const { checkpoint } = context
  const begun = outcomes.find(({ id }) => id === checkpointItem)
  if (!checkpoint?.kept || !checkpoints || begun?.status !== 'done') return undefined
  try {
    const {
      fingerprint,
      dirty,
      notes = [],
    } = environmentAnswer.partial().safeParse(outcomes.find(({ id }) => id === 'examine')?.result).data ?? {}
    const { resumed = [], killed } = beginAnswer.safeParse(begun.result).data ?? {}
    const { places, order, restored } = checkpoint
    const left = passes
      ? []
      : await measured(leftBySeeds(order, outcomes, places), { most: checkpoints.most, log })
    const fate = fateOf(passes, outcomes, left, resumed)
    const isOfThis = fingerprint !== undefined && restored?.fingerprint === fingerprint
    if (fate === 'leave' && killed && left.length === 0) return undefined
    if (fate === 'leave' && !killed) return resumed.length > 0 ? sizeOf(resumed) : undefined
    if (fate === 'end' && !isOfThis) return undefined
    if (fingerprint === undefined || (dirty !== false && checkpoints.underWay === undefined)) {
      const why = fingerprint === undefined ? notes.join('; ') : 'the working tree differs from its commit'
      log.info(`The checkpoint is not kept for another run: ${why}.`)
      return undefined
    }
    const { id, attempt, ref, sha } = run
    await layOut(
      {
        format: 1,
        name: project.config.name,
        fingerprint,
        run: {
          id,
          attempt,
          ...(ref !== undefined && { ref }),
          ...(sha !== undefined && { sha }),
          ...(dirty && { dirty }),
        },
        ...(fate === 'end' && { ended: passes ? ('trained' as const) : ('failed' as const) }),
      },
      fate === 'end' ? [] : left,
      { folder: places.toKeep, evidence },
    )
    return fate === 'end' ? undefined : sizeOf(left)
  } catch (error) {
    const why = error instanceof AssayError ? `${withoutEnd(error.message)}. ${error.hint}` : String(error)
    log.warning(`The checkpoint is not kept for another run: ${why}`)
    await rm(checkpoint.places.toKeep, { recursive: true, force: true })
    return undefined
  }
}

const sizeOf = (seeds: readonly SeedCheckpoint[]) => seeds.reduce((sum, seed) => sum + seed.bytes, 0)

/** What the work has no more use for goes. */
export async function forgetCheckpoint(
  { checkpoint }: Pick<TrainContext, 'checkpoint'>,
  outcomes: readonly Outcome[],
): Promise<void> {
  const { begins, ended, restored, underWay } = checkpoint?.places ?? {}
  // What an earlier one left waits on where this one did not come to look at it.
  const looked = outcomes.some(({ id, status }) => id === checkpointItem && status === 'done')
  for (const folder of [begins, restored, ...(looked || underWay === undefined ? [ended, underWay] : [])])
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
}
