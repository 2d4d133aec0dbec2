import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Answer } from './answer.ts'
import { blobPath, openBlobStore } from './blobs.ts'
import { addComment, type NewComment } from './comments.ts'
import { armFaults, type Fault, type Faults } from './faults.ts'
import { openGit } from './git.ts'
import { addIssue, type NewIssue } from './issues.ts'
import { mergePull } from './merging.ts'
import type { Permissions } from './permissions.ts'
import { answerRest } from './rest.ts'
import { answerTwirp } from './results.ts'
import { addReview, type NewReviewOf } from './reviews.ts'
import { type CacheRights, runtimeToken } from './runtime.ts'
import type { Violation } from './schema.ts'
import * as seed from './seed.ts'
import {
  type Artifact,
  type Attempt,
  type Comment,
  type Conclusion,
  type Dispatch,
  emptyState,
  type Issue,
  type Job,
  type Pull,
  type Review,
  type Run,
  type State,
  workflowBot,
  writeAll,
} from './state.ts'
import type { World } from './world.ts'
import { unpackZip } from './zip.ts'

export interface GitHubOptions {
  readonly owner: string
  readonly repo: string
  /** a bare repository; branches, tags and commits are read and written there */
  readonly gitDir: string
  /** default `main` */
  readonly defaultBranch?: string
  /** of `token`; default everything */
  readonly permissions?: Permissions
  /** default true: a private repository, where every read needs its scope */
  readonly isPrivate?: boolean
  /** whether a published release is locked; default false */
  readonly immutableReleases?: boolean
  /** requests until the primary rate limit; default 5000 */
  readonly rateLimit?: number
  /** default: the machine's clock */
  readonly now?: () => Date
  /** told of every workflow_dispatch and repository_dispatch */
  readonly onDispatch?: (dispatch: Dispatch) => void
}

export interface LoggedRequest {
  readonly method: string
  /** without the query string */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** parsed JSON; absent for other bodies */
  readonly body?: unknown
  /** absent while it is being answered, and when the connection was cut */
  status?: number
}

export interface NewToken {
  readonly permissions: Permissions
  /** a personal token of this user; the workflow's own token when absent */
  readonly login?: string
}

export interface GitHub {
  /** GITHUB_API_URL; no trailing slash */
  readonly url: string
  /** ACTIONS_RESULTS_URL, with a trailing slash as the runner sets it */
  readonly resultsUrl: string
  /** GITHUB_TOKEN with the options' permissions */
  readonly token: string
  readonly repositoryId: number
  readonly state: State
  readonly faults: Faults
  readonly requests: readonly LoggedRequest[]
  /** whatever was said that GitHub's description does not allow; empty at the end of a good test */
  readonly violations: readonly Violation[]
  issueToken(token: NewToken): string
  /** ACTIONS_RUNTIME_TOKEN of a job; caches of the default branch are readable and writable unless told */
  runtimeToken(run: number, job: number, caches?: CacheRights): string
  openIssue(issue: NewIssue): Issue
  addComment(comment: NewComment): Comment
  openPullRequest(pull: seed.NewPull): Promise<Pull>
  /** merges into the base branch of the git repository; the merge commit's sha */
  mergePullRequest(number: number): Promise<string>
  addReview(review: NewReviewOf): Review
  addRun(run: seed.NewRun): Run
  rerun(run: Run, which: 'failed' | 'all'): Attempt
  finishRun(run: Run, conclusion: Conclusion): void
  addJob(run: Run, job: seed.NewJob): Job
  finishJob(job: Job, conclusion: Conclusion): void
  addArtifact(run: Run, artifact: seed.NewArtifact): Artifact
  artifactBytes(artifact: Artifact): Buffer
  /** @throws Error when it is not a zip archive */
  artifactFiles(artifact: Artifact): Map<string, Buffer>
  /** other bytes under the same digest */
  tamperWith(artifact: Artifact, bytes: Buffer): void
  close(): Promise<void>
}

const repositoryId = 905_433_111
const tokenPrefix = 'ghs_'

/** Starts a GitHub that listens on 127.0.0.1 on a free port, with one repository and nothing in it but git. */
export async function startGitHub(options: GitHubOptions): Promise<GitHub> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const key = randomBytes(32).toString('hex')
  const now = options.now ?? (() => new Date())
  const state = emptyState(options.rateLimit ?? 5000)
  const world: World = {
    url,
    owner: options.owner,
    repo: options.repo,
    repositoryId,
    defaultBranch: options.defaultBranch ?? 'main',
    isPrivate: options.isPrivate ?? true,
    immutableReleases: options.immutableReleases ?? false,
    git: openGit(options.gitDir),
    state,
    blobs: openBlobStore(url, key, now),
    now,
    onDispatch: options.onDispatch ?? (() => undefined),
  }
  const faults = armFaults()
  const requests: LoggedRequest[] = []
  const violations: Violation[] = []

  async function answer(request: IncomingMessage, target: URL, bytes: Buffer): Promise<Answer> {
    const { method = 'GET', headers } = request
    const all = { method, url: target, headers, bytes }
    if (target.pathname.startsWith(blobPath)) return world.blobs.answer(all)
    if (target.pathname.startsWith('/twirp/')) return answerTwirp(world, key, all)
    return answerRest(world, all, (violation) => violations.push(violation))
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = new URL(request.url ?? '/', url)
    const bytes = await bodyOf(request)
    const logged = logOf(request, target, bytes)
    requests.push(logged)
    const fault = faults.next(logged)
    if (fault?.delayMs !== undefined) await wait(fault.delayMs)
    if (fault?.refuseConnection) return void request.socket.destroy()
    const given =
      fault?.status === undefined ? await answer(request, target, bytes) : spoilt(fault, fault.status)
    if (fault?.dropAnswer) return void request.socket.destroy()
    logged.status = given.status
    send(response, given)
  }

  server.on('request', (request, response) => {
    handle(request, response).catch((error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      const operation = `${request.method} ${request.url}`
      violations.push({ operation, where: 'response', status: 500, errors: [message] })
      send(response, { status: 500, json: { message: 'Server Error' } })
    })
  })

  const issueToken = ({ permissions, login }: NewToken): string => {
    const value = `${login === undefined ? tokenPrefix : 'ghp_'}${randomBytes(18).toString('hex')}`
    const kind = login === undefined ? 'workflow' : 'user'
    state.tokens.set(value, { value, login: login ?? workflowBot, kind, permissions })
    return value
  }
  const main = `refs/heads/${world.defaultBranch}`
  return {
    url,
    resultsUrl: `${url}/`,
    token: issueToken({ permissions: options.permissions ?? writeAll }),
    repositoryId,
    state,
    faults,
    requests,
    violations,
    issueToken,
    runtimeToken: (run, job, caches = { read: [main], write: main }) =>
      runtimeToken(key, { run, job: String(job), caches }),
    openIssue: (issue) => addIssue(world, issue),
    addComment: (comment) => addComment(world, comment),
    openPullRequest: (pull) => seed.openPull(world, pull),
    mergePullRequest: (number) => mergePull(world, number),
    addReview: (review) => addReview(world, review),
    addRun: (run) => seed.addRun(world, run),
    rerun: (run, which) => seed.rerun(world, run, which),
    finishRun: (run, conclusion) => seed.finishRun(world, run, conclusion),
    addJob: (run, job) => seed.addJob(world, run, job),
    finishJob: (job, conclusion) => seed.finishJob(world, job, conclusion),
    addArtifact: (run, artifact) => seed.addArtifact(world, run, artifact),
    artifactBytes: ({ blob }) => world.blobs.bytes(blob) ?? Buffer.alloc(0),
    artifactFiles: ({ blob }) => unpackZip(world.blobs.bytes(blob) ?? Buffer.alloc(0)),
    tamperWith: ({ blob }, bytes) => world.blobs.replace(blob, bytes),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function logOf(request: IncomingMessage, target: URL, bytes: Buffer): LoggedRequest {
  const { method = 'GET', headers } = request
  const common = { method, path: decodeURI(target.pathname), query: Object.fromEntries(target.searchParams) }
  if (bytes.length === 0 || /octet-stream|zip|xml/.test(headers['content-type'] ?? '')) return common
  try {
    return { ...common, body: JSON.parse(bytes.toString('utf8')) as unknown }
  } catch {
    return common
  }
}

const spoilt = ({ headers = {}, body }: Fault, status: number): Answer => ({
  status,
  json: body ?? { message: `Injected ${status}`, documentation_url: 'https://docs.github.com/rest' },
  headers,
})

let answered = 0

function send(response: ServerResponse, { status, json, bytes, headers = {} }: Answer): void {
  const payload = json === undefined ? bytes : Buffer.from(JSON.stringify(json))
  answered += 1
  response.writeHead(status, {
    ...(json === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    'x-github-request-id': `TEST:${answered}`,
    'x-ms-request-id': `test-${answered}`,
    ...(payload === undefined ? {} : { 'content-length': String(payload.length) }),
    ...headers,
  })
  response.end(payload)
}
