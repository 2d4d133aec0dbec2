import type { Project } from '../config/project.ts'
import { trackedRuns } from '../record/tracked-runs.ts'
import type { TrainRecord } from '../record/train.ts'
import type { Ports } from '../stage/stage.ts'

/** Tells the MLflow runs of a training which commit, fingerprint and model they are of, and what came of it. */
export async function linkTraining(
  record: TrainRecord,
  { root, config }: Project,
  { runner, tracking }: { readonly runner: Ports['runner']; readonly tracking: Ports['tracking'] },
): Promise<void> {
  // What lies in a folder of another job is not here.
  const elsewhere = record.observed.parts !== undefined && runner.kind === 'github'
  const runs = trackedRuns(record).filter(({ tracking_uri }) => !elsewhere || /^https?:/.test(tracking_uri))
  if (runs.length === 0 || tracking === undefined) return
  const { linkRuns } = await import('../mlflow/link-run.ts')
  const uri = config.train.mlflow?.tracking_uri ?? tracking.environment.MLFLOW_TRACKING_URI
  const told = {
    commit: record.run.sha,
    fingerprint: record.fingerprint,
    model: record.model_digest,
    run: runner.url,
    verdict: record.verdict,
  }
  await linkRuns(runs, told, { ...tracking, root, ...(uri && { uri }) }, runner.log)
}
