import { request } from '@octokit/request'
import * as z from 'zod'
import { outsideError } from '../../errors.ts'
import { type Patience, persist } from '../../forge/github/patience.ts'
import { digestSchema } from '../../record/digest.ts'
import type { BundleRef } from '../runner.ts'
import { type Environment, given } from './environment.ts'

const service = '/twirp/github.actions.results.api.v1.ArtifactService'

const listedSchema = z.object({
  artifacts: z
    .array(
      z.object({
        name: z.string(),
        database_id: z.union([z.string(), z.int()]).transform(String),
        created_at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
        digest: digestSchema.optional().catch(undefined),
      }),
    )
    // the service leaves out what is empty
    .default([]),
})

export interface ArtifactListOptions {
  readonly env: Environment
  readonly runId: string
  readonly patience: Patience
  /** default: Node's own */
  readonly fetch?: typeof fetch | undefined
}

/**
 * Artifacts of this run. Asked for without GitHub's artifact client, whose 1.5 MB take a fifth of a second to load:
 * most plans only want to know what is there.
 * @throws AssayError outside: `not-on-github`, `artifact-list`
 * @see the client's `internal/find/list-artifacts`, which sends the same
 */
export async function listArtifacts(options: ArtifactListOptions): Promise<BundleRef[]> {
  const { env, runId, patience } = options
  const token = given(env, 'ACTIONS_RUNTIME_TOKEN')
  const [run, job] = backendIds(token)
  const ask = () =>
    request({
      method: 'POST',
      baseUrl: given(env, 'ACTIONS_RESULTS_URL').replace(/\/+$/, ''),
      url: `${service}/ListArtifacts`,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'user-agent': 'modelassay' },
      workflow_run_backend_id: run,
      workflow_job_run_backend_id: job,
      request: { fetch: options.fetch, signal: AbortSignal.timeout(30_000) },
    })
  try {
    const { data } = await persist(ask, patience)
    return listedSchema.parse(data).artifacts.map(({ name, database_id, created_at, digest }) => ({
      name,
      id: database_id,
      runId,
      createdAt: created_at,
      ...(digest && { digest }),
    }))
  } catch (cause) {
    throw unlisted(runId, cause instanceof Error ? cause.message : String(cause), cause)
  }
}

/** Ids of the run and the job in the artifact service, which the token's scope names. */
function backendIds(token: string): [run: string, job: string] {
  const claims = z.object({ scp: z.string() }).safeParse(payloadOf(token)).data
  const scope = claims?.scp.split(' ').find((one) => one.startsWith('Actions.Results:'))
  const [, run, job] = scope?.split(':') ?? []
  if (!run || !job)
    throw outsideError('artifact-list', 'the token of this job names no run in the artifact service', {
      hint: 'Run the action on a runner that knows artifacts of version 4: GitHub Enterprise Server does not.',
    })
  return [run, job]
}

function payloadOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  } catch {
    return undefined
  }
}

const unlisted = (runId: string, why: string, cause: unknown) =>
  outsideError('artifact-list', `could not list the artifacts of run ${runId}: ${why}`, {
    hint: 'Run the job again; see https://www.githubstatus.com when it stays.',
    cause,
  })
