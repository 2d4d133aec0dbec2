import { mkdir, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { outsideError } from '../errors.ts'
import { createGitHubForge } from '../forge/github/forge.ts'
import { gatesOfBase } from '../post-feedback/gates-of-base.ts'
import type { JudgedRun } from '../post-feedback/judged-run.ts'
import { postFeedback } from '../post-feedback/post.ts'
import { given } from '../runner/github/environment.ts'
import { readEvent } from '../runner/github/event.ts'
import { githubLog } from '../runner/github/log.ts'
import { setOutputs } from '../runner/github/outputs.ts'
import { repositoryOnGitHub } from '../runner/github/repository.ts'
import { appendSummary } from '../runner/github/summary.ts'
import type { Runner } from '../runner/runner.ts'
import { createTrust } from '../trust/create-trust.ts'
import { githubHistory } from '../trust/github-history.ts'
import { carry } from './carry.ts'
import { webFetch } from './proxy.ts'

/** The one step of actions/post-feedback. It holds the token, and runs nothing of anybody's. */
export async function post(): Promise<void> {
  const log = githubLog(process.stdout)
  try {
    await posted(process.env, log)
  } catch (thrown) {
    const { message, hint } = carry(thrown)
    log.annotate({ level: 'error', message: `${message}\n${hint}` })
    process.exitCode = 3
  }
}

async function posted(env: NodeJS.ProcessEnv, log: Runner['log']): Promise<void> {
  const inputs = JSON.parse(env.MODELASSAY_INPUTS ?? '{}') as Record<string, string>
  delete env.MODELASSAY_INPUTS
  const { token, config } = inputs
  if (!token)
    throw outsideError('token-missing', 'the input `token` is empty', {
      hint: 'Leave it at its default, which is the token of the workflow.',
    })
  const payload = await readEvent(env)
  const event = given(env, 'GITHUB_EVENT_NAME')
  const runId = event === 'workflow_run' ? payload.workflow_run?.id : given(env, 'GITHUB_RUN_ID')
  const defaultBranch = payload.repository?.default_branch
  if (runId === undefined || defaultBranch === undefined)
    throw outsideError('event-unreadable', `the payload of ${event} names no run, or no default branch`, {
      hint: 'Use this action in a workflow of the event workflow_run or pull_request.',
    })
  const now = () => new Date()
  const forge = await createGitHubForge({
    token,
    ...repositoryOnGitHub(env),
    log,
    now,
    fetch: webFetch(env),
  })
  await mkdir(given(env, 'RUNNER_TEMP'), { recursive: true })
  const temp = await mkdtemp(join(given(env, 'RUNNER_TEMP'), 'modelassay-feedback-'))
  const { owner, name } = forge.repository
  const runnerOf = ({ pull, fork }: JudgedRun, run: Runner['run'], folder: string) =>
    ({
      kind: 'github',
      run: { ...run, repository: `${owner}/${name}` },
      trigger: {
        event: 'pull_request',
        defaultBranch,
        baseSha: pull.baseSha,
        pullRequest: { ...pull, fork },
      },
      workspace: folder,
      temp: folder,
      log,
      now,
    }) as unknown as Runner
  const portsOf = (judged: JudgedRun, run: Runner['run'], folder: string) => {
    const runner = runnerOf(judged, run, folder)
    return { runner, forge, trust: createTrust({ runner, history: githubHistory({ forge, runner }) }) }
  }
  const { passes, ...urls } = await postFeedback({
    runId: String(runId),
    event,
    ...(config?.trim() && { config: config.trim() }),
    forge,
    here: { log, temp, now, summary: (markdown) => appendSummary(env, markdown) },
    portsOf,
    gatesOfBase: (judged) => {
      const { id, attempt, path: workflow, event: of } = judged.run
      const runner = runnerOf(judged, { id, attempt, workflow, event: of }, temp)
      return gatesOfBase(githubHistory({ forge, runner }), judged.pull.baseSha)
    },
    pause: (round) => pause(Math.min(5000, 250 * round)),
  })
  await setOutputs(env, {
    passes: String(passes),
    'comment-url': urls['comment-url'] ?? '',
    'check-urls': urls['check-urls'].join('\n'),
  })
}
