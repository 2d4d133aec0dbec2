import type { Outcome } from '../../stage/work.ts'
import { dvcOf } from './read-dvc.ts'
import { mlflowOf } from './read-mlflow.ts'
import { type Reported, reportedAnswer } from './read-reported.ts'

/** What a seed's training reported, from wherever it was read: the metrics file, else MLflow, else DVC. */
export const reportedIn = (outcomes: readonly Outcome[], seed: number): Reported | undefined =>
  reportedAnswer.safeParse(outcomes.find(({ id }) => id === `reported-${seed}`)?.result).data ??
  mlflowOf(outcomes, seed)?.reported ??
  dvcOf(outcomes, seed)?.reported
