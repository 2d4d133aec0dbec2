import { firstParents } from '../git/first-parents.ts'
import { type GitPlace, tryGit } from '../git/git.ts'
import { bundlesOfRun, fetchBundle } from '../runner/local/bundles.ts'
import type { EarlierRun, History } from './history.ts'

/** How far back along the first parents a baseline is looked for, in commits. */
const reach = 1000

/**
 * Runs that this folder keeps by commit. What was done in a working tree that differs from its commit is kept under
 * another name, so it is never found here.
 */
export function localHistory(runs: string, place: GitPlace): History {
  const runAt = (sha: string): EarlierRun => ({
    id: sha,
    sha,
    attempt: Number.MAX_SAFE_INTEGER,
    description: `the run at ${sha.slice(0, 7)}`,
    bundles: () => bundlesOfRun(runs, sha),
    refusal: async () => undefined,
  })
  return {
    line: (from) => firstParents(from, reach, place),
    at: async (sha) => ({ pending: false, runs: [runAt(sha)] }),
    ofPullRequest: async () => [],
    earlierAttempts: async () => undefined,
    ofSameBranch: async () => undefined,
    async trace() {
      const shallow = await tryGit(['rev-parse', '--is-shallow-repository'], place)
      if (!shallow.ok || shallow.text.trim() !== 'true') return undefined
      return {
        reason: 'this clone does not hold the commits before this one',
        hint: 'Run "git fetch --unshallow", then run the gate again.',
      }
    },
    bundlesOf: (runId) => bundlesOfRun(runs, runId),
    fetch: (bundle, into) => fetchBundle(runs, bundle, into),
  }
}
