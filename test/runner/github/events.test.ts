import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { History } from '../../../src/runner/github/base.ts'
import { readCheckout } from '../../../src/runner/github/checkout.ts'
import { createGitHubRunner } from '../../../src/runner/github/runner.ts'
import * as payloads from './payloads.ts'
import { newRepositoryOnDisk, type RepositoryOnDisk } from './repository-on-disk.ts'

let repository: RepositoryOnDisk
let temp: string
beforeAll(async () => {
  repository = await newRepositoryOnDisk()
  temp = await mkdtemp(join(tmpdir(), 'runner-temp-'))
})
afterAll(async () => {
  await repository.close()
  await rm(temp, { recursive: true, force: true })
})

/** GitHub's API, as far as the runner asks it, over the whole history. */
const history: History = {
  async commit(sha) {
    const [tree = '', ...parents] = (await repository.git('log', '-1', '--format=%T %P', sha)).split(' ')
    return { sha, tree, parents: parents.filter(Boolean) }
  },
  async compare(base, head) {
    const mergeBase = await repository.git('merge-base', base, head)
    return { status: 'diverged', mergeBase, aheadBy: 1, behindBy: 1 }
  },
}

interface Case {
  readonly event: string
  readonly payload: object
  readonly sha: string
  /** commit in the workspace; the event's own when absent */
  readonly out?: string | null
  readonly ref?: string
  readonly asks?: History
}

async function runnerOf({ event, payload, sha, out = sha, ref = 'refs/heads/main', asks }: Case) {
  const file = join(temp, 'event.json')
  await writeFile(file, JSON.stringify(payload))
  const [, kind, ...name] = ref.split('/')
  return createGitHubRunner({
    env: {
      PATH: process.env.PATH,
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: file,
      GITHUB_SHA: sha,
      GITHUB_REF: ref,
      GITHUB_REF_NAME: name.join('/'),
      GITHUB_REF_TYPE: kind === 'tags' ? 'tag' : 'branch',
      GITHUB_REPOSITORY: 'assay/penguins',
      GITHUB_RUN_ID: '77',
      GITHUB_RUN_ATTEMPT: '2',
      GITHUB_JOB: 'model',
      GITHUB_WORKFLOW_REF: `assay/penguins/.github/workflows/model.yml@${ref}`,
      GITHUB_WORKSPACE: out === null ? temp : await repository.checkout(out),
      RUNNER_TEMP: temp,
    },
    out: { write: (chunk) => expect.unreachable(String(chunk)) },
    now: () => new Date(0),
    ...(asks === undefined ? {} : { history: asks }),
  })
}

const mergeRef = 'refs/pull/12/merge'

test('pull_request: measured against what the test merge was merged onto, from a checkout one commit deep', async () => {
  const { head, main, first, testMerge } = repository
  const { run, trigger } = await runnerOf({
    event: 'pull_request',
    // the base branch may have moved on since, or the payload may name an older state of it
    payload: payloads.pullRequest(head, first),
    sha: testMerge,
    ref: mergeRef,
  })
  expect(trigger).toEqual({
    event: 'pull_request',
    defaultBranch: 'main',
    baseSha: main,
    pullRequest: { number: 12, headSha: head, baseRef: 'main', baseSha: first, fork: false },
  })
  expect(run).toEqual({
    id: '77',
    attempt: 2,
    job: { key: 'model' },
    event: 'pull_request',
    repository: 'assay/penguins',
    workflow: '.github/workflows/model.yml',
    ref: mergeRef,
    sha: testMerge,
    head_sha: head,
    pull_request: 12,
  })
})

test('pull_request_review runs on the same test merge, also where nothing is checked out', async () => {
  const { head, main, first, testMerge } = repository
  const { run, trigger } = await runnerOf({
    event: 'pull_request_review',
    payload: payloads.pullRequest(head, first),
    sha: testMerge,
    out: null,
    ref: mergeRef,
    asks: history,
  })
  expect(trigger).toMatchObject({ baseSha: main, pullRequest: { number: 12, headSha: head } })
  expect(run).toMatchObject({ sha: testMerge, head_sha: head, pull_request: 12 })
})

test('pull_request with the head checked out: measured against where it left its base', async () => {
  const { head, main, first, testMerge } = repository
  const { run, trigger } = await runnerOf({
    event: 'pull_request',
    payload: payloads.pullRequest(head, main),
    sha: testMerge,
    out: head,
    ref: mergeRef,
    asks: history,
  })
  expect(trigger.baseSha).toBe(first)
  expect(run.sha).toBe(head)
})

test('pull_request without a checkout: GitHub is asked for the parents of the test merge', async () => {
  const { head, main, first, testMerge } = repository
  const pull = {
    event: 'pull_request',
    payload: payloads.pullRequest(head, first),
    sha: testMerge,
    out: null,
  }
  expect((await runnerOf({ ...pull, asks: history })).trigger.baseSha).toBe(main)
  await expect(runnerOf(pull)).rejects.toMatchObject({ code: 'history-unknown', kind: 'outside' })
})

test('pull_request from a fork, and from one that was deleted', async () => {
  const { head, main, testMerge } = repository
  for (const fork of [{ ...payloads.repository, id: 5, full_name: 'stranger/penguins', fork: true }, null]) {
    const payload = payloads.pullRequest(head, main, fork)
    const { trigger } = await runnerOf({ event: 'pull_request', payload, sha: testMerge, ref: mergeRef })
    expect(trigger.pullRequest?.fork).toBe(true)
    expect(trigger.branch).toBeUndefined()
  }
})

test('pull_request_target runs on the base branch and is not one of it', async () => {
  const { head, main, first } = repository
  const payload = payloads.pullRequest(head, main)
  const { run, trigger } = await runnerOf({ event: 'pull_request_target', payload, sha: main })
  expect(trigger).toMatchObject({ baseSha: main, pullRequest: { number: 12 } })
  expect(trigger.branch).toBeUndefined()
  expect(run.sha).toBe(main)
  const outside = { event: 'pull_request_target', payload, sha: main, out: head, asks: history }
  expect((await runnerOf(outside)).trigger.baseSha).toBe(first)
})

test('a merge that code of the run has made does not choose the base', async () => {
  const { head, main, first, testMerge } = repository
  const tree = await repository.git('rev-parse', `${main}^{tree}`)
  const commit = (...parents: string[]) =>
    repository.git('commit-tree', tree, ...parents.flatMap((sha) => ['-p', sha]), '-m', 'not of this history')
  const loosened = await commit(first)
  const pull = {
    event: 'pull_request',
    payload: payloads.pullRequest(head, main),
    sha: testMerge,
    ref: mergeRef,
    asks: history,
  }
  expect((await runnerOf({ ...pull, out: await commit(main, head) })).trigger.baseSha).toBe(main)
  expect((await runnerOf({ ...pull, out: await commit(loosened, head) })).trigger.baseSha).toBe(first)
  expect((await runnerOf({ ...pull, out: loosened })).trigger.baseSha).toBe(first)
})

test('an object that was put under the name of the tested commit is not read', async () => {
  const { head, main, first, testMerge } = repository
  const workspace = await repository.checkout(testMerge)
  const forged = await repository.git(
    'commit-tree',
    `${main}^{tree}`,
    '-p',
    first,
    '-p',
    head,
    '-m',
    'forged',
  )
  const objectOf = (folder: string, sha: string) =>
    join(folder, '.git', 'objects', sha.slice(0, 2), sha.slice(2))
  await cp(objectOf(repository.folder, forged), objectOf(workspace, testMerge))
  const checkout = await readCheckout(workspace, [testMerge], process.env)
  expect(checkout.commit(testMerge)).toBeUndefined()
  expect(checkout.head).toBeUndefined()
})

test('merge_group: measured against what the queue builds on', async () => {
  const { testMerge, main } = repository
  const { run, trigger } = await runnerOf({
    event: 'merge_group',
    payload: payloads.mergeGroup(testMerge, main),
    sha: testMerge,
    ref: `refs/heads/gh-readonly-queue/main/pr-12-${main}`,
  })
  expect(trigger).toEqual({ event: 'merge_group', defaultBranch: 'main', baseSha: main })
  expect(run.sha).toBe(testMerge)
})

test('push: measured against the first parent, whatever the branch pointed at before', async () => {
  const { testMerge, main, first } = repository
  const forced = { event: 'push', payload: payloads.push('f'.repeat(40), testMerge), sha: testMerge }
  expect((await runnerOf(forced)).trigger).toEqual({
    event: 'push',
    defaultBranch: 'main',
    baseSha: main,
    branch: 'main',
  })
  const root = { event: 'push', payload: payloads.push('0'.repeat(40), first), sha: first }
  expect((await runnerOf(root)).trigger).not.toHaveProperty('baseSha')
  expect((await runnerOf({ ...forced, out: null, asks: history })).trigger.baseSha).toBe(main)
})

test('push of a tag is not a run of a branch', async () => {
  const { main, first } = repository
  const pushed = { event: 'push', payload: payloads.push(first, main), sha: main, ref: 'refs/tags/v1@x' }
  const { run, trigger } = await runnerOf(pushed)
  expect(trigger).not.toHaveProperty('branch')
  expect(run.workflow).toBe('.github/workflows/model.yml')
})

test('a commit that code of the run has made is not taken for the one that triggered it', async () => {
  const { head, main, first } = repository
  const pushed = { event: 'push', payload: payloads.push(first, main), sha: main, out: head, asks: history }
  const { run, trigger } = await runnerOf(pushed)
  expect(run.sha).toBe(main)
  expect(trigger.baseSha).toBe(first)
})

test.each([
  ['schedule', payloads.schedule],
  ['workflow_dispatch', payloads.workflowDispatch],
  ['repository_dispatch', payloads.repositoryDispatch],
])('%s: measured against the last accepted run of the branch itself', async (event, payload) => {
  const { main } = repository
  const { trigger } = await runnerOf({ event, payload, sha: main })
  expect(trigger).toEqual({ event, defaultBranch: 'main', baseSha: main, branch: 'main' })
})

test('workflow_run: the pull request is the one that GitHub names; never a run of the branch', async () => {
  const { head, main } = repository
  const named = payloads.workflowRun(head, [payloads.minimalPull(head, main)])
  const { run, trigger } = await runnerOf({ event: 'workflow_run', payload: named, sha: main })
  expect(trigger).toEqual({
    event: 'workflow_run',
    defaultBranch: 'main',
    baseSha: main,
    pullRequest: { number: 12, headSha: head, baseRef: 'main', baseSha: main, fork: false },
  })
  expect(run).toMatchObject({ sha: main, head_sha: head, pull_request: 12 })
  const forked = await runnerOf({ event: 'workflow_run', payload: payloads.workflowRun(head, []), sha: main })
  expect(forked.trigger).toEqual({ event: 'workflow_run', defaultBranch: 'main', baseSha: main })
})

test('an event file that is not one is told as such', async () => {
  const { main } = repository
  const broken = { event: 'pull_request', payload: { pull_request: { number: 'x' } }, sha: main }
  await expect(runnerOf(broken)).rejects.toMatchObject({ code: 'event-unreadable', kind: 'outside' })
  const nameless = { event: 'push', payload: { before: main }, sha: main }
  await expect(runnerOf(nameless)).rejects.toMatchObject({ code: 'event-unreadable' })
})

test('a repository that would run a command to fetch a missing commit is not asked to fetch', async () => {
  const { main, testMerge } = repository
  const checkout = await repository.checkout(testMerge)
  const trap = join(temp, 'trapped')
  const set = (key: string, value: string) => repository.git('-C', checkout, 'config', key, value)
  await set('extensions.partialClone', 'origin')
  await set('remote.origin.url', `ext::sh -c touch% ${trap}`)
  await set('remote.origin.promisor', 'true')
  await set('protocol.ext.allow', 'always')
  await rm(join(checkout, '.git', 'objects'), { recursive: true })
  await mkdir(join(checkout, '.git', 'objects'))
  await expect(
    createGitHubRunner({
      env: {
        PATH: process.env.PATH,
        GITHUB_EVENT_NAME: 'push',
        GITHUB_EVENT_PATH: join(temp, 'event.json'),
        GITHUB_SHA: main,
        GITHUB_REPOSITORY: 'assay/penguins',
        GITHUB_RUN_ID: '1',
        GITHUB_WORKSPACE: checkout,
        RUNNER_TEMP: temp,
      },
      out: process.stdout,
      now: () => new Date(0),
    }),
  ).rejects.toMatchObject({ name: 'AssayError' })
  await expect(rm(trap)).rejects.toThrow('ENOENT')
})
