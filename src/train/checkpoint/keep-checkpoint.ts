import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AssayError } from '../../errors.ts'
import { copyModel } from '../../models/copy.ts'
import { modelDigest } from '../../models/digest.ts'
import { canonicalJson } from '../../record/canonical-json.ts'
import { bytes } from '../../report/number.ts'
import type { Log } from '../../runner/log.ts'
import type { LeftBySeed } from './left-by-seeds.ts'
import { type Manifest, manifestFile, type SeedCheckpoint, seedFolder } from './manifest.ts'

/** What the seeds' folders hold, as far as there is room; folders without files are none. */
export async function measured(
  left: readonly LeftBySeed[],
  { most = Number.POSITIVE_INFINITY, log }: { readonly most?: number | undefined; readonly log: Log },
): Promise<readonly (SeedCheckpoint & LeftBySeed)[]> {
  const found: (SeedCheckpoint & LeftBySeed)[] = []
  let room = most
  for (const { seed, folder } of left) {
    const content = await contentOf(folder)
    if (!content) continue
    if (content.bytes > room) {
      log.warning(
        `The checkpoint of seed ${seed} has ${bytes(content.bytes)} and is not kept for another run: at most ${bytes(most)} are. Keep fewer of them in train.checkpoint, or only the last one.`,
      )
      continue
    }
    room -= content.bytes
    found.push({ seed, folder, ...content })
  }
  return found
}

async function contentOf(folder: string) {
  try {
    return await modelDigest(folder)
  } catch (error) {
    if (error instanceof AssayError && ['model-missing', 'model-empty'].includes(error.code)) return undefined
    throw error
  }
}

/** Lays out a folder to keep, and puts its manifest among the evidence: the record vouches for it. */
export async function layOut(
  manifest: Omit<Manifest, 'seeds'>,
  seeds: readonly (SeedCheckpoint & LeftBySeed)[],
  { folder, evidence }: { readonly folder: string; readonly evidence: string },
): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const { seed, folder: from } of seeds) await copyModel(from, seedFolder(folder, seed))
  const told: Manifest = { ...manifest, seeds: seeds.map(({ folder: _, ...seed }) => seed) }
  await writeFile(join(folder, manifestFile), canonicalJson(told))
  await copyFile(join(folder, manifestFile), join(evidence, manifestFile))
}
