import { basename, resolve } from 'node:path'
import type { Project } from '../config/project.ts'
import { trainingTag } from '../mlflow/find-run.ts'
import type { CommandItem } from '../stage/work.ts'
import { type CheckpointPlaces, checkpointKept } from './checkpoint/items.ts'
import type { Places } from './places.ts'

/** Tells the run of one seed of this training from all others. */
export const markOf = (own: string, seed: number) => `${basename(own)}-${seed}`

/** The user's command for one seed, with what it is told and what it owes. */
export function trainCommand(
  { root, config }: Project,
  places: Places,
  run: string,
  {
    seed,
    several,
    own,
    checkpoint,
  }: {
    readonly seed: number
    readonly several: boolean
    readonly own: string
    readonly checkpoint: CheckpointPlaces | undefined
  },
): CommandItem {
  const { retries, mlflow } = config.train
  const written = [
    ...(places.metrics === undefined ? [] : [{ path: places.metrics, what: 'metrics file' }]),
    ...(places.predictions === undefined ? [] : [{ path: places.predictions, what: 'predictions' }]),
  ]
  return {
    kind: 'command',
    id: `train-${seed}`,
    title: several ? `Train ${config.name} (seed ${seed})` : `Train ${config.name}`,
    run,
    shell: config.train.shell,
    cwd: root,
    env: {
      MODELASSAY_NAME: config.name,
      MODELASSAY_SEED: String(seed),
      MODELASSAY_MODEL_DIR: places.modelFolder,
      ...(checkpoint && { MODELASSAY_CHECKPOINT_DIR: checkpoint.place }),
      PYTHONHASHSEED: String(seed % 2 ** 32),
      ...(mlflow && { MLFLOW_RUN_CONTEXT: JSON.stringify({ [trainingTag]: markOf(own, seed) }) }),
      ...(mlflow?.tracking_uri !== undefined && { MLFLOW_TRACKING_URI: mlflow.tracking_uri }),
    },
    timeoutSeconds: config.train.timeout_seconds,
    ...(retries && { retries: { exitCodes: retries.exit_codes, most: retries.most } }),
    ...(checkpoint && { keeps: checkpointKept(checkpoint, seed) }),
    clears: [places.model, ...written.map(({ path }) => path), ...(places.history ? [places.history] : [])],
    makes: makesOf(config.train.output, places),
    produces: [{ path: places.model, what: 'model' }, ...written],
  }
}

/** A folder is there before the command, so that it only has to write; what may become a file has its parent there. */
const makesOf = (output: string | undefined, { model, modelFolder }: Places): string[] =>
  output === undefined || /[/\\]$/.test(output)
    ? [modelFolder]
    : [modelFolder === model ? resolve(model, '..') : modelFolder]
