import type { BundleRef } from '../runner/runner.ts'
import type { History } from './history.ts'

/** The same history, which lists the artifacts of a run once: for looks at many models at one time. */
export function remembering(history: History): History {
  const listed = new Map<string, Promise<readonly BundleRef[]>>()
  const once = (runId: string, list: () => Promise<readonly BundleRef[]>) => {
    const asked = listed.get(runId) ?? list()
    listed.set(runId, asked)
    return asked
  }
  return {
    line: (from) => history.line(from),
    async at(sha) {
      const { runs, pending } = await history.at(sha)
      return { pending, runs: runs.map((run) => ({ ...run, bundles: () => once(run.id, run.bundles) })) }
    },
    ofPullRequest: () => history.ofPullRequest(),
    earlierAttempts: () => history.earlierAttempts(),
    ofSameBranch: (id) => history.ofSameBranch(id),
    trace: (traces) => history.trace(traces),
    bundlesOf: (runId) => once(runId, () => history.bundlesOf(runId)),
    fetch: (bundle, into) => history.fetch(bundle, into),
  }
}
