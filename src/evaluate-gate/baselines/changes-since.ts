import type { ReadRecord } from '../../record/bundle.ts'
import { lockedPackagesOf } from '../../record/locked-packages.ts'
import type { TrainRecord } from '../../record/train.ts'
import type { ChangesSince } from '../context.ts'
import { trainingChanges } from './training-changes.ts'
import type { Trainings } from './trainings.ts'

type Training = Pick<ReadRecord<TrainRecord>, 'record' | 'folder'>

/** What else changed since each baseline whose training is known. */
export async function changesSince(candidate: Training, trainings: Trainings): Promise<ChangesSince[]> {
  const after = await lockedPackagesOf(candidate)
  return Promise.all(
    Array.from(trainings, async ([{ name }, training]) => ({
      baseline: name,
      ...(training.record.model_digest && { modelDigest: training.record.model_digest }),
      changes: trainingChanges(training.record, candidate.record, {
        before: await lockedPackagesOf(training),
        after,
      }),
    })),
  )
}
