import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Project } from '../../config/project.ts'
import type { Config } from '../../config/schema.ts'
import type { Digest } from '../../record/digest.ts'
import type { Ports } from '../../stage/stage.ts'
import type { BaselineSource } from '../baselines/find-baselines.ts'
import type { RegisteredVersions } from '../baselines/registered-version.ts'
import { fetchBaselineModel } from './baseline-model.ts'
import { configAt } from './old-config.ts'

/** What is known of a commit that is to be evaluated again; a text says why it cannot be. */
export type RerunGround =
  | {
      readonly config: Config
      readonly modelFolder: string
      readonly modelDigest: Digest
      readonly folder: string
    }
  | string

/** Reads the configuration of a baseline's commit and fetches its model. */
export async function rerunGroundOf(
  project: Project,
  source: BaselineSource,
  ports: Ports,
  versions: RegisteredVersions,
): Promise<RerunGround> {
  const { sha } = source.gate.record.run
  if (sha === undefined) return 'its record names no commit'
  if (source.gate.record.run.dirty) return 'its working tree differed from its commit'
  const config = await configAt(sha, project, ports)
  if (typeof config === 'string') return config
  const folder = join(ports.runner.temp, `modelassay-rerun-${randomBytes(6).toString('hex')}`)
  const modelFolder = join(ports.runner.temp, `modelassay-rerun-model-${randomBytes(6).toString('hex')}`)
  const why = await fetchBaselineModel(source, modelFolder, ports, versions)
  return why ?? { config, modelFolder, modelDigest: source.gate.record.model_digest!, folder }
}
