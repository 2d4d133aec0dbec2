import type { Project } from '../../config/project.ts'
import { inputError, outsideError } from '../../errors.ts'
import { fetchModel } from '../../models/fetch.ts'
import type { Plan, Ports } from '../../stage/stage.ts'
import type { TrainedPart } from '../../trust/parts-of-this-run.ts'
import type { TrainContext } from '../context.ts'
import { readIngredients } from '../explain/ingredients.ts'
import { earlierTrainings } from '../model/candidates.ts'
import { differenceItems } from '../model/compare-models.ts'
import type { Places } from '../places.ts'
import { trainingToRepeat } from '../repeat.ts'
import { gather } from './gathered.ts'
import type { Part } from './part.ts'
import { readPartWork } from './part-work.ts'
import { type Choice, predictionsOf, seedPredictionsFile } from './seed-plan.ts'

interface Around {
  readonly places: Places
  readonly choice: Choice | undefined
  /** folder of this job for the model that counts */
  readonly own: string
}

/**
 * Makes one training of what other jobs of this run trained of its seeds: it runs nothing of the user's, and
 * `conclude` goes on as if this job had done their work. The model that counts is fetched and held to its digest.
 * @throws AssayError what reading the parts throws; input: `part-unreadable`, `not-repeated`, `model-digest`; outside:
 *   `training-lost`, `artifact-lost`
 */
export async function planGathering(
  project: Project,
  { places, choice, own }: Around,
  ports: Ports,
): Promise<Plan<TrainContext>> {
  const { runner, trust } = ports
  const { config } = project
  const { seeds, mlflow, dvc, reproduce } = config.train
  const { values } = seeds
  const parts = await Promise.all((await trust.partsOfThisRun(config.name)).map(withWork))
  const gathered = gather(parts, { values, choice, kind: runner.kind })
  const context = {
    places: { ...places, model: own, modelFolder: own, ownFolder: true },
    candidates: [],
    seeds: values,
    ...(mlflow && { mlflow: true as const }),
    ...(dvc !== undefined && { dvc: true as const }),
    ...(choice && values.length > 1 && { shipBy: choice.metric }),
    ...predictionsOf(config, values),
  }
  if ('refusal' in gathered) return { context: { ...context, gathered }, work: [] }
  if (gathered.model === undefined) {
    if (reproduce) throw notRepeated()
    const { candidates } = await earlierTrainings(project, ports)
    const match = candidates.findIndex(({ fingerprint }) => fingerprint === gathered.fingerprint)
    if (match < 0) throw lost()
    const outcomes = gathered.outcomes.map((outcome) =>
      outcome.id === 'examine' ? { ...outcome, result: settledBy(outcome.result, match) } : outcome,
    )
    return { context: { ...context, candidates, gathered: { ...gathered, outcomes } }, work: [] }
  }
  requirePredictions(gathered.parts, values, seeds.predictions)
  const repeats = reproduce ? await trainingToRepeat(config.name, ports) : undefined
  await fetchModel(gathered.model, runner.bundles, own)
  return {
    context: { ...context, gathered, ...(repeats && { repeats: repeats.repeated }) },
    work: differenceItems(repeats?.repeated, own),
  }
}

/** What a part that ended otherwise did is of no use. */
async function withWork(part: TrainedPart): Promise<Part> {
  const { record, folder } = part.read
  if (record.verdict !== 'part') return { ...part, outcomes: [] }
  const ingredients = await readIngredients(folder)
  return { ...part, outcomes: await readPartWork(folder), ...(ingredients && { ingredients }) }
}

const settledBy = (examined: unknown, match: number) => ({ ...(examined as object), settled: true, match })

function requirePredictions(
  parts: readonly { readonly files: readonly string[] }[],
  values: readonly number[],
  file: string | undefined,
): void {
  if (file === undefined) return
  const kept = new Set(parts.flatMap(({ files }) => files))
  const without = values.find((seed) => !kept.has(seedPredictionsFile(seed, file)))
  if (without === undefined) return
  throw inputError('part-unreadable', `the part of seed ${without} has kept no predictions`, {
    hint: 'Run the job of that seed again, by the same modelassay.yml.',
  })
}

const lost = () =>
  outsideError(
    'training-lost',
    'the jobs of the seeds found that nothing has changed and trained nothing, and that earlier model cannot be had any more',
    { hint: 'Run the whole workflow again, with skip-unchanged: false in the jobs of the seeds.' },
  )

const notRepeated = () =>
  inputError(
    'not-repeated',
    'this training is to be done again, and the jobs of its seeds trained nothing, since nothing has changed',
    { hint: 'Give them the input `reproduce`, too, or set train.reproduce.' },
  )
