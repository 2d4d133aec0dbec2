import { randomBytes } from 'node:crypto'
import { join, relative, sep } from 'node:path'
import type { Project } from '../config/project.ts'
import { requireNamedFields } from '../contract/named-columns.ts'
import { pullItems } from '../data-versions/pull.ts'
import { configurationError } from '../errors.ts'
import type { Json } from '../record/canonical-json.ts'
import { inputCalled } from '../stage/calling.ts'
import type { Plan, Planning, Ports } from '../stage/stage.ts'
import type { WorkItem } from '../stage/work.ts'
import { requireValidData } from '../trust/valid-data.ts'
import type { UnderWay } from './checkpoint/go-on-after-kill.ts'
import {
  beginItem,
  type CheckpointPlaces,
  checkpointPlaces,
  type Keeping,
  setAsideItem,
} from './checkpoint/items.ts'
import { restoreCheckpoint } from './checkpoint/restore-checkpoint.ts'
import type { TrainContext } from './context.ts'
import { environmentRequestOf } from './environment/environment-request-of.ts'
import { judgedFileItems } from './judged-files/judged-file-items.ts'
import { type Earlier, earlierTrainings } from './model/candidates.ts'
import { differenceItems } from './model/compare-models.ts'
import { noTrainingTable } from './no-training-table.ts'
import { type Places, placesOf } from './places.ts'
import { profileItems } from './profile-items.ts'
import { refreshItems, validatedTables } from './refresh.ts'
import { requireLast, trainingToRepeat } from './repeat.ts'
import { dvcItems, historyItems, mlflowItems } from './reported/reading-items.ts'
import { planGathering } from './seeds/plan-gathering.ts'
import { afterSeed, choiceOf, predictionsOf, seedOrder, takeBest } from './seeds/seed-plan.ts'
import { keptAs, shareOf } from './seeds/seeds-of-part.ts'
import { trainCommand } from './train-command.ts'

/**
 * What must run: a look at everything that decides the result, then, unless a trained model of the same is there
 * already, the user's command once a seed. The seed that counts comes last, so that its files are the ones that stay.
 * A job may train some of the seeds, or gather what others trained.
 * @throws AssayError configuration: `missing-key`, and as `placesOf` and `shareOf`; input: `data-invalid`, and
 *   as `requireNamedFields`
 */
export async function planTraining(
  { project, own: given }: Planning,
  ports: Ports,
): Promise<Plan<TrainContext>> {
  const { config } = project
  const { run, seeds, skip_unchanged, reproduce } = config.train
  if (run === undefined)
    throw configurationError('missing-key', 'train.run is missing: there is no command to train with', {
      hint: `Set train.run in modelassay.yml, or give ${inputCalled(ports.runner.kind)('run')}.`,
      ...(project.file !== undefined && { file: project.file }),
    })
  requireNamedFields(project)
  const { tellMisnamed } = await import('../rules/misnamed-metrics.ts')
  tellMisnamed(project, ports.runner.log)
  const lost = noTrainingTable(config)
  if (lost !== undefined) ports.runner.log.warning(lost)
  const share = shareOf(given, project, inputCalled(ports.runner.kind))
  const validated = await requireValidData(project, ports)
  const { runner } = ports
  const own = join(runner.temp, `modelassay-model-${config.name}-${randomBytes(6).toString('hex')}`)
  const places = placesOf(project, runner.workspace, own)
  const choice = choiceOf(project)
  if (share === 'gathering') return planGathering(project, { places, choice, own }, ports)
  const repeats = reproduce && share === 'whole' ? await trainingToRepeat(config.name, ports) : undefined
  const { candidates, last }: Earlier = reproduce
    ? { candidates: [], last: repeats?.last ?? (await requireLast(config.name, ports)) }
    : skip_unchanged
      ? await earlierTrainings(project, ports)
      : { candidates: [] }
  const values = share === 'whole' ? seeds.values : share
  const ships = choice !== undefined || values[0] === seeds.values[0]
  const among = seeds.values.length > 1
  const several = values.length > 1
  const best = `${own}-best`
  const order = seedOrder(values, choice)
  const checkpoint =
    places.checkpoint === undefined
      ? undefined
      : checkpointPlaces(places.checkpoint, own, runner.checkpoints?.underWay)
  const part = share === 'whole' ? undefined : share
  const restored =
    checkpoint && (await restoreCheckpoint(config, checkpoint.restored, { kind: keptAs(given), part }, ports))
  const labelOf = (path: string) => relative(runner.workspace, path).split(sep).join('/')
  const judged = (seed: number) =>
    judgedFileItems(seed, project, { places, choice, stamps: `${own}-files.json` })
  const now = runner.now()
  const tracked = (seed: number) => [
    ...dvcItems(seed, project, places, labelOf),
    ...mlflowItems(seed, project, own, now),
  ]
  return {
    context: {
      places,
      candidates,
      ...(repeats && { repeats: repeats.repeated }),
      ...(checkpoint && {
        checkpoint: {
          places: checkpoint,
          order,
          kept: !reproduce,
          ...(part && { part }),
          ...(restored && {
            restored: { fingerprint: restored.manifest.fingerprint, run: restored.manifest.run },
          }),
        },
      }),
      seeds: values,
      ...(part && { part: { of: seeds.values, ships, ...(choice && { choice }) } }),
      ...(config.train.mlflow && { mlflow: true as const }),
      ...(config.train.dvc !== undefined && { dvc: true as const }),
      ...(choice && several && { shipBy: choice.metric }),
      ...predictionsOf(config, values),
    },
    work: [
      ...refreshItems(project),
      ...(await pullItems(project, pathsToTrainOn(config))),
      {
        kind: 'task',
        id: 'examine',
        title: 'Look at what decides the result',
        task: 'examine',
        params: {
          ...environmentRequestOf(project, places, runner, run),
          candidates: candidates.map(({ fingerprint }) => fingerprint),
          ...(last && { earlier: { from: last.from, folder: last.folder } }),
          ...(config.train.refresh !== undefined && { validated: validatedTables(validated?.record) }),
        } as unknown as Json,
      },
      ...profileItems(project, runner.workspace),
      ...(checkpoint
        ? [
            beginItem(project, checkpoint, runner.workspace, restored, {
              keeping: keepingOf(runner, reproduce),
              underWay: underWayOf(checkpoint, config, order, runner),
            }),
          ]
        : []),
      ...order.flatMap((seed): WorkItem[] => [
        ...judged(seed).before,
        {
          ...trainCommand(project, places, run, { seed, several: among, own, checkpoint }),
          unless: 'examine',
        },
        ...(places.metrics === undefined
          ? []
          : [
              {
                kind: 'task',
                id: `reported-${seed}`,
                title: 'Read the reported metrics',
                task: 'read-reported',
                params: { file: places.metrics, label: labelOf(places.metrics), seed, kept: among },
                unless: 'examine',
              } as const,
            ]),
        ...historyItems(seed, places, labelOf),
        ...tracked(seed),
        ...afterSeed(seed, places, { choice, folder: best, several, tracked: tracked(seed).at(-1) }),
        ...judged(seed).after,
        ...(checkpoint && seed !== order.at(-1) ? [setAsideItem(seed, checkpoint)] : []),
      ]),
      ...(choice && several ? [takeBest(places, best)] : []),
      ...(ships
        ? [
            {
              kind: 'task',
              id: 'model',
              title: 'Digest the model',
              task: 'digest-model',
              params: { model: places.model, called: calledModel(places, project) },
              unless: 'examine',
            } as const,
          ]
        : []),
      ...differenceItems(repeats?.repeated, places.model),
    ],
  }
}

const calledModel = ({ ownFolder }: Places, { config: { train } }: Project) =>
  ownFolder ? '$MODELASSAY_MODEL_DIR' : (train.output ?? 'train.output')

function underWayOf(
  { underWay: folder }: CheckpointPlaces,
  { name, train }: Project['config'],
  order: readonly number[],
  { run: { id, attempt, ref, sha, dirty } }: Ports['runner'],
): UnderWay | undefined {
  if (folder === undefined || train.reproduce) return undefined
  const run = { id, attempt, ...(ref !== undefined && { ref }), ...(sha !== undefined && { sha }) }
  return {
    folder,
    name,
    run: { ...run, ...(dirty && { dirty: true as const }) },
    order: [...order],
    goesOn: train.skip_unchanged,
  }
}

/** Nothing is kept of a training that is to reproduce another. */
const keepingOf = ({ checkpoints }: Ports['runner'], reproduce: boolean): Keeping =>
  !checkpoints || reproduce ? 'nowhere' : checkpoints.underWay === undefined ? 'cache' : 'machine'

const pathsToTrainOn = ({ data }: Project['config']) =>
  Object.values(data.tables).flatMap(({ path, role }) => (role === 'live' ? [] : path))
