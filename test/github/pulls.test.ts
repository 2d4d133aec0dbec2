import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Fixture, newFixture, owner, refusal, repo } from './fixture.ts'

let fixture: Fixture
const at = { owner, repo }
beforeAll(async () => {
  fixture = await newFixture()
})
afterAll(async () => {
  expect(fixture.github.violations).toEqual([])
  await fixture.close()
})

test('a pull request has its head, its base and a test merge of both, and follows its branches', async () => {
  const { octokit, github, git, commit } = fixture
  const base = await git.commit('main')
  const head = await commit('topic', { 'train.py': 'print()\n' })
  const { number } = await github.openPullRequest({ title: 'Train longer', head: 'topic', author: 'ada' })
  const get = async () => (await octokit.rest.pulls.get({ ...at, pull_number: number })).data
  const first = await get()
  expect(first).toMatchObject({ mergeable: true, merged: false, changed_files: 1, commits: 1 })
  expect([first.head.sha, first.base.sha]).toEqual([head, base])
  expect(await git.text(['log', '-1', '--format=%P', `refs/pull/${number}/merge`])).toBe(`${base} ${head}`)
  const pushed = await commit('topic', { 'train.py': 'print(1)\n', 'b.txt': 'b' })
  expect((await get()).head.sha).toBe(pushed)
  expect((await get()).merge_commit_sha).not.toBe(first.merge_commit_sha)
  const files = (await octokit.rest.pulls.listFiles({ ...at, pull_number: number })).data
  expect(files.map(({ filename, status }) => [filename, status])).toEqual([
    ['b.txt', 'added'],
    ['train.py', 'added'],
  ])
  const found = await octokit.rest.pulls.list({ ...at, head: `${owner}:topic`, base: 'main' })
  expect(found.data.map((pull) => pull.number)).toEqual([number])
  expect((await octokit.rest.pulls.list({ ...at, head: 'fork:topic' })).data).toEqual([])
  expect((await refusal(octokit.rest.pulls.get({ ...at, pull_number: 999 }))).status).toBe(404)
})

test('a merged pull request moves the base branch and is found by its merge commit', async () => {
  const { octokit, github, git, commit } = fixture
  const head = await commit('merged', { 'c.txt': 'c' })
  const { number } = await github.openPullRequest({ title: 'Merge me', head: 'merged' })
  const open = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha: head })
  expect(open.data.map((pull) => [pull.number, pull.state])).toEqual([[number, 'open']])
  const sha = await github.mergePullRequest(number)
  expect(await git.commit('main')).toBe(sha)
  const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha: sha })
  expect(data.map((pull) => [pull.number, pull.merge_commit_sha])).toEqual([[number, sha]])
  expect((await octokit.rest.pulls.get({ ...at, pull_number: number })).data).toMatchObject({
    merged: true,
    state: 'closed',
  })
})

test('one with conflicts is not mergeable and has no test merge', async () => {
  const { octokit, github, commit } = fixture
  await commit('conflict', { 'README.md': 'one\n' })
  await commit('main', { 'README.md': 'other\n' })
  const { number } = await github.openPullRequest({ title: 'Conflict', head: 'conflict' })
  const { data } = await octokit.rest.pulls.get({ ...at, pull_number: number })
  expect(data).toMatchObject({ mergeable: false, mergeable_state: 'dirty', merge_commit_sha: null })
})

test('one of a fork names the fork as head repository, and its runs list no pull request', async () => {
  const { octokit, github, commit } = fixture
  const sha = await commit('of-a-fork', { 'd.txt': 'd' })
  const fork = { owner: 'stranger', sha }
  const { number } = await github.openPullRequest({
    title: 'From afar',
    head: 'patch',
    author: 'stranger',
    fork,
  })
  const { data } = await octokit.rest.pulls.get({ ...at, pull_number: number })
  expect(data.head).toMatchObject({
    label: 'stranger:patch',
    sha,
    repo: { fork: true, full_name: `stranger/${repo}` },
  })
  expect(data.head.repo?.id).not.toBe(data.base.repo.id)
  await commit('patch', { 'own.txt': 'own' })
  await github.openPullRequest({ title: 'A branch of the same name', head: 'patch' })
  const run = github.addRun({
    workflow: '.github/workflows/model.yml',
    event: 'pull_request',
    headBranch: 'patch',
    headSha: sha,
    headOwner: 'stranger',
  })
  const { data: seen } = await octokit.rest.actions.getWorkflowRun({ ...at, run_id: run.id })
  expect(seen.pull_requests).toEqual([])
  expect(seen.head_repository.id).toBe(data.head.repo?.id)
})

test('reviews have author, state and the commit they were made on', async () => {
  const { octokit, github, commit } = fixture
  const sha = await commit('reviewed', { 'e.txt': 'e' })
  const { number } = await github.openPullRequest({ title: 'Review', head: 'reviewed' })
  github.addReview({ pull: number, author: 'ada', state: 'APPROVED', commitId: sha })
  const { data } = await octokit.rest.pulls.listReviews({ ...at, pull_number: number })
  expect(data).toMatchObject([{ user: { login: 'ada' }, state: 'APPROVED', commit_id: sha }])
})
