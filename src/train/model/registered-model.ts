import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Project } from '../../config/project.ts'
import { demandModel } from '../../models/fetch.ts'
import type { Digest } from '../../record/digest.ts'
import { openRegistry } from '../../registry/open.ts'
import type { Ports } from '../../stage/stage.ts'

/**
 * Fetches a model that was registered: versions do not expire. The digest decides, whatever version bears it.
 * @returns a folder of this job that holds the model; undefined where no version is of it
 * @throws AssayError where the registry cannot be reached, or holds something else
 */
export async function registeredModel(
  project: Pick<Project, 'config'>,
  digest: Digest,
  ports: Ports,
): Promise<string | undefined> {
  const { name } = project.config
  const registry = await openRegistry(project, ports)
  const version = (await registry.versions(name)).find(({ modelDigest }) => modelDigest === digest)
  if (version === undefined) return undefined
  const folder = join(ports.runner.temp, `modelassay-registered-${randomUUID()}`)
  try {
    await registry.fetchModel(name, version.version, folder)
    await demandModel({ digest }, folder)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
  ports.runner.log.info(`That model is registered as version ${version.version}: it is taken from there.`)
  return folder
}
