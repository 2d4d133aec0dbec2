import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { filesAsTheyAre } from '../../config/files-as-they-are.ts'
import type { Config } from '../../config/schema.ts'
import type { TrainRecord } from '../../record/train.ts'
import type { Outcome } from '../../stage/work.ts'
import { keepJudgedId } from './judged-file-items.ts'
import { type JudgedFile, judgedFilesAnswer } from './keep-judged-files.ts'

type Kept = Pick<TrainRecord, 'judged_files'>

const keptOf = (outcomes: readonly Outcome[], seed: number | undefined): readonly JudgedFile[] =>
  judgedFilesAnswer.safeParse(outcomes.find(({ id }) => id === keepJudgedId(seed ?? Number.NaN))?.result).data
    ?.files ?? []

/**
 * What the training of the seed whose model counts did to the files that evaluations judge as they are. One that this
 * seed left alone and another wrote is left out: nobody knows which model it is of.
 */
export function judgedFilesOf(
  outcomes: readonly Outcome[],
  { seeds, shipped }: { readonly seeds: readonly number[]; readonly shipped: number | undefined },
): Kept {
  const ofOthers = new Set(
    seeds
      .filter((seed) => seed !== shipped)
      .flatMap((seed) => keptOf(outcomes, seed).flatMap(({ file, written }) => (written ? [file] : []))),
  )
  const files = keptOf(outcomes, shipped).filter(({ file, written }) => written || !ofOthers.has(file))
  return files.length > 0 ? { judged_files: files } : {}
}

/** Takes away what was kept of seeds whose model does not count, but their predictions. */
export async function forgetOtherSeeds(
  outcomes: readonly Outcome[],
  {
    seeds,
    shipped,
    kept,
    evidence,
  }: {
    readonly seeds: readonly number[]
    readonly shipped: number | undefined
    /** files of the evidence that stay */
    readonly kept: readonly string[]
    readonly evidence: string
  },
): Promise<void> {
  const others = seeds.filter((seed) => seed !== shipped).flatMap((seed) => keptOf(outcomes, seed))
  for (const { evidence: file } of others)
    if (file !== undefined && !kept.includes(file)) await rm(join(evidence, file), { force: true })
}

/** Those of a record that it vouches for. */
export function vouchedFiles({
  judged_files = [],
  evidence = [],
}: Pick<TrainRecord, 'judged_files' | 'evidence'>): Kept {
  const files = judged_files.map(({ file, written, digest, evidence: path }) => ({
    file,
    written,
    ...(digest && { digest }),
    ...(path !== undefined &&
      !/[/\\]/.test(path) &&
      evidence.some((one) => one.path === path && one.digest === digest) && { evidence: path }),
  }))
  return files.length > 0 ? { judged_files: files } : {}
}

/** A file that evaluations judge as it is, and of which the training kept nothing; undefined where there is none. */
export const unkeptFile = (
  config: Pick<Config, 'evaluations' | 'train'>,
  { judged_files = [] }: Kept,
): string | undefined =>
  filesAsTheyAre(config).find((file) => {
    const known = judged_files.find((one) => one.file === file)
    return known === undefined || (known.written && known.evidence === undefined)
  })
