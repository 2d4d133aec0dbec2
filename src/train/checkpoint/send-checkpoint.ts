import { rm } from 'node:fs/promises'
import type { Project } from '../../config/project.ts'
import { bytes } from '../../report/number.ts'
import type { Runner } from '../../runner/runner.ts'
import { readManifest } from './manifest.ts'
import { entryOf, seriesOf } from './series.ts'
import type { CheckpointContext } from './settle-checkpoint.ts'

/**
 * Puts what `settleCheckpoint` laid out where the next training finds it. The end of one goes to where it came from,
 * so that it is the newest there too.
 */
export async function sendCheckpoint(
  { config }: Pick<Project, 'config'>,
  context: CheckpointContext | undefined,
  { checkpoints, run, log }: Pick<Runner, 'checkpoints' | 'run' | 'log'>,
): Promise<void> {
  const { places, restored, part } = context ?? {}
  const manifest = places && (await readManifest(places.toKeep))
  if (!places || !manifest || !checkpoints) return
  const { ended, seeds } = manifest
  const entry = entryOf(ended === undefined ? run.sha : restored?.run.sha, run)
  await checkpoints.add(seriesOf(config.name, run, part), entry, places.toKeep)
  if (ended === undefined)
    log.info(
      `The checkpoint is kept (${bytes(seeds.reduce((sum, seed) => sum + seed.bytes, 0))}): run the job again, and the training goes on from it.`,
    )
  await rm(places.toKeep, { recursive: true, force: true })
}
