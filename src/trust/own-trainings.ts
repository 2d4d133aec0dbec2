import { AssayError } from '../errors.ts'
import { inParallel } from '../parallel.ts'
import type { ReadRecord } from '../record/bundle.ts'
import type { TrainRecord } from '../record/train.ts'
import type { Runner } from '../runner/runner.ts'
import { type BaseSearch, gateOf } from './base.ts'
import { believe } from './believe.ts'
import { fetchRecord } from './fetch-record.ts'
import type { EarlierRun, History } from './history.ts'
import { newestFirst } from './newest.ts'
import { recordOfThisRun } from './of-this-run.ts'
import { trainOfGate } from './train-of-gate.ts'
import type { Trusted } from './trust.ts'

/** Runs of a pull request that are looked into: who pushes more often than that in a day has them run out anyway. */
const mostRuns = 3

/**
 * Trainings of this very run, or of its pull request, whose models may be taken instead of training, newest first.
 * What a job of the default branch finds under a name in its own run is nobody's word: there only an earlier attempt
 * counts whose gate let it through, by the same rules as any other run.
 */
export async function ownTrainings(
  name: string,
  search: BaseSearch & { readonly runner: Runner },
): Promise<readonly Trusted<'train'>[]> {
  const { runner, history } = search
  const { kind, trigger, handed } = runner
  if (kind === 'local' || handed.get(name, 'train')) return ofThisJob(name, runner)
  if (trigger.pullRequest) return ofPullRequest(name, trigger.pullRequest.number, { runner, history })
  return ofEarlierAttempt(name, search)
}

/** A folder of one's own holds what one did oneself; a job remembers what it wrote. */
async function ofThisJob(name: string, runner: Runner): Promise<readonly Trusted<'train'>[]> {
  const read = await recordOfThisRun(name, 'train', runner)
  const handed = runner.handed.get(name, 'train')
  if (!read || read.record.run.sha !== runner.run.sha) return []
  if (runner.kind === 'github' && read.digest !== handed?.digest) return []
  const { id: runId, sha } = runner.run
  const description =
    runner.kind === 'local' ? 'an earlier training of this commit' : 'an earlier step of this job'
  return [believe<'train'>(read, { description, runId, ...(sha && { sha }) })]
}

async function ofEarlierAttempt(
  name: string,
  search: BaseSearch & { readonly runner: Runner },
): Promise<readonly Trusted<'train'>[]> {
  const earlier = await search.history.earlierAttempts()
  if (!earlier) return []
  const gate = await gateOf(earlier, 0, name, search)
  if (gate?.outcome !== 'found') return []
  const train = await trainOfGate(gate.value, search)
  return train ? [train] : []
}

async function ofPullRequest(
  name: string,
  number: number,
  { runner, history }: { readonly runner: Runner; readonly history: History },
): Promise<readonly Trusted<'train'>[]> {
  const runs = (await history.ofPullRequest()).slice(0, mostRuns)
  const found = await inParallel(runs, mostRuns, (run) => trainingOf(run, name, number, { runner, history }))
  return found.filter((train) => train !== undefined)
}

/** The newest training of a run of the same pull request: every attempt that left one left a whole one. */
async function trainingOf(
  run: EarlierRun,
  name: string,
  number: number,
  { runner, history }: { readonly runner: Runner; readonly history: History },
): Promise<Trusted<'train'> | undefined> {
  const kept = newestFirst(await run.bundles(), name, 'train', runner.run.leg)
  for (const { bundle, attempt } of kept) {
    if (bundle.expired || bundle.runId !== run.id || attempt > run.attempt) continue
    const read = await fetchRecord(history, bundle, 'train', runner.temp).catch((error: unknown) => {
      if (error instanceof AssayError && error.code !== 'permission-denied') return undefined
      throw error
    })
    if (!read || !isOf(read, { name, number, attempt, run })) continue
    if (!read.record.passes) continue
    const refusal = await run.refusal(read.record, bundle)
    if (refusal !== undefined) {
      runner.log.info(`The training of ${run.description} is not taken: ${refusal}.`)
      return undefined
    }
    const { id: runId, sha, description, url } = run
    return believe<'train'>(read, { description, runId, sha, ...(url && { url }) })
  }
  return undefined
}

interface Claimed {
  readonly name: string
  readonly number: number
  readonly attempt: number
  readonly run: EarlierRun
}

const isOf = ({ record }: ReadRecord<TrainRecord>, { name, number, attempt, run }: Claimed) =>
  record.name === name &&
  record.run.id === run.id &&
  record.run.attempt === attempt &&
  record.run.head_sha === run.sha &&
  record.run.pull_request === number &&
  !record.run.dirty
