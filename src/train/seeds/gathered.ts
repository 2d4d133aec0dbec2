import type { BuiltOn } from '../../record/built-on.ts'
import type { Digest } from '../../record/digest.ts'
import { findingDigest } from '../../record/finding.ts'
import type { ModelRef } from '../../record/refs.ts'
import type { TrainRecord } from '../../record/train.ts'
import type { Outcome } from '../../stage/work.ts'
import { environmentAnswer } from '../environment/environment-request.ts'
import { reportedIn } from '../reported/reported-in.ts'
import { bestOf } from './best-seed.ts'
import { type Part, partOf, seedsOf, type Wanted } from './part.ts'
import { partWorkFile } from './part-work.ts'
import { type Refusal, refusalOf } from './refuse-parts.ts'
import { type Choice, takeBestId } from './seed-plan.ts'

/** What the record says of a part, and what is taken of its evidence. */
export interface PartTaken {
  readonly seeds: readonly number[]
  readonly artifact: string
  readonly digest: Digest
  readonly finding: Digest
  /** the data check that it was held to, where there was one */
  readonly validated: readonly BuiltOn[]
  /** what it went on from, where that was a checkpoint */
  readonly resumed?: NonNullable<TrainRecord['resumed']>
  readonly started_at: string
  readonly finished_at: string
  readonly folder: string
  readonly files: readonly string[]
}

/** What several jobs trained, as what one job would have come to. */
export interface Gathered {
  readonly parts: readonly PartTaken[]
  readonly outcomes: readonly Outcome[]
  /** what all of them trained, or would have */
  readonly fingerprint: Digest
  /** the model that counts; absent where a job found that nothing had changed, and trained nothing */
  readonly model?: ModelRef
}

/** Why nothing can be made of the parts, as the record says it. */
export interface Refused {
  readonly parts: readonly PartTaken[]
  readonly refusal: Refusal
}

/** Makes one training of its parts, or says why that cannot be. */
export function gather(all: readonly Part[], wanted: Wanted): Gathered | Refused {
  const { values, choice } = wanted
  const parts = all.filter((part) => seedsOf(part).some((seed) => values.includes(seed)))
  const refusal = refusalOf(parts, wanted)
  const [first] = values
  const lead = first === undefined ? undefined : partOf(first, parts)
  const fingerprint = lead?.read.record.fingerprint
  const taken = parts.map((part) => takenOf(part, part === lead))
  if (refusal || first === undefined || !lead || !fingerprint)
    return { parts: taken, refusal: refusal ?? broken('its first seed has no part') }
  const common = lead.outcomes.filter(({ id }) => !/-\d+$/.test(id) && id !== 'model' && id !== takeBestId)
  const shared = common.map((outcome) => (outcome.id === 'examine' ? examinedByAll(outcome, parts) : outcome))
  if (parts.some(({ read }) => read.record.reused_from !== undefined))
    return { parts: taken.map(withoutSeeds), outcomes: shared, fingerprint }
  const untrained = values.find((seed) => !isTrained(seed, parts))
  if (untrained !== undefined)
    return { parts: taken, refusal: broken(`no part shows that seed ${untrained} was trained`) }
  const best = choice && bestOf(valuesBy(choice, values, parts), choice.direction)
  const shipped = best?.seed ?? first
  const { best: kept, model } = partOf(shipped, parts)?.read.record.part ?? {}
  if (model === undefined || (best !== undefined && kept?.seed !== best.seed))
    return { parts: taken, refusal: broken(`the part of seed ${shipped} has not kept its model`) }
  const { digest, bytes, files } = model
  return {
    parts: taken,
    fingerprint,
    model,
    outcomes: [
      ...shared,
      ...values.flatMap((seed) => workOf(seed, parts)),
      ...(best ? [{ id: takeBestId, status: 'done' as const, seconds: 0, result: { ...best } }] : []),
      { id: 'model', status: 'done', seconds: 0, result: { digest, bytes, files } },
    ],
  }
}

/** A record says which seeds it is of; what was done for each of them stands in its outcomes. */
const isTrained = (seed: number, parts: readonly Part[]) =>
  workOf(seed, parts).some(({ id, status }) => id === `train-${seed}` && status === 'done')

const workOf = (seed: number, parts: readonly Part[]) =>
  (partOf(seed, parts)?.outcomes ?? []).filter(({ id }) => id.endsWith(`-${seed}`))

/** In the order of the seeds; a job that trained one without the metric has failed. */
const valuesBy = ({ metric }: Choice, values: readonly number[], parts: readonly Part[]) =>
  values.flatMap((seed) => {
    const value = reportedIn(workOf(seed, parts), seed)?.metrics[metric]
    return value === undefined ? [] : [{ seed, value }]
  })

/** What one part says of the machine, with the doubts of all. */
function examinedByAll(outcome: Outcome, parts: readonly Part[]): Outcome {
  const answers = parts.flatMap(({ outcomes }) => {
    const examined = outcomes.find(({ id }) => id === 'examine')?.result
    return environmentAnswer.safeParse(examined).data ?? []
  })
  const answer = environmentAnswer.parse(outcome.result)
  const { match: _match, ...rest } = answer
  return {
    ...outcome,
    result: JSON.parse(
      JSON.stringify({
        ...rest,
        settled: false,
        notes: [...new Set(answers.flatMap(({ notes }) => notes))],
        ...(answer.dirty !== undefined && { dirty: answers.some(({ dirty }) => dirty) }),
      }),
    ),
  }
}

export const isValidation = ({ kind, name }: BuiltOn) => kind === 'record' && name === 'data-validate'

function takenOf(part: Part, leads: boolean): PartTaken {
  const { record, digest, folder } = part.read
  const seeds = seedsOf(part)
  const files = (record.evidence ?? []).map(({ path }) => path)
  return {
    seeds,
    artifact: part.artifact,
    digest,
    finding: findingDigest(record),
    validated: record.built_on.filter(isValidation),
    ...(record.resumed && { resumed: record.resumed }),
    started_at: record.observed.started_at,
    finished_at: record.observed.finished_at,
    folder,
    files: files.filter((file) => isOfSeed(file, seeds) || (leads && isShared(file))),
  }
}

/** Where nothing was trained, what is kept of each seed is of the earlier training. */
const withoutSeeds = (part: PartTaken): PartTaken => ({
  ...part,
  files: part.files.filter((file) => seedOfFile(file) === undefined),
})

const seedOfFile = (file: string) => /^[a-z]+-seed-(\d{1,16})\.[a-z0-9]+$/.exec(file)?.[1]

const isOfSeed = (file: string, seeds: readonly number[]) => {
  const seed = seedOfFile(file)
  return seed !== undefined && seeds.includes(Number(seed))
}

/** Evidence that does not depend on the seed, which is the same in all parts: of one fingerprint. */
const isShared = (file: string) =>
  seedOfFile(file) === undefined && file !== partWorkFile && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(file)

const broken = (why: string): Refusal => ({
  code: 'part-broken',
  message: `the parts of the training cannot be gathered: ${why}`,
  hint: 'Run the jobs of the seeds again, with the same version of the action.',
})
