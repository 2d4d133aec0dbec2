import type { TrainRecord } from '../record/train.ts'
import type { ChangesSince } from './context.ts'
import { trainingChanges } from './training-changes.ts'
import type { Trainings } from './trainings.ts'

/** What else changed since each baseline whose training is known. */
export const changesSince = (candidate: TrainRecord, trainings: Trainings): ChangesSince[] =>
  Array.from(trainings, ([request, { record }]) => ({
    baseline: request.name,
    ...(record.model_digest && { modelDigest: record.model_digest }),
    changes: trainingChanges(record, candidate),
  }))
