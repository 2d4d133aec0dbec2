import { rm } from 'node:fs/promises'
import { AssayError } from '../../errors.ts'
import type { TrainRecord } from '../../record/train.ts'
import { counted } from '../../report/number.ts'
import { resultOf } from '../../stage/outcomes.ts'
import type { Planned, Ports } from '../../stage/stage.ts'
import type { Outcome } from '../../stage/work.ts'
import { reportedBy } from '../conclude-model.ts'
import type { Candidate, TrainContext } from '../context.ts'
import { modelAnswer } from '../model/digest-model.ts'
import { keepModel } from '../model/keep-model.ts'
import { valueOfSeed } from '../reported/read-reported.ts'
import { reportedIn } from '../reported/reported-in.ts'
import { bestOf } from './best-seed.ts'
import { writePartWork } from './part-work.ts'

type PartOfTraining = NonNullable<TrainContext['part']>
type Named = Required<TrainRecord>['part']

/**
 * What a job that trained some of the seeds comes to: a part, which is no training and never passes. Its work is kept
 * beside it, and of its models the one that may come to count.
 * @throws AssayError what reading the work's answers and keeping the model throw
 */
export async function concludePart(
  planned: Planned<TrainContext>,
  part: PartOfTraining,
  outcomes: readonly Outcome[],
  { runner }: Pick<Ports, 'runner'>,
) {
  const { project, context, evidence } = planned
  const { places, seeds } = context
  const { found, failure } = reportedBy(planned, outcomes)
  const { shipped: _own, ...reported } = found
  const named: Named = { of: [...part.of] }
  if (failure) return { ...reported, ...failure, part: named }
  const best = part.choice && bestAmong(seeds, part.choice, outcomes)
  if (best && 'error' in best) return { ...reported, ...best, part: named }
  await writePartWork(evidence, outcomes)
  const model = part.ships
    ? await keepModel(
        project.config.name,
        places.model,
        resultOf(outcomes, 'model', modelAnswer),
        runner,
        `model-seed-${Math.min(...seeds)}`,
      )
    : undefined
  if (places.ownFolder) await rm(places.model, { recursive: true, force: true })
  return {
    ...reported,
    verdict: 'part' as const,
    passes: false,
    reason: `${seedsText(seeds)} trained, out of ${counted(part.of.length, 'seed')}: a step of \`train\` that gathers makes one training of them.`,
    part: { ...named, ...(best && { best }), ...(model && { model }) },
  }
}

/** Nothing is to be trained: the model is taken by the job that gathers. */
export async function concludeSettledPart(
  { from }: Candidate,
  { context: { seeds }, evidence }: Planned<TrainContext>,
  { of }: PartOfTraining,
  outcomes: readonly Outcome[],
) {
  await writePartWork(evidence, outcomes)
  return {
    verdict: 'part' as const,
    passes: false,
    reason: `Nothing that decides the result has changed since ${from}: ${seedsText(seeds).toLowerCase()} not trained.`,
    reused_from: from,
    part: { of: [...of] },
  }
}

const seedsText = (seeds: readonly number[]) =>
  seeds.length === 1 ? `Seed ${seeds[0]} was` : `Seeds ${seeds.join(', ')} were`

const nothing = { metrics: {}, undefined: [] }

/** The seed whose model may come to count, or why there is none, as the verdict of a failed training. */
function bestAmong(
  seeds: readonly number[],
  { metric, direction }: Required<PartOfTraining>['choice'],
  outcomes: readonly Outcome[],
) {
  try {
    const best = bestOf(
      seeds.map((seed) => ({
        seed,
        metric,
        value: valueOfSeed(reportedIn(outcomes, seed) ?? nothing, metric, seed),
      })),
      direction,
    )
    return best && { ...best }
  } catch (error) {
    if (!(error instanceof AssayError) || error.code !== 'seed-without-metric') throw error
    return { verdict: 'failed' as const, passes: false, reason: error.message, error: error.told }
  }
}
