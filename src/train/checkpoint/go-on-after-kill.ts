import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { moveFolder } from '../../process/move-folder.ts'
import { canonicalJson } from '../../record/canonical-json.ts'
import type { Digest } from '../../record/digest.ts'
import { bytes } from '../../report/number.ts'
import { runText } from '../../report/run-text.ts'
import type { Log } from '../../runner/log.ts'
import { measured } from './keep-checkpoint.ts'
import { type Manifest, manifestFile, manifestSchema, readManifest } from './manifest.ts'

/** What a training on a machine of one's own notes of itself while it is under way. */
export const underWaySchema = z.object({
  /** outlasts the process; holds the note, and the checkpoints of seeds that have ended */
  folder: z.string(),
  name: z.string(),
  run: manifestSchema.shape.run,
  /** seeds in the order in which they run */
  order: z.array(z.number().int()),
  /** a training that is forced begins anew */
  goesOn: z.boolean(),
})
export type UnderWay = z.infer<typeof underWaySchema>

/** Where the checkpoint of a seed that has ended waits. */
export const endedIn = (folder: string) => join(folder, 'ended')

/**
 * Lays out what a training that was killed in the middle left, where it is of the same fingerprint.
 * @returns undefined where nobody was killed, or it is not gone on from; that is told then
 */
export async function goOnAfterKill(
  { folder, name, order, goesOn }: UnderWay,
  fingerprint: string | undefined,
  { place, begins }: { readonly place: string; readonly begins: string },
  log: Log,
): Promise<Pick<Manifest, 'run' | 'seeds'> | undefined> {
  const killed = await readManifest(folder)
  if (!killed) return undefined
  const from = runText(killed.run)
  if (!goesOn || killed.name !== name || killed.fingerprint !== fingerprint) {
    const why = goesOn ? 'it is of another training (see modelassay train --explain)' : 'that was asked for'
    log.info(`The training begins anew: what ${from} left when it was killed is not taken, because ${why}.`)
    return undefined
  }
  const found = await leftByKilled({ folder, order }, place, log)
  if (found.length === 0) return undefined
  for (const seed of found) await moveFolder(seed.folder, join(begins, String(seed.seed)))
  const size = found.reduce((sum, seed) => sum + seed.bytes, 0)
  log.info(`The training goes on from what ${from} left when it was killed (${bytes(size)}).`)
  return { run: killed.run, seeds: found.map(({ folder: _, ...seed }) => seed) }
}

/** Checkpoints as they lie there when a training was killed: of the seed under way, and of those before it. */
export async function leftByKilled(
  { folder, order }: Pick<UnderWay, 'folder' | 'order'>,
  place: string,
  log: Log,
) {
  const asideOf = (seed: number) => join(endedIn(folder), String(seed))
  const aside = order.filter((seed) => existsSync(asideOf(seed)))
  const last = order.find((seed) => !aside.includes(seed))
  const left = [
    ...(last === undefined ? [] : [{ seed: last, folder: place }]),
    ...aside.map((seed) => ({ seed, folder: asideOf(seed) })),
  ]
  return measured(left, { log })
}

/** Notes what the folder for checkpoints is being filled for. */
export async function noteFilling({ folder, name, run }: UnderWay, fingerprint: string | undefined) {
  await rm(folder, { recursive: true, force: true })
  if (fingerprint === undefined) return
  await mkdir(folder, { recursive: true })
  const note: Manifest = { format: 1, name, fingerprint: fingerprint as Digest, run, seeds: [] }
  await writeFile(join(folder, manifestFile), canonicalJson(note))
}
