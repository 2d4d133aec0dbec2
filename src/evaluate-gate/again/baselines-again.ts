import type { Config } from '../../config/schema.ts'
import { AssayError } from '../../errors.ts'
import { seedPredictionsOf, type Trainings } from '../baselines/trainings.ts'
import type { MissingBaseline } from '../context.ts'
import type { CandidateSide } from '../measure/measure-candidate.ts'
import { measureFile } from '../measure/measure-file.ts'
import { measureRecord } from '../measure/measure-record.ts'
import { measureSeeds, type OfSeeds, withSeeds } from '../measure/measure-seeds.ts'
import type { Measured } from '../measured.ts'
import type { BaselineRequest, JudgeRequest } from '../request.ts'
import { plainReader, storedReader } from './again-readers.ts'

export interface Known {
  readonly config: Pick<Config, 'evaluations'>
  readonly trainings: Trainings
}

/** Both sides as the work of a gate would have measured them, with nothing run. */
export async function baselinesAgain(
  requested: readonly BaselineRequest[],
  sides: readonly CandidateSide[],
  asked: JudgeRequest,
  { config, trainings }: Known,
): Promise<{ measured: Measured; missing: MissingBaseline[] }> {
  const [first] = sides
  const seeds = asked.seeds && first && (await measureSeeds(asked.seeds, first, asked, plainReader))
  const baselines: Measured['baselines'] = []
  const files: Measured['files'] = []
  const missing: MissingBaseline[] = []
  for (const baseline of requested) {
    const one = await baselineAgain(baseline, sides, asked, config)
    if ('outcome' in one) {
      missing.push(one)
      continue
    }
    const { measured, readFrom } = one
    const theirs = first && typeof seeds === 'object' && (await seedsOf(baseline, first, asked, trainings))
    baselines.push(
      first && typeof seeds === 'object' && typeof theirs === 'object'
        ? withSeeds(measured, first, seeds, theirs)
        : measured,
    )
    files.push(readFrom)
  }
  const measured: Measured = {
    evaluations: sides.map(({ evaluation }) => evaluation),
    baselines,
    files,
    ...(seeds !== undefined && { seeds: typeof seeds === 'string' ? seeds : copied(seeds) }),
  }
  return { measured, missing }
}

async function seedsOf(
  baseline: BaselineRequest,
  side: CandidateSide,
  asked: JudgeRequest,
  trainings: Trainings,
): Promise<OfSeeds | string | undefined> {
  const training = trainings.get(baseline)
  if (!training) return undefined
  const files = seedPredictionsOf(training, side.request.name, `the baseline ${baseline.name}`)
  return measureSeeds(files, side, asked, plainReader)
}

const copied = (seeds: OfSeeds) =>
  Object.fromEntries(Object.entries(seeds.values).map(([metric, values]) => [metric, [...values]]))

async function baselineAgain(
  baseline: BaselineRequest,
  sides: readonly CandidateSide[],
  asked: JudgeRequest,
  config: Known['config'],
): Promise<Awaited<ReturnType<typeof measureRecord>> | MissingBaseline> {
  if (baseline.kind === 'record') {
    const notOf = baseline.from === 'run' ? asked.run : undefined
    return measureRecord({ ...baseline, reruns: notRun(config) }, sides, notOf, {
      asked,
      reader: storedReader,
      overlaps: {},
    })
  }
  try {
    return await measureFile(baseline, sides, asked, plainReader)
  } catch (error) {
    if (!(error instanceof AssayError) || error.kind === 'outside') throw error
    return {
      name: baseline.name,
      outcome: 'lost',
      reason: error.message.replace(/\.$/, ''),
      hint: error.hint,
    }
  }
}

/** A model is code: on another test set than its own it could only be evaluated by running it. */
const notRun = ({ evaluations }: Known['config']) =>
  Object.fromEntries(
    Object.entries(evaluations)
      .filter(([, { baseline }]) => baseline !== 'stored')
      .map(([name]) => [
        name,
        {
          always: false,
          why: 'this run has another test set, and nothing is run where a run is judged again. Let somebody who may push bring the branch into this repository, whose own run evaluates it',
        },
      ]),
  )
