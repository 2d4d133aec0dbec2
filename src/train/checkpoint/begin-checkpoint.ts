import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { AssayError } from '../../errors.ts'
import { modelDigest } from '../../models/digest.ts'
import type { Json } from '../../record/canonical-json.ts'
import { bytes } from '../../report/number.ts'
import { runText } from '../../report/run-text.ts'
import type { Task } from '../../stage/stage.ts'
import type { Workbench } from '../../stage/workbench.ts'
import { isDirty } from '../environment/examine.ts'
import { readIngredients } from '../explain/ingredients.ts'
import { goOnAfterKill, noteFilling, underWaySchema } from './go-on-after-kill.ts'
import { manifestSchema, type SeedCheckpoint, seedFolder } from './manifest.ts'

const request = z.object({
  /** the folder that the command writes checkpoints to */
  place: z.string(),
  /** folder for what each seed goes on from */
  begins: z.string(),
  restored: z.object({ folder: z.string(), manifest: manifestSchema }).optional(),
  workspace: z.string(),
  written: z.array(z.string()),
  keeping: z.enum(['machine', 'cache', 'nowhere']),
  underWay: underWaySchema.optional(),
})
type Request = z.infer<typeof request>

export const beginAnswer = z.object({
  /** what is gone on from, by seed; absent where the training begins anew */
  resumed: manifestSchema.shape.seeds.optional(),
  /** whose it was, where that was killed and so has no record */
  killed: manifestSchema.shape.run.optional(),
})

/**
 * Empties the folder for checkpoints, and lays out what each seed goes on from: what an earlier training of the very
 * same fingerprint left, byte for byte. What is anything else is told and thrown away.
 */
export const beginCheckpoint: Task = async (params, bench) => {
  const { place, restored, ...asked } = request.parse(params)
  const { underWay } = asked
  const fingerprint = (await readIngredients(bench.evidence))?.fingerprint
  const own = { place, begins: asked.begins }
  const killed = underWay && (await goOnAfterKill(underWay, fingerprint, own, bench.log))
  await rm(place, { recursive: true, force: true })
  if (underWay) await noteFilling(underWay, fingerprint)
  if (killed) return { resumed: killed.seeds, killed: killed.run } as unknown as Json
  const unkept = await whyUnkept(asked, bench)
  if (unkept !== undefined)
    bench.log.warning(`No checkpoint of this training will be kept for another run: ${unkept}.`)
  if (!restored) return {}
  const { manifest, folder } = restored
  const from = runText(manifest.run)
  const refusal = await refusalOf(restored, asked, bench)
  if (refusal === undefined) {
    await mkdir(asked.begins, { recursive: true })
    for (const { seed } of manifest.seeds)
      await rename(seedFolder(folder, seed), join(asked.begins, String(seed)))
    const size = manifest.seeds.reduce((sum, seed) => sum + seed.bytes, 0)
    bench.log.info(`The training goes on from the checkpoint of ${from} (${bytes(size)}).`)
  } else if (refusal === 'tampered')
    bench.log.warning(
      `The checkpoint of ${from} holds something else than it says, and is not taken: the training begins anew. Find out which job wrote it.`,
    )
  else bench.log.info(`The training begins anew: the checkpoint of ${from} is not taken, because ${refusal}.`)
  await rm(folder, { recursive: true, force: true })
  return (refusal === undefined ? { resumed: manifest.seeds } : {}) as unknown as Json
}

type Surroundings = Pick<Request, 'workspace' | 'written' | 'keeping'>

/** Why nothing will be kept, which is better known before hours of training than after them. */
async function whyUnkept(
  { workspace, written, keeping }: Surroundings,
  { evidence, environment }: Workbench,
): Promise<string | undefined> {
  if (keeping === 'nowhere') return undefined
  if ((await readIngredients(evidence)) === undefined)
    return 'not all that decides the result can be known (see modelassay train --explain)'
  return keeping === 'cache' && (await isDirty({ workspace, written }, environment)) !== false
    ? 'the working tree differs from its commit'
    : undefined
}

async function refusalOf(
  { manifest, folder }: NonNullable<Request['restored']>,
  { workspace, written, keeping }: Surroundings,
  { evidence, environment }: Workbench,
): Promise<string | undefined> {
  const own = await readIngredients(evidence)
  if (own?.fingerprint !== manifest.fingerprint)
    return 'it is of another training (see modelassay train --explain)'
  const dirty = await isDirty({ workspace, written }, environment)
  if (keeping !== 'machine' && dirty !== false) return 'the working tree differs from its commit'
  if (manifest.run.dirty && dirty === false) return 'its working tree differed from its commit'
  for (const seed of manifest.seeds)
    if (!(await isWhole(seedFolder(folder, seed.seed), seed))) return 'tampered'
  return undefined
}

/** Links and special files are none of a checkpoint, so what is in the folder is all that there is. */
const isWhole = (folder: string, { digest }: SeedCheckpoint) =>
  modelDigest(folder).then(
    (found) => found.digest === digest,
    (error: unknown) => {
      if (error instanceof AssayError) return false
      throw error
    },
  )
