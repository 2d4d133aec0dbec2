import { outsideError } from '../errors.ts'
import type { ReadRecord } from '../record/bundle.ts'
import type { RecordOf } from '../record/record.ts'
import type { StageName } from '../record/stage-name.ts'
import type { Runner } from '../runner/runner.ts'
import { fetchRecord } from './fetch-record.ts'
import { type Attempt, newestFirst } from './newest.ts'

type Here = Pick<Runner, 'kind' | 'run' | 'bundles' | 'handed' | 'temp'>

/**
 * The record that an earlier step of this job handed on, else the newest of this run's artifacts.
 * @throws AssayError outside: `artifact-lost`; as `fetchRecord`
 */
export async function recordOfThisRun<S extends StageName>(
  name: string,
  stage: S,
  runner: Here,
): Promise<ReadRecord<RecordOf<S>> | undefined> {
  const bundles = await runner.bundles.ofThisRun()
  const handed = runner.handed.get(name, stage)
  if (handed) {
    const [named] = bundles
      .filter((bundle) => bundle.name === handed.artifact && bundle.runId === runner.run.id)
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    if (named) return fetchRecord(runner.bundles, named, stage, runner.temp, handed.digest)
    // Another job can delete it; what it leaves under another name is not what this one wrote.
    if (runner.kind === 'github') throw lost(handed.artifact, stage)
  }
  const own = (found: readonly Attempt[]) =>
    found.find(({ bundle }) => bundle.runId === runner.run.id) ?? found[0]
  // Any job may take a name; one of an attempt that there has not been is nobody's of this suite.
  const possible = (leg?: string) =>
    newestFirst(bundles, name, stage, leg).filter(
      ({ attempt }) => runner.kind === 'local' || attempt <= runner.run.attempt,
    )
  const newest = own(runner.run.leg ? possible(runner.run.leg) : []) ?? own(possible())
  return newest && fetchRecord(runner.bundles, newest.bundle, stage, runner.temp)
}

const lost = (artifact: string, stage: StageName) =>
  outsideError(
    'artifact-lost',
    `this run has no artifact ${artifact} any more, which an earlier step of this job wrote`,
    {
      hint: `Find out which job deleted it, and run ${stage} again.`,
    },
  )
