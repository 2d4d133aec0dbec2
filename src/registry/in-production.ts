import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { Project } from '../config/project.ts'
import { inputError } from '../errors.ts'
import { asStage, type ReadRecord, readBundle } from '../record/bundle.ts'
import type { TrainRecord } from '../record/train.ts'
import type { Ports } from '../stage/stage.ts'
import type { Trusted } from '../trust/trust.ts'
import { openRegistry } from './open.ts'

/** The version that is live, by the records that were registered with it. */
export interface InProduction {
  readonly version: string
  readonly gate: Trusted<'evaluate-gate'>
  /** the training that the gate was built on, with its evidence */
  readonly train: ReadRecord<TrainRecord>
}

/**
 * What the registry's alias `production` names.
 * @returns undefined where nothing is in production yet
 * @throws AssayError where the registry cannot be reached, or a record of the version is lost or was changed
 */
export async function inProduction(
  project: Pick<Project, 'config'>,
  ports: Ports,
): Promise<InProduction | undefined> {
  const { name } = project.config
  const registry = await openRegistry(project, ports)
  const aliases = await registry.aliases(name)
  const version = Object.hasOwn(aliases, 'production') ? aliases.production : undefined
  if (version === undefined) return undefined
  const folder = await mkdtemp(join(ports.runner.temp, 'modelassay-production-'))
  await registry.fetchRecords(name, version, folder)
  const gate = await ports.trust.registered(name, version, join(folder, 'records', 'evaluate-gate'))
  const link = gate.record.built_on.find((built) => built.kind === 'record' && built.name === 'train')
  if (!link)
    throw inputError('record-broken', `the gate record of version ${version} names no training`, {
      hint: 'Register the model again from a run that trains it.',
    })
  const train = asStage(await readBundle(join(folder, 'records', 'train'), link.digest), 'train')
  return { version, gate, train }
}
