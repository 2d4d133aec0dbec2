import { setTimeout as pause } from 'node:timers/promises'
import { outsideError } from '../errors.ts'
import { createGitHubForge } from '../forge/github/forge.ts'
import type { StageName } from '../record/stage-name.ts'
import { githubCache, githubCheckpoints } from '../runner/github/cache.ts'
import { githubLog } from '../runner/github/log.ts'
import { repositoryOnGitHub } from '../runner/github/repository.ts'
import { createGitHubRunner } from '../runner/github/runner.ts'
import type { Ports } from '../stage/stage.ts'
import { createTrust } from '../trust/create-trust.ts'
import { githubHistory } from '../trust/github-history.ts'
import { webFetch } from './proxy.ts'
import { trackingPort } from './tracking-port.ts'

/** How long a baseline is waited for whose run is still going. */
const baselinePatience = {
  seconds: 120,
  pollSeconds: 10,
  pause: (seconds: number) => pause(seconds * 1000).then(() => undefined),
}

/** Stages that may read and write caches. What registers or deploys never does: a cache is anybody's word. */
const cachingStages: ReadonlySet<StageName> = new Set(['train'])

/** Ports of a stage's step that holds the job's token. */
export async function githubPorts(
  stage: StageName,
  env: NodeJS.ProcessEnv,
  token: string | undefined,
): Promise<Ports> {
  if (!token)
    throw outsideError('token-missing', 'the input `token` is empty', {
      hint: 'Leave it at its default, which is the token of the workflow.',
    })
  const now = () => new Date()
  const forge = await createGitHubForge({
    token,
    ...repositoryOnGitHub(env),
    log: githubLog(process.stdout),
    now,
    fetch: webFetch(env),
  })
  const host = await createGitHubRunner({
    env,
    out: process.stdout,
    now,
    history: forge.git,
    fetch: webFetch(env),
  })
  const runner = cachingStages.has(stage)
    ? { ...host, cache: githubCache(host), checkpoints: githubCheckpoints(host) }
    : host
  const history = githubHistory({ forge, runner })
  return {
    runner,
    forge,
    trust: createTrust({ runner, history, patience: baselinePatience }),
    tracking: trackingPort(env),
  }
}
