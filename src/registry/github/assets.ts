import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { outsideError } from '../../errors.ts'
import type { Release, ReleaseAsset } from '../../forge/releases.ts'
import { sha256OfFile } from '../../record/digest.ts'
import type { DescribedAsset } from './manifest.ts'
import type { Pack } from './pack.ts'
import type { Room } from './room.ts'

/**
 * Brings a draft's assets to what the pack holds: right ones stay, others go, missing ones come; then each is checked
 * as the server has it.
 * @throws AssayError `asset-digest`
 */
export async function fillDraft(room: Room, draft: Release, pack: Pack): Promise<void> {
  const { releases } = room.forge
  const wanted = new Map(pack.assets.map((asset) => [asset.name, asset]))
  const kept = new Set<string>()
  for (const asset of draft.assets) {
    const expected = wanted.get(asset.name)
    if (expected && (await isWhole(room, asset, expected))) kept.add(asset.name)
    else await releases.deleteAsset(asset.id)
  }
  for (const asset of pack.assets) {
    if (kept.has(asset.name)) continue
    const stored = await releases.upload(draft, asset.name, join(pack.folder, asset.name))
    if (stored.name === asset.name && (await isWhole(room, stored, asset))) continue
    throw outsideError('asset-digest', `GitHub stored ${asset.name} as ${stored.name} with other bytes`, {
      hint: 'Run this again: the draft is completed, nothing was published.',
    })
  }
}

/** Whether the server's copy has the digest; where it tells none the copy is fetched and hashed. */
async function isWhole(room: Room, stored: ReleaseAsset, expected: DescribedAsset): Promise<boolean> {
  if (stored.bytes !== expected.bytes) return false
  if (stored.digest) return stored.digest === expected.digest
  const copy = join(room.scratch, `copy-${stored.id}`)
  try {
    await room.forge.releases.download(stored, copy)
    return (await sha256OfFile(copy)) === expected.digest
  } finally {
    await rm(copy, { force: true })
  }
}
