import * as z from 'zod'
import type { TrainRecord } from './train.ts'

const trackedSchema = z.array(
  z.looseObject({
    seed: z.number(),
    run_id: z.string(),
    experiment_id: z.string(),
    /** without credentials */
    tracking_uri: z.string(),
  }),
)
export type TrackedRunOfSeed = z.infer<typeof trackedSchema>[number]

/** The MLflow runs that a training's command created, one a seed. They differ from run to run, and so are observed. */
export const trackedRuns = ({ observed }: Pick<TrainRecord, 'observed'>): readonly TrackedRunOfSeed[] =>
  trackedSchema.safeParse(observed.mlflow).data ?? []
