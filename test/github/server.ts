import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Answer } from './answer.ts'
import { blobPath, openBlobStore } from './blobs.ts'
import { addComment } from './comments.ts'
import { armFaults } from './faults.ts'
import { openGit } from './git.ts'
import type { GitHub, GitHubOptions, LoggedRequest, NewToken } from './github.ts'
import { addIssue } from './issues.ts'
import { mergePull } from './merging.ts'
import { answerRest } from './rest.ts'
import { answerTwirp } from './results.ts'
import { addReview } from './reviews.ts'
import { runtimeToken } from './runtime.ts'
import type { Violation } from './schema.ts'
import * as seed from './seed.ts'
import { emptyState, workflowBot, writeAll } from './state.ts'
import { bodyOf, logOf, send, spoilt } from './wire.ts'
import type { World } from './world.ts'
import { unpackZip } from './zip.ts'

export type { GitHub, GitHubOptions } from './github.ts'

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
      if (!request.complete) return
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
