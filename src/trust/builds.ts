import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { AssayError } from '../errors.ts'
import { inParallel } from '../parallel.ts'
import type { BundleRef, Runner } from '../runner/runner.ts'
import { type BaseSearch, gateOf } from './base.ts'
import { type Build, type BuildIndex, indexAttempt, readIndex } from './build-index.ts'
import type { EarlierRun } from './history.ts'
import { trainOfGate } from './train-of-gate.ts'

/** Runs that are looked into before a plan stops looking for more. */
const mostRuns = 50

/** Records that are fetched at once. */
const atOnce = 8

const gateArtifact = /^modelassay-([A-Za-z0-9_-]+?)-evaluate-gate(?:-([0-9a-f]{8}))?-[1-9]\d*$/

/**
 * The last accepted training of each model, by name, from a commit on. It walks back over the runs of the branch: what
 * a run's own gates accepted is read from their records; all that is older comes from the index that a plan of that
 * run kept, where its job ended well. Only the trainings of the last runs cost anything, however many models there are.
 * @param from commit at which the search begins
 */
export async function findBuilds(
  names: readonly string[],
  from: string,
  search: BaseSearch & { readonly runner: Runner },
): Promise<ReadonlyMap<string, Build>> {
  const wanted = new Set(names)
  const found = new Map<string, Build>()
  let looked = 0
  for (const [behind, sha] of (await search.history.line(from)).entries()) {
    const { runs } = await search.history.at(sha)
    for (const run of runs) {
      if (found.size === wanted.size || looked >= mostRuns) return found
      const bundles = await run.bundles()
      if (bundles.length === 0) continue
      looked++
      const gates = gatesIn(bundles).filter(({ name }) => wanted.has(name) && !found.has(name))
      await inParallel(gates, atOnce, async ({ name, leg }) => {
        const build = await buildOf(run, behind, { name, leg }, search)
        if (build) found.set(name, build)
      })
      const index = await indexOf(run, bundles, search)
      if (!index) continue
      for (const [name, build] of Object.entries(index.models))
        if (wanted.has(name) && !found.has(name)) found.set(name, build)
      return found
    }
  }
  return found
}

/** Models that a run's artifacts say that it judged, each with its matrix job. */
function gatesIn(bundles: readonly BundleRef[]): { name: string; leg: string | undefined }[] {
  const gates = new Map<string, { name: string; leg: string | undefined }>()
  for (const { name: artifact } of bundles) {
    const [, name, leg] = gateArtifact.exec(artifact) ?? []
    if (name !== undefined) gates.set(`${name} ${leg}`, { name, leg })
  }
  return [...gates.values()]
}

async function buildOf(
  run: EarlierRun,
  behind: number,
  { name, leg }: { readonly name: string; readonly leg: string | undefined },
  search: BaseSearch & { readonly runner: Runner },
): Promise<Build | undefined> {
  const { leg: _own, ...rest } = search.runner.run
  const runner = { ...search.runner, run: { ...rest, ...(leg !== undefined && { leg }) } }
  const gate = await gateOf(run, behind, name, { ...search, runner })
  if (gate?.outcome !== 'found') return undefined
  const train = await trainOfGate(gate.value, search)
  const { sources_digest, passes, run: of } = train?.record ?? {}
  if (!sources_digest || !passes || !of || of.dirty) return undefined
  const artifact = `modelassay-${name}-train${of.leg ? `-${of.leg}` : ''}-${of.attempt}`
  return { sources_digest, from: run.description, run_id: run.id, artifact }
}

/** The newest index of a run, where the host vouches for the job that wrote it. */
async function indexOf(
  run: EarlierRun,
  bundles: readonly BundleRef[],
  { history, runner }: BaseSearch,
): Promise<BuildIndex | undefined> {
  const kept = bundles
    .map((bundle) => ({ bundle, attempt: indexAttempt(bundle.name) ?? 0 }))
    .filter(({ bundle, attempt }) => attempt > 0 && !bundle.expired && bundle.runId === run.id)
    .sort((a, b) => b.attempt - a.attempt)
  for (const { bundle, attempt } of kept) {
    const folder = join(runner.temp, `plan-${randomUUID()}`)
    try {
      await history.fetch(bundle, folder)
    } catch (error) {
      if (!(error instanceof AssayError)) throw error
      continue
    }
    const index = await readIndex(folder)
    const { id, sha, attempt: written, dirty } = index?.run ?? {}
    const isOfRun = id === run.id && sha === run.sha && written === attempt && !dirty
    if (index && isOfRun && (await run.refusal(index, bundle)) === undefined) return index
    runner.log.info(`The plan that ${run.description} kept is not believed.`)
  }
  return undefined
}
