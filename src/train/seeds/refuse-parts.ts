import type { ErrorOfRecord } from '../../record/error.ts'
import { trainingChangeText } from '../../report/change-text.ts'
import { visible } from '../../report/visible.ts'
import { changedIngredients } from '../explain/changed-ingredients.ts'
import { type Part, partOf, seedsOf, type Wanted } from './part.ts'

export type Refusal = Pick<ErrorOfRecord, 'code' | 'message' | 'hint'>

/** Why parts do not make one training: a seed that is missing or failed, or parts that are not of the same one. */
export function refusalOf(parts: readonly Part[], wanted: Wanted): Refusal | undefined {
  return (
    missing(parts, wanted) ??
    twice(parts, wanted) ??
    failed(parts, wanted) ??
    ofOtherSeeds(parts, wanted) ??
    unknown(parts) ??
    differing(parts)
  )
}

function missing(parts: readonly Part[], { values, kind }: Wanted): Refusal | undefined {
  const absent = values.filter((seed) => partOf(seed, parts) === undefined)
  const [first] = absent
  if (first === undefined) return undefined
  const verb = absent.length > 1 ? 'have' : 'has'
  return {
    code: 'seed-missing',
    message: `${named(absent)} ${verb} not been trained in this run, out of ${listed(values)}`,
    hint:
      kind === 'github'
        ? 'Run the jobs that were to train it again. Each needs a `train` step whose input `seed` is a value of its matrix, and the job that gathers needs all of them.'
        : `Run \`modelassay train --seed ${first}\`, then gather again.`,
  }
}

function twice(parts: readonly Part[], { values, kind }: Wanted): Refusal | undefined {
  for (const seed of values) {
    const [one, other] = parts.filter((part) => seedsOf(part).includes(seed))
    if (one && other)
      return {
        code: 'seed-twice',
        message: `seed ${seed} was trained twice, as ${one.artifact} and as ${other.artifact}: which one counts is not known`,
        hint:
          kind === 'github'
            ? 'Let each seed be trained by one job.'
            : 'Remove the folder of the one that is not to count, and gather again.',
      }
  }
  return undefined
}

function failed(parts: readonly Part[], { kind }: Wanted): Refusal | undefined {
  const wrong = parts.filter(({ read }) => read.record.verdict !== 'part')
  const [first] = wrong
  if (!first) return undefined
  const { verdict, reason } = first.read.record
  const others = wrong.slice(1).flatMap(seedsOf)
  const more = others.length > 0 ? `, and so did ${named(others)}` : ''
  return {
    code: 'seed-failed',
    message: `${named(seedsOf(first))} ended as ${verdict}${more}: ${visible(reason, 500)}`,
    hint:
      kind === 'github'
        ? 'Mend what it says, and run the failed jobs again: what the other jobs trained is kept.'
        : `Mend what it says, run \`modelassay train --seed ${first.seed}\`, then gather again.`,
  }
}

function ofOtherSeeds(parts: readonly Part[], { values }: Wanted): Refusal | undefined {
  const other = parts.find(({ read }) => read.record.part?.of.join() !== values.join())
  return (
    other && {
      code: 'seeds-differ',
      message: `${named(seedsOf(other))} was trained as one of ${listed(other.read.record.part?.of ?? [])}, and the seeds here are ${listed(values)}`,
      hint: 'Give `seeds` to all jobs alike, or to none and let modelassay.yml say it.',
    }
  )
}

/** Whether parts are of one training is what their fingerprints tell; without one it is not known. */
function unknown(parts: readonly Part[]): Refusal | undefined {
  const doubtful = parts.find(({ read }) => read.record.fingerprint === undefined)
  if (!doubtful) return undefined
  const { not_reusable_because: notes } = doubtful.read.record.observed
  const why = Array.isArray(notes) && typeof notes[0] === 'string' ? `: ${visible(notes[0], 300)}` : ''
  return {
    code: 'seeds-unknown',
    message: `whether all seeds were trained on the same is not known, since ${named(seedsOf(doubtful))} has no fingerprint${why}`,
    hint: 'Let git or train.inputs say what the training is made of, and data.tables which data; or train all seeds in one job.',
  }
}

function differing([first, ...others]: readonly Part[]): Refusal | undefined {
  const other = others.find(({ read }) => read.record.fingerprint !== first?.read.record.fingerprint)
  if (!first || !other) return undefined
  const [change] =
    first.ingredients && other.ingredients ? changedIngredients(first.ingredients, other.ingredients) : []
  const what = change ? visible(trainingChangeText(change), 500) : 'their fingerprints differ'
  return {
    code: 'seeds-differ',
    message: `${named(seedsOf(first))} and ${named(seedsOf(other))} were not trained on the same: ${what}`,
    hint: 'Let all jobs train on the same machine image, versions and data, and run them again.',
  }
}

const named = (seeds: readonly number[]) => `${seeds.length > 1 ? 'seeds' : 'seed'} ${listed(seeds)}`

const most = 20

const listed = (seeds: readonly number[]) =>
  seeds.length > most
    ? `${seeds.slice(0, most).join(', ')} and ${seeds.length - most} more`
    : seeds.join(', ')
