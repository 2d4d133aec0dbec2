import type { Project } from '../../config/project.ts'
import { runText } from '../../report/run-text.ts'
import type { Runner } from '../../runner/runner.ts'
import type { Trust } from '../../trust/trust.ts'
import { choiceOf, seedOrder } from '../seeds/seed-plan.ts'
import { leftByKilled } from './go-on-after-kill.ts'
import { checkpointPlaces } from './items.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { leftIn, looksForCheckpoint } from './restore-checkpoint.ts'
import { seriesOf } from './series.ts'

/** What an unfinished training left where the next one looks. */
export interface Waiting {
  /** for people: whose it is */
  readonly from: string
  readonly bytes: number
  readonly seeds: readonly number[]
  /** why the next training would begin anew all the same, as a clause; absent where it would go on */
  readonly not_because?: string
}

interface Next {
  /** folder that the command writes checkpoints to */
  readonly place: string
  readonly fingerprint: string | undefined
  readonly dirty: boolean | undefined
}

/**
 * The checkpoint that waits on this machine for the next training, where one does. Nothing is moved or copied, and its
 * bytes are not held to their digests: the training does that.
 */
export async function waitingCheckpoint(
  project: Project,
  next: Next,
  { runner, trust }: { readonly runner: Runner; readonly trust: Pick<Trust, 'whyUnvouched'> },
): Promise<Waiting | undefined> {
  const { config } = project
  const { checkpoints, run } = runner
  if (!checkpoints || !looksForCheckpoint(config.train, run)) return undefined
  const killed = await ofKilled(project, next, runner)
  if (killed) return killed
  const folder = await checkpoints.lying?.(seriesOf(config.name, run, undefined))
  const left = folder === undefined ? undefined : await leftIn(folder, config, 'train', { run, trust })
  if (!left) return undefined
  if ('refusal' in left) return undefined
  const { manifest } = left
  const why = whyAnew(manifest, next)
  return { ...waitingOf(manifest), ...(why !== undefined && { not_because: why }) }
}

async function ofKilled(
  project: Project,
  { place, fingerprint }: Next,
  { checkpoints, log }: Pick<Runner, 'checkpoints' | 'log'>,
): Promise<Waiting | undefined> {
  const { underWay } = checkpointPlaces(place, '', checkpoints?.underWay)
  const note = underWay === undefined ? undefined : await readManifest(underWay)
  if (underWay === undefined || note?.name !== project.config.name || note.fingerprint !== fingerprint)
    return undefined
  const order = seedOrder(project.config.train.seeds.values, choiceOf(project))
  const seeds = await leftByKilled({ folder: underWay, order: [...order] }, place, log)
  return seeds.length === 0 ? undefined : waitingOf({ ...note, seeds: [...seeds] })
}

function whyAnew({ fingerprint, run }: Manifest, next: Next): string | undefined {
  if (fingerprint !== next.fingerprint) return 'it is of another training'
  return run.dirty && next.dirty === false ? 'its working tree differed from its commit' : undefined
}

const waitingOf = ({ run, seeds }: Manifest): Waiting => ({
  from: runText(run),
  bytes: seeds.reduce((sum, seed) => sum + seed.bytes, 0),
  seeds: seeds.map(({ seed }) => seed),
})
