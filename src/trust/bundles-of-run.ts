import type { BundleRef, Runner } from '../runner/runner.ts'
import type { History } from './history.ts'
import type { RunBundles } from './trust.ts'

interface Ports {
  readonly runner: Pick<Runner, 'kind' | 'run' | 'bundles'>
  readonly history: Pick<History, 'bundlesOf' | 'fetch'>
}

/**
 * Artifacts of one run. A run that is run again as a whole does not see what its earlier attempts left through its own
 * service; the history does.
 */
export function bundlesOfRun(runId: string, { runner, history }: Ports): RunBundles {
  const told: RunBundles = {
    ofThisRun: () => history.bundlesOf(runId),
    fetch: (bundle, into) => history.fetch(bundle, into),
  }
  const { kind, run, bundles } = runner
  if (runId !== run.id) return told
  if (kind === 'local' || run.attempt < 2) return bundles
  const seen = new Set<BundleRef>()
  return {
    async ofThisRun() {
      const own = await bundles.ofThisRun()
      for (const bundle of own) seen.add(bundle)
      const ids = new Set(own.map(({ id }) => id))
      return [...own, ...(await told.ofThisRun()).filter(({ id }) => !ids.has(id))]
    },
    fetch: (bundle, into) => (seen.has(bundle) ? bundles : told).fetch(bundle, into),
  }
}
