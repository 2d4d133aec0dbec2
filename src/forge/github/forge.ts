import type { Log } from '../../runner/log.ts'
import type { Forge } from '../forge.ts'
import { checksOf } from './checks.ts'
import { createClient } from './client.ts'
import { collaboratorsOf } from './collaborators.ts'
import { commentsOf } from './comments.ts'
import { contentsOf } from './contents.ts'
import { deploymentsOf } from './deployments.ts'
import { gitOf } from './git.ts'
import { issuesOf } from './issues.ts'
import { type Patience, patient } from './patience.ts'
import { pullsOf } from './pulls.ts'
import { releasesOf } from './releases.ts'
import { viewerOf } from './viewer.ts'
import { workflowsOf } from './workflows.ts'

export interface GitHubForgeOptions {
  readonly token: string
  /** `https://api.github.com`, or a server's own `https://…/api/v3` */
  readonly apiUrl: string
  /** `https://github.com` */
  readonly serverUrl: string
  /** `id` is asked for when it is not known */
  readonly repository: { readonly owner: string; readonly name: string; readonly id?: string }
  readonly log: Pick<Log, 'info' | 'warning'>
  now(): Date
  /** path of the workflow file, for messages that say where a permission is to be added */
  readonly workflow?: string
  /** bounds on waiting, where others than the stated ones are wanted */
  readonly patience?: Partial<Omit<Patience, 'now' | 'waiting'>>
  /** `fetch` of a machine behind a proxy; default: Node's own */
  readonly fetch?: typeof fetch
}

/**
 * The forge on GitHub. A call waits at most 60 s for limits and failures of the server to pass.
 * @throws AssayError outside when the repository's id is not known and cannot be asked for
 */
export async function createGitHubForge(options: GitHubForgeOptions): Promise<Forge> {
  const { token, apiUrl, serverUrl, repository, log, now, workflow } = options
  const { owner, name } = repository
  const client = createClient({
    token,
    apiUrl,
    owner,
    repo: name,
    log,
    patience: {
      ...patient,
      ...options.patience,
      now,
      waiting: (milliseconds, why) =>
        log.info(`GitHub: ${why}. Next attempt in ${Math.ceil(milliseconds / 1000)} s.`),
    },
    ...(workflow === undefined ? {} : { workflow }),
    ...(options.fetch && { fetch: options.fetch }),
  })
  const askedId = async () => {
    const answer = await client.ask({ to: 'read the repository', needs: 'metadata: read' }, () =>
      client.rest.repos.get(client.at),
    )
    return String(answer.data.id)
  }
  const viewer = viewerOf(client)
  return {
    repository: {
      owner,
      name,
      id: repository.id ?? (await askedId()),
      url: `${serverUrl.replace(/\/+$/, '')}/${owner}/${name}`,
    },
    contents: contentsOf(client),
    comments: commentsOf(client, viewer),
    checks: checksOf(client),
    pulls: pullsOf(client),
    collaborators: collaboratorsOf(client),
    issues: issuesOf(client, viewer),
    git: gitOf(client, viewer),
    releases: releasesOf(client),
    deployments: deploymentsOf(client),
    workflows: workflowsOf(client),
  }
}
