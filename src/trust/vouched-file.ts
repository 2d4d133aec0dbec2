import { AssayError } from '../errors.ts'
import type { ArtifactKind } from '../record/artifact-name.ts'
import type { Digest } from '../record/digest.ts'
import type { Evidence } from '../record/evidence.ts'
import type { Runner } from '../runner/runner.ts'
import { fetchRecord } from './fetch-record.ts'
import type { EarlierRun, History } from './history.ts'
import { newestFirst } from './newest.ts'

/** A file that a training is said to have put beside its record. */
export interface TrainingFile extends Pick<Evidence, 'path'> {
  readonly digest: Digest
  /** of the model */
  readonly name: string
  /** as what that training kept its record */
  readonly kind: ArtifactKind
  readonly run: { readonly id: string; readonly attempt: number }
}

interface Search {
  readonly runner: Pick<Runner, 'kind' | 'run' | 'temp' | 'log'>
  readonly history: History
}

/**
 * Why the host does not vouch for a file, as a clause; undefined when it does: a job of this workflow, for this branch
 * or pull request, stored it beside its record while it ran. Whether that record passes does not matter.
 */
export async function whyUnvouched(file: TrainingFile, search: Search): Promise<string | undefined> {
  // A folder of one's own holds what one did oneself.
  if (search.runner.kind === 'local') return undefined
  try {
    return await refusalOf(file, search)
  } catch (error) {
    if (error instanceof AssayError) return error.message
    throw error
  }
}

async function refusalOf(file: TrainingFile, { runner, history }: Search): Promise<string | undefined> {
  const { id, attempt } = file.run
  const { run: own } = runner
  const run = await history.ofSameBranch(id)
  if (!run) return `run ${id} is none of this workflow and branch`
  if (attempt > run.attempt || (id === own.id && attempt >= own.attempt))
    return `run ${id} has had no attempt ${attempt} yet`
  const named = newestFirst(await run.bundles(), file.name, file.kind, own.leg).filter(
    ({ bundle, attempt: told }) => told === attempt && bundle.runId === id && !bundle.expired,
  )
  const refusals: string[] = []
  for (const { bundle } of named) {
    const refusal = await refusalOfRecord(file, bundle, run, { runner, history })
    if (refusal === undefined) return undefined
    refusals.push(refusal)
  }
  return refusals[0] ?? `run ${id} has no record of it any more`
}

async function refusalOfRecord(
  { path, digest, name, run: { id, attempt } }: TrainingFile,
  bundle: Parameters<typeof fetchRecord>[1],
  run: EarlierRun,
  { runner, history }: Search,
): Promise<string | undefined> {
  const { record } = await fetchRecord(history, bundle, 'train', runner.temp)
  if (record.name !== name || record.run.id !== id || record.run.attempt !== attempt)
    return `the record in run ${id} is of something else`
  if (!record.evidence?.some((kept) => kept.path === path && kept.digest === digest))
    return `the training in run ${id} left something else`
  return run.refusal(record, bundle)
}
