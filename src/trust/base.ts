import { AssayError } from '../errors.ts'
import type { Runner } from '../runner/runner.ts'
import { believe, contradiction } from './believe.ts'
import { fetchRecord } from './fetch-record.ts'
import type { EarlierRun, History } from './history.ts'
import { newestFirst } from './newest.ts'
import type { KnownOfModel, Lookup, Trusted } from './trust.ts'

/** How long a run that is still going is waited for, and how. */
export interface Patience {
  readonly seconds: number
  readonly pollSeconds: number
  pause(seconds: number): Promise<void>
}

export interface BaseSearch {
  readonly runner: Pick<Runner, 'kind' | 'run' | 'trigger' | 'temp' | 'log'>
  readonly history: History
  readonly patience: Patience
}

type Gate = Trusted<'evaluate-gate'>
type Found = { readonly outcome: 'found'; readonly value: Gate }
type Missed = { readonly outcome: 'lost'; readonly reason: string; readonly hint: string }
/** `broken`: it is there, and is not what it says it is */
type Search = Found | (Missed & { readonly broken: boolean }) | undefined

/** The newest accepted run's gate record, from the commit that this event starts at on. */
export async function findBase(name: string, known: KnownOfModel, search: BaseSearch): Promise<Lookup<Gate>> {
  const { trigger } = search.runner
  const line = trigger.baseSha ? await search.history.line(trigger.baseSha) : []
  let missed: Missed | undefined
  for (const [behind, sha] of line.entries()) {
    const found = await atCommit(sha, behind, name, known.pending === 'pass' ? passing(search) : search)
    if (found?.outcome === 'found') return found
    // What was tampered with is not walked past: an older baseline would be what the tampering is for.
    if (found?.outcome === 'lost' && found.broken) return withoutMark(found)
    if (found?.outcome === 'lost') missed ??= withoutMark(found)
  }
  return missed ?? neverOrLost(name, known, search)
}

const passing = (search: BaseSearch): BaseSearch => ({
  ...search,
  patience: { ...search.patience, seconds: 0 },
})

async function atCommit(sha: string, behind: number, name: string, search: BaseSearch): Promise<Search> {
  const { history, patience, runner } = search
  let missed: Search
  for (let waited = 0; ; waited += patience.pollSeconds) {
    const { runs, pending } = await history.at(sha)
    for (const run of runs) {
      const answer = await gateOf(run, behind, name, search)
      if (answer?.outcome === 'found') return answer
      if (answer) missed ??= answer
    }
    if (!pending || behind > 0) return missed
    if (waited >= patience.seconds) {
      if (patience.seconds > 0)
        runner.log.warning(
          `The run at ${sha.slice(0, 7)} is still going after ${waited} s; the baseline is an older commit.`,
        )
      return missed
    }
    if (waited === 0)
      runner.log.info(
        `The run at ${sha.slice(0, 7)} is still going; waiting up to ${patience.seconds} s for its gate.`,
      )
    await patience.pause(patience.pollSeconds)
  }
}

/** The gate record of one run: its newest attempt that judged anything; an older one does not overrule it. */
export async function gateOf(
  run: EarlierRun,
  behind: number,
  name: string,
  { history, runner }: BaseSearch,
): Promise<Search> {
  for (const { bundle, attempt } of newestFirst(await run.bundles(), name, 'evaluate-gate', runner.run.leg)) {
    if (bundle.expired || bundle.runId !== run.id) {
      return lost(`the gate record of ${run.description} has expired`, againOn(runner), false)
    }
    try {
      const read = await fetchRecord(history, bundle, 'evaluate-gate', runner.temp)
      if (read.record.verdict === 'error' || read.record.verdict === 'skipped') continue
      const contradicted = contradiction(read, name, attempt, run) ?? (await run.refusal(read.record, bundle))
      if (contradicted) {
        runner.log.info(`${run.description} is no baseline: ${contradicted}.`)
        return undefined
      }
      const { id: runId, sha, description, url } = run
      return {
        outcome: 'found',
        value: believe(read, { description, runId, sha, behind, ...(url && { url }) }),
      }
    } catch (error) {
      if (!(error instanceof AssayError)) throw error
      if (error.code === 'artifact-lost')
        return lost(`${run.description}: ${error.message}`, againOn(runner), false)
      if (error.kind === 'input' || error.code === 'artifact-digest')
        return lost(`${run.description}: ${error.message}`, error.hint, true)
      throw error
    }
  }
  return undefined
}

async function neverOrLost(
  name: string,
  { registered, config = 'modelassay.yml' }: KnownOfModel,
  { history, runner }: BaseSearch,
): Promise<Lookup<Gate>> {
  if (registered)
    return withoutMark(
      lost(
        `${name} has registered versions, but no accepted run is on the way here`,
        runner.trigger.baseSha === undefined ? instead : againOn(runner),
        false,
      ),
    )
  const trace = await history.trace({ name, config })
  if (trace) return { outcome: 'lost', ...trace }
  return {
    outcome: 'never',
    reason: whyNever(runner),
  }
}

function whyNever({ run, trigger }: Pick<Runner, 'run' | 'trigger'>): string {
  if (run.sha === undefined)
    return 'this folder is no git repository, or has no commit yet, so that no run can be compared with an earlier one'
  return trigger.baseSha
    ? `no run of ${trigger.defaultBranch} has ever passed this gate`
    : 'there is no earlier commit'
}

/** Where no commit comes before this one there is none to run the gate at. */
const instead =
  'Compare with one of them instead: gate.baselines (--baselines) takes production and version:<version>.'

const lost = (reason: string, hint: string, broken: boolean) =>
  ({ outcome: 'lost', reason, hint, broken }) as const

const withoutMark = ({ outcome, reason, hint }: Missed): Missed => ({ outcome, reason, hint })

const againOn = ({ kind, trigger }: Pick<Runner, 'kind' | 'trigger'>) =>
  kind === 'github'
    ? `Run the workflow on ${trigger.defaultBranch} again, so that there is a gate record to measure against.`
    : `Check out ${trigger.defaultBranch}, run \`modelassay train\` and \`modelassay evaluate-gate\` there, and come back.`
