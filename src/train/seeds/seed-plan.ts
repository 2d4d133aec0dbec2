import { extname } from 'node:path'
import type { Project } from '../../config/project.ts'
import { configurationError } from '../../errors.ts'
import { metricNamed } from '../../metrics/catalogue.ts'
import type { Json } from '../../record/canonical-json.ts'
import type { TaskItem, WorkItem } from '../../stage/work.ts'
import type { TrainContext } from '../context.ts'
import type { Places } from '../places.ts'

/** Id of the task that puts the best seed's model back. */
export const takeBestId = 'take-best'

/** By which reported metric the seed is chosen whose model counts. */
export interface Choice {
  readonly metric: string
  readonly direction: 'higher' | 'lower'
}

/**
 * How the seed is chosen; undefined where the first counts.
 * @throws AssayError configuration: `metrics-missing`, `direction-missing`
 */
export function choiceOf({ config, file }: Pick<Project, 'config' | 'file'>): Choice | undefined {
  const { seeds, metrics, mlflow, dvc } = config.train
  if (seeds.ship === 'first') return undefined
  const place = file === undefined ? {} : { file }
  const { best: metric, direction = metricNamed(metric)?.direction } = seeds.ship
  if (metrics === undefined && mlflow === undefined && dvc === undefined)
    throw configurationError(
      'metrics-missing',
      `train.seeds.ship asks for the best ${metric}, and there is no train.metrics to read it from`,
      {
        hint: 'Name the metrics file that the command writes with train.metrics, or set train.mlflow or train.dvc.',
        ...place,
      },
    )
  if (direction === undefined)
    throw configurationError('direction-missing', `which way ${metric} is better is not known`, {
      hint: 'Add direction: higher or direction: lower to train.seeds.ship.',
      ...place,
    })
  return { metric, direction }
}

/** Seeds in the order in which they run. The first counts, so it comes last and its files stay, unless one is chosen. */
export function seedOrder(values: readonly number[], choice: Choice | undefined): readonly number[] {
  const [first, ...others] = values
  return choice || first === undefined ? values : [...others, first]
}

/** What is done with what one seed's command wrote, besides reading its metrics. */
export function afterSeed(
  seed: number,
  places: Places,
  {
    choice,
    folder,
    several,
    tracked,
  }: {
    readonly choice: Choice | undefined
    readonly folder: string
    readonly several: boolean
    /** reads what the seed logged, where it writes no metrics file */
    readonly tracked: WorkItem | undefined
  },
): WorkItem[] {
  const { predictions, model, metrics } = places
  const keep: TaskItem[] =
    predictions === undefined
      ? []
      : [
          {
            kind: 'task',
            id: `predictions-${seed}`,
            title: 'Keep the predictions',
            task: 'keep-predictions',
            params: { file: predictions, as: seedPredictionsFile(seed, predictions) },
            unless: 'examine',
          },
        ]
  if (!choice || !several) return keep
  const read = tracked?.kind === 'task' ? { task: tracked.task, params: tracked.params } : undefined
  const source = metrics === undefined ? { tracked: read } : { metrics }
  const params = { seed, model, ...source, ...choice, folder } as unknown as Json
  return [
    ...keep,
    {
      kind: 'task',
      id: `best-${seed}`,
      title: 'Keep the best model',
      task: 'keep-best',
      params,
      unless: 'examine',
    },
  ]
}

/** The last step: the best seed's files are put where the command writes them. */
export const takeBest = ({ model, metrics }: Places, folder: string): TaskItem => ({
  kind: 'task',
  id: takeBestId,
  title: 'Take the best model',
  task: 'take-best',
  params: { model, ...(metrics !== undefined && { metrics }), folder } as unknown as Json,
  unless: 'examine',
})

/** File of the evidence with one seed's predictions. */
export const seedPredictionsFile = (seed: number, file: string) =>
  `predictions-seed-${seed}${extname(file).toLowerCase()}`

/** Of which evaluation the seeds' predictions are, and where they are kept. */
export function predictionsOf(
  { evaluations, train }: Project['config'],
  seeds: readonly number[],
): Pick<TrainContext, 'predictions'> {
  const [evaluation = 'test'] = Object.keys(evaluations)
  const file = train.seeds.predictions
  if (file === undefined) return {}
  const files = Object.fromEntries(seeds.map((seed) => [String(seed), seedPredictionsFile(seed, file)]))
  return { predictions: { evaluation, files } }
}
