import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { patient } from '../../forge/github/patience.ts'
import type { Runner } from '../runner.ts'
import type { History } from './base.ts'
import { githubBundles } from './bundles.ts'
import { readCheckout } from './checkout.ts'
import { type Environment, given } from './environment.ts'
import { readEvent } from './event.ts'
import { handedRecords } from './handed.ts'
import { githubLog, type Output } from './log.ts'
import { repositoryOnGitHub } from './repository.ts'
import { runOf } from './run.ts'
import { appendSummary } from './summary.ts'
import { triggerOf } from './trigger.ts'

export interface GitHubRunnerOptions {
  readonly env: Environment
  /** where the step's log goes */
  readonly out: Output
  now(): Date
  /** asked where the checkout does not have the history; absent without a token */
  readonly history?: History
  /** `fetch` of a machine behind a proxy; default: Node's own */
  readonly fetch?: typeof fetch
}

/**
 * The runner of a GitHub workflow, as the variables and the event of a JavaScript step describe it.
 * @throws AssayError outside: `not-on-github`, `event-unreadable`, `history-unknown`
 */
export async function createGitHubRunner(options: GitHubRunnerOptions): Promise<Runner> {
  const { env, out, now, history, fetch } = options
  const workspace = given(env, 'GITHUB_WORKSPACE')
  const sha = given(env, 'GITHUB_SHA')
  const temp = join(given(env, 'RUNNER_TEMP'), 'modelassay')
  await mkdir(temp, { recursive: true })
  const [payload, checkout] = await Promise.all([readEvent(env), readCheckout(workspace, [sha], env)])
  const event = given(env, 'GITHUB_EVENT_NAME')
  const trigger = await triggerOf(env, { event, sha, payload, checkout, history })
  const run = runOf(env, trigger, checkout)
  const { serverUrl } = repositoryOnGitHub(env)
  const log = githubLog(out)
  const waiting = (milliseconds: number, why: string) =>
    log.info(`Artifacts: ${why}. Next attempt in ${Math.ceil(milliseconds / 1000)} s.`)
  return {
    kind: 'github',
    run,
    trigger,
    workspace,
    temp,
    engine: {
      cache: join(env.RUNNER_TOOL_CACHE || temp, 'modelassay-engine'),
      ...(env.MODELASSAY_ENGINE ? { ready: env.MODELASSAY_ENGINE } : {}),
    },
    log,
    bundles: githubBundles({ env, runId: run.id, now, patience: { ...patient, now, waiting }, fetch }),
    handed: handedRecords(env),
    // names are per attempt: GitHub keeps those of earlier attempts apart
    nextAttempt: async () => run.attempt,
    now,
    url: `${serverUrl}/${run.repository}/actions/runs/${run.id}/attempts/${run.attempt}`,
    summary: (markdown) => appendSummary(env, markdown),
  }
}
