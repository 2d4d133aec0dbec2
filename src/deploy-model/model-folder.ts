import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { modelDigest } from '../models/digest.ts'
import type { Registry, Version } from '../registry/registry.ts'

/**
 * A folder with a version's model that outlasts the deployment, so that a server may read from it for as long as it
 * runs. One that is there already is kept when it still holds the model; a server may be reading it, so it is never
 * written into.
 * @param deployments folder of this model's deployments to this environment
 */
export async function modelFolderOf(
  registry: Registry,
  version: Version,
  deployments: string,
): Promise<string> {
  const usual = join(deployments, version.version)
  const there = await modelDigest(usual).catch(() => undefined)
  if (there?.digest === version.modelDigest) return usual
  const fresh = join(deployments, `${version.version}-${randomUUID()}`)
  await mkdir(dirname(fresh), { recursive: true })
  await registry.fetchModel(version.name, version.version, fresh)
  if (there) return fresh
  await rm(usual, { recursive: true, force: true })
  await rename(fresh, usual)
  return usual
}

/** Removes the folders that no running server and no step back needs. */
export async function removeOthers(deployments: string, kept: readonly string[]): Promise<void> {
  for (const entry of await readdir(deployments).catch(() => [])) {
    const folder = join(deployments, entry)
    if (!kept.includes(folder)) await rm(folder, { recursive: true, force: true })
  }
}
