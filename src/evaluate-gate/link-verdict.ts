import type { Project } from '../config/project.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { trackedRuns } from '../record/tracked-runs.ts'
import type { Ports } from '../stage/stage.ts'

/**
 * Tells the MLflow runs of the model's training what the gate found, where they say themselves that they are of it. On a pull request the address in the configuration
 * is the pull request's: credentials go to the one of the environment alone.
 */
export async function linkVerdict(
  record: EvaluateGateRecord,
  { root, config }: Project,
  { runner, trust, tracking }: Ports,
): Promise<void> {
  const { mlflow } = config.train
  if (mlflow === undefined || tracking === undefined) return
  const trained = await trust.ofThisRun(config.name, 'train')
  // Any job of a run can keep a record: only the one that was judged says whose runs these are, and they must agree.
  if (trained === undefined || !record.built_on.some(({ digest }) => digest === trained.digest)) return
  const { run, fingerprint, model_digest: model } = trained.record
  const bears = { commit: run.sha, fingerprint, model }
  const runs = model === undefined ? [] : trackedRuns(trained.record).map((of) => ({ ...of, bears }))
  if (runs.length === 0) return
  const { linkRuns } = await import('../mlflow/link-run.ts')
  const { MLFLOW_TRACKING_URI: named, ...others } = tracking.environment
  const environment = named ? tracking.environment : withoutCredentials(others)
  const uri = named || mlflow.tracking_uri
  await linkRuns(
    runs,
    { verdict: record.verdict },
    { ...tracking, environment, root, ...(uri && { uri }) },
    runner.log,
  )
}

const withoutCredentials = (environment: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/_(TOKEN|USERNAME|PASSWORD)$/.test(name)),
  )
