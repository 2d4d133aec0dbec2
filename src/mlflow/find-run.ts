import { inputError } from '../errors.ts'
import { counted } from '../report/number.ts'
import type { TrackedRun, TrackingStore } from './store.ts'

/** The tag of a run that says which training made it; the command hands it on in `MLFLOW_RUN_CONTEXT`. */
export const trainingTag = 'modelassay.training'

export interface FoundRun {
  readonly store: TrackingStore
  readonly run: TrackedRun
  /** how many runs there were to choose from; the last one was taken */
  readonly of: number
}

/**
 * The run that a command created. MLflow gives every run that a process starts the tags of `MLFLOW_RUN_CONTEXT`; only
 * `mlflow run` creates its run without them, and then it must be the only one that began since.
 * @param mark value of the tag
 * @param since milliseconds since the epoch
 * @throws AssayError input: `mlflow-run-missing`, `mlflow-run-ambiguous`
 */
export async function findRun(
  stores: readonly TrackingStore[],
  { mark, since, root }: { readonly mark: string; readonly since: number; readonly root: string },
): Promise<FoundRun> {
  const found: FoundRun[] = []
  for (const store of stores)
    for (const run of await store.runsSince(since)) if (isTop(run)) found.push({ store, run, of: 1 })
  const marked = found.filter(({ run }) => run.tags[trainingTag] === mark)
  if (marked.length > 0) return { ...lastOf(marked), of: marked.length }
  const unmarked = found.filter(({ run }) => run.tags[trainingTag] === undefined)
  const projects = unmarked.filter(({ run }) => run.tags['mlflow.source.name'] === root)
  const [only, ...others] = projects.length > 0 ? projects : unmarked
  const where = stores.map(({ uri }) => uri).join(' and ') || 'mlflow.db and mlruns'
  if (only === undefined)
    throw inputError('mlflow-run-missing', `the training left no MLflow run in ${where}`, {
      hint: 'Let the command log with mlflow.start_run() or mlflow.autolog(), and check train.mlflow.tracking_uri or MLFLOW_TRACKING_URI.',
    })
  if (others.length > 0)
    throw inputError(
      'mlflow-run-ambiguous',
      `${counted(others.length + 1, 'run')} began in ${where} during the training, and none of them says that it is of this one`,
      {
        hint: 'Start the run in the process that train.run starts, where it gets the tags of MLFLOW_RUN_CONTEXT.',
      },
    )
  return only
}

const isTop = ({ tags }: TrackedRun) => tags['mlflow.parentRunId'] === undefined

const lastOf = (found: readonly FoundRun[]) =>
  found.reduce((last, one) => (one.run.started >= last.run.started ? one : last))
