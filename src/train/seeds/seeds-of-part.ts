import type { Project } from '../../config/project.ts'
import { configurationError } from '../../errors.ts'
import type { ArtifactKind } from '../../record/artifact-name.ts'
import type { Calling } from '../../stage/calling.ts'

/** What the inputs `seed` and `gather` say that this job does of a training: all of it, some seeds, or the gathering. */
export type Share = 'whole' | 'gathering' | readonly number[]

/**
 * @param own the stage's own inputs
 * @param values the seeds of the training, in its order
 * @throws AssayError configuration: `seed-unknown`, `gather-unknown`, `seed-and-gather`
 */
export function shareOf(
  own: Readonly<Record<string, string>>,
  { config, file }: Pick<Project, 'config' | 'file'>,
  called: Calling,
): Share {
  const { seed = '', gather = '' } = own
  const place = file === undefined ? {} : { file }
  if (!['', 'true', 'false'].includes(gather))
    throw configurationError('gather-unknown', `${called('gather')} is neither true nor false`, {
      hint: 'Set it to true in the job that gathers what others trained, and leave it out elsewhere.',
    })
  if (seed === '') return gather === 'true' ? 'gathering' : 'whole'
  if (gather === 'true')
    throw configurationError(
      'seed-and-gather',
      `${called('seed')} and ${called('gather')} are both given: a job trains some seeds, or gathers them`,
      { hint: 'Take one of them away.' },
    )
  const { values } = config.train.seeds
  const asked = seedsIn(seed)
  const unknown = asked?.find((one) => !values.includes(one))
  if (asked !== undefined && unknown === undefined) return values.filter((one) => asked.includes(one))
  throw configurationError(
    'seed-unknown',
    asked === undefined
      ? `${called('seed')} is no seed and no list of seeds: ${JSON.stringify(seed.slice(0, 100))}`
      : `${called('seed')} is ${unknown}, which is none of train.seeds: ${shown(values)}`,
    { hint: 'Give it one of train.seeds, or a list of some of them, such as 0, 1.', ...place },
  )
}

/** Seeds that a job is asked to train, whether or not they are of the training; undefined for all. */
export const askedSeeds = ({ seed = '' }: Readonly<Record<string, string>>) => seedsIn(seed)

/** As what a job's record is kept: nobody takes what trained some seeds for a training. */
export function keptAs(own: Readonly<Record<string, string>>): ArtifactKind {
  const seeds = askedSeeds(own)
  return seeds === undefined ? 'train' : `train-seed-${Math.min(...seeds)}`
}

/** `3`, `0, 1` or `[0, 1]`; undefined for anything else. */
function seedsIn(text: string): readonly number[] | undefined {
  const list = /^\s*\[([^[\]]*)\]\s*$/.exec(text)?.[1] ?? text
  const members = list.split(/[\s,]+/).filter((member) => member !== '')
  const seeds = members.flatMap((member) => (/^\d{1,16}$/.test(member) ? Number(member) : []))
  return seeds.length > 0 && seeds.length === members.length && seeds.every(Number.isSafeInteger)
    ? seeds
    : undefined
}

const most = 20

const shown = (seeds: readonly number[]) =>
  seeds.length > most
    ? `${seeds.slice(0, most).join(', ')} and ${seeds.length - most} more`
    : seeds.join(', ')
