import type { Forge } from '../forge/forge.ts'
import { coloured } from '../report/terminal/colours.ts'
import { createLocalRunner, type LocalRunner } from '../runner/local/runner.ts'
import type { Log } from '../runner/log.ts'
import type { Ports } from '../stage/stage.ts'
import { createTrust } from '../trust/create-trust.ts'
import { localHistory } from '../trust/local-history.ts'
import { webFetch } from './proxy.ts'
import { trackingPort } from './tracking-port.ts'

export type LocalPorts = Ports & {
  readonly runner: LocalRunner
  /** why there is no forge although a token was given; a stage that is to run ends with it, and on record */
  readonly unreachable?: unknown
}

/**
 * Ports of a laptop or any other machine. With a token and a GitHub remote there is a forge, too.
 * @param written what the pipeline writes, absolute (see declared-outputs.ts)
 */
export async function localPorts(
  host: Pick<NodeJS.Process, 'cwd' | 'env' | 'stderr'>,
  token: string | undefined,
  written: readonly string[],
): Promise<LocalPorts> {
  const runner = await createLocalRunner({
    workspace: host.cwd(),
    env: host.env,
    sink: host.stderr,
    colours: coloured(host.stderr, host.env),
    now: () => new Date(),
    written,
  })
  return {
    runner,
    ...(await forgeOf(runner, token, host.env, runner.log).then(
      (forge) => ({ forge }),
      (unreachable: unknown) => ({ forge: undefined, unreachable }),
    )),
    tracking: trackingPort(host.env),
    trust: createTrust({
      runner,
      history: localHistory(runner.runs, { cwd: runner.workspace, env: host.env }),
    }),
  }
}

async function forgeOf(
  runner: LocalRunner,
  token: string | undefined,
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<Forge | undefined> {
  const [owner, name] = runner.run.repository?.split('/') ?? []
  if (!token || !owner || !name) return undefined
  const { createGitHubForge } = await import('../forge/github/forge.ts')
  return createGitHubForge({
    token,
    apiUrl: env.GITHUB_API_URL ?? 'https://api.github.com',
    serverUrl: env.GITHUB_SERVER_URL ?? 'https://github.com',
    repository: { owner, name },
    log,
    now: () => runner.now(),
    fetch: webFetch(env),
  })
}
