import { lstat, rm } from 'node:fs/promises'
import type { Project } from '../../config/project.ts'
import type { RunOfRecord } from '../../record/run.ts'
import type { Runner } from '../../runner/runner.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { ofCommit, seriesOf } from './series.ts'

/** What an unfinished training left, as it came back: a folder of this job's own. */
export interface Restored {
  readonly folder: string
  readonly manifest: Manifest
}

/**
 * What an earlier, unfinished training of this model left for the next, where there is something. Whether it is of the
 * same training, the work says, which knows the fingerprint.
 *
 * A training that is forced begins anew: only a job that is run again goes on from what its own earlier attempt left.
 * One that is to reproduce another never goes on from anything.
 * @param folder for what comes back; it does not exist yet
 * @param part seeds of a job that trains some of several
 */
export async function restoreCheckpoint(
  { name, train }: Pick<Project['config'], 'name' | 'train'>,
  folder: string,
  { checkpoints, run, log }: Pick<Runner, 'checkpoints' | 'run' | 'log'>,
  part?: readonly number[],
): Promise<Restored | undefined> {
  const forced = !train.skip_unchanged
  if (!checkpoints || train.checkpoint === undefined || train.reproduce) return undefined
  if (forced && run.attempt === 1) return undefined
  if (!(await checkpoints.newest(seriesOf(name, run, part), ofCommit(run.sha), folder))) return undefined
  const manifest = (await lstat(folder)).isDirectory() ? await readManifest(folder) : undefined
  const mine = manifest?.name === name && manifest.run.ref === run.ref
  if (!mine)
    log.warning('The kept checkpoint is not taken: it does not say that it is of this model and branch.')
  if (mine && manifest.ended === undefined && (!forced || isEarlierAttempt(manifest.run, run)))
    return { folder, manifest }
  await rm(folder, { recursive: true, force: true })
  return undefined
}

const isEarlierAttempt = (left: Manifest['run'], { id, attempt }: RunOfRecord) =>
  left.id === id && left.attempt < attempt
