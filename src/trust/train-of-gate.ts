import type { Runner } from '../runner/runner.ts'
import { believe } from './believe.ts'
import { bundlesOfRun } from './bundles-of-run.ts'
import { fetchRecord } from './fetch-record.ts'
import type { History } from './history.ts'
import { newestFirst } from './newest.ts'
import type { Trusted } from './trust.ts'

/** The train record that a trusted gate record was built on, found by its digest; undefined when it cannot be had. */
export async function trainOfGate(
  gate: Trusted<'evaluate-gate'>,
  {
    runner,
    history,
  }: {
    readonly runner: Pick<Runner, 'kind' | 'run' | 'bundles' | 'temp'>
    readonly history: History
  },
): Promise<Trusted<'train'> | undefined> {
  const link = gate.record.built_on.find(({ kind, name }) => kind === 'record' && name === 'train')
  const { runId } = gate.origin
  if (!link || runId === undefined) return undefined
  const source = bundlesOfRun(runId, { runner, history })
  const bundles = await source.ofThisRun()
  const { leg } = gate.record.run
  for (const { bundle } of [
    ...(leg ? newestFirst(bundles, gate.record.name, 'train', leg) : []),
    ...newestFirst(bundles, gate.record.name, 'train'),
  ]) {
    if (bundle.expired) continue
    const read = await fetchRecord(source, bundle, 'train', runner.temp, link.digest).catch(() => undefined)
    if (read) return believe(read, gate.origin)
  }
  return undefined
}
