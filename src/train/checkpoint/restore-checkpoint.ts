import { lstat, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Project } from '../../config/project.ts'
import type { ArtifactKind } from '../../record/artifact-name.ts'
import { sha256OfFile } from '../../record/digest.ts'
import type { RunOfRecord } from '../../record/run.ts'
import { visible } from '../../report/visible.ts'
import type { Runner } from '../../runner/runner.ts'
import type { Trust } from '../../trust/trust.ts'
import { type Manifest, manifestFile, readManifest } from './manifest.ts'
import { ofCommit, seriesOf } from './series.ts'

/** What an unfinished training left, as it came back: a folder of this job's own. */
export interface Restored {
  readonly folder: string
  readonly manifest: Manifest
}

/** Which training asks. */
interface Asking {
  /** as what it keeps its record */
  readonly kind: ArtifactKind
  /** seeds of a job that trains some of several */
  readonly part: readonly number[] | undefined
}

/**
 * What an earlier, unfinished training of this model left for the next, where there is something. Any job of the branch
 * can write a cache: the record of the training that is said to have left it has to name it. Whether it is of the same
 * training, the work says, which knows the fingerprint.
 *
 * A training that is forced begins anew: only a job that is run again goes on from what its own earlier attempt left.
 * One that is to reproduce another never goes on from anything.
 * @param folder for what comes back; it does not exist yet
 */
export async function restoreCheckpoint(
  { name, train }: Pick<Project['config'], 'name' | 'train'>,
  folder: string,
  { kind, part }: Asking,
  {
    runner: { checkpoints, run, log },
    trust,
  }: {
    readonly runner: Pick<Runner, 'checkpoints' | 'run' | 'log'>
    readonly trust: Pick<Trust, 'whyUnvouched'>
  },
): Promise<Restored | undefined> {
  if (!checkpoints || !looksForCheckpoint(train, run)) return undefined
  if (!(await checkpoints.newest(seriesOf(name, run, part), ofCommit(run.sha), folder))) return undefined
  const left = await leftIn(folder, { name, train }, kind, { run, trust })
  if (left && 'manifest' in left) return { folder, manifest: left.manifest }
  if (left)
    log.warning(`The kept checkpoint is not taken: ${visible(left.refusal)}. The training begins anew.`)
  await rm(folder, { recursive: true, force: true })
  return undefined
}

/** Whether a training looks for what an earlier one left. */
export const looksForCheckpoint = (
  { checkpoint, reproduce, skip_unchanged }: Project['config']['train'],
  { attempt }: Pick<RunOfRecord, 'attempt'>,
): boolean => checkpoint !== undefined && !reproduce && (skip_unchanged || attempt > 1)

/** What a folder of a series holds for a training to go on from, or why it is not to be believed; undefined: nothing. */
export async function leftIn(
  folder: string,
  { name, train }: Pick<Project['config'], 'name' | 'train'>,
  kind: ArtifactKind,
  { run, trust }: { readonly run: RunOfRecord; readonly trust: Pick<Trust, 'whyUnvouched'> },
): Promise<{ readonly manifest: Manifest } | { readonly refusal: string } | undefined> {
  const manifest = (await lstat(folder)).isDirectory() ? await readManifest(folder) : undefined
  const forced = !train.skip_unchanged
  if (manifest && (manifest.ended !== undefined || (forced && !isEarlierAttempt(manifest.run, run))))
    return undefined
  if (manifest?.name !== name || manifest.run.ref !== run.ref)
    return { refusal: 'it does not say that it is of this model and branch' }
  const refusal = await trust.whyUnvouched({
    path: manifestFile,
    digest: await sha256OfFile(join(folder, manifestFile)),
    name,
    kind,
    run: manifest.run,
  })
  return refusal === undefined ? { manifest } : { refusal }
}

const isEarlierAttempt = (left: Manifest['run'], { id, attempt }: RunOfRecord) =>
  left.id === id && left.attempt < attempt
