import type { Project } from '../config/project.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { trackedRuns } from '../record/tracked-runs.ts'
import type { Ports } from '../stage/stage.ts'

/**
 * Tells the MLflow runs of the model's training what the gate found. On a pull request the address in the configuration
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
  const runs = trained === undefined ? [] : trackedRuns(trained.record)
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
