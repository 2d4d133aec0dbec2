import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Fixture, newFixture, owner, repo } from './fixture.ts'

let fixture: Fixture
const at = { owner, repo }
beforeAll(async () => {
  fixture = await newFixture()
})
afterAll(async () => {
  expect(fixture.github.violations).toEqual([])
  await fixture.close()
})

test('labels are read, and put on and taken off an issue', async () => {
  const { octokit, github } = fixture
  const on = { ...at, issue_number: github.openIssue({ title: 'x', author: 'ada' }).number }
  const names = (labels: readonly { name: string }[]) => labels.map(({ name }) => name)
  expect(names((await octokit.rest.issues.addLabels({ ...on, labels: ['a', 'b'] })).data)).toEqual(['a', 'b'])
  expect(names((await octokit.rest.issues.removeLabel({ ...on, name: 'a' })).data)).toEqual(['b'])
  expect((await octokit.rest.issues.getLabel({ ...at, name: 'B' })).data.name).toBe('b')
  expect(names((await octokit.rest.issues.listLabelsForRepo(at)).data)).toEqual(['a', 'b'])
  expect((await octokit.rest.issues.get(on)).data.labels).toMatchObject([{ name: 'b' }])
})

test('comments of the whole repository, and one of them', async () => {
  const { octokit, github } = fixture
  const { number } = github.openIssue({ title: 'x', author: 'ada' })
  const { id } = github.addComment({ issue: number, body: 'said', author: 'ada' })
  expect((await octokit.rest.issues.getComment({ ...at, comment_id: id })).data.body).toBe('said')
  expect((await octokit.rest.issues.listCommentsForRepo(at)).data.map((comment) => comment.id)).toEqual([id])
})

test('commits and reviews of a pull request', async () => {
  const { octokit, github, commit } = fixture
  const first = await commit('two', { a: '1' })
  const second = await commit('two', { a: '2' })
  const on = { ...at, pull_number: (await github.openPullRequest({ title: 'Two', head: 'two' })).number }
  expect((await octokit.rest.pulls.listCommits(on)).data.map(({ sha }) => sha)).toEqual([first, second])
  const review = await octokit.rest.pulls.createReview({ ...on, event: 'REQUEST_CHANGES', body: 'no' })
  expect(review.data).toMatchObject({ state: 'CHANGES_REQUESTED', commit_id: second })
})

test('git objects are read as they were written', async () => {
  const { octokit, git } = fixture
  const { data: blob } = await octokit.rest.git.createBlob({ ...at, content: 'grün' })
  const read = (await octokit.rest.git.getBlob({ ...at, file_sha: blob.sha })).data
  expect(Buffer.from(read.content, 'base64').toString()).toBe('grün')
  const { data: all } = await octokit.rest.git.getTree({ ...at, tree_sha: 'main', recursive: '1' })
  expect(all.tree.map(({ path, type }) => [path, type])).toEqual([
    ['README.md', 'blob'],
    ['data', 'tree'],
    ['data/train.csv', 'blob'],
  ])
  const data = all.tree.find(({ path }) => path === 'data')?.sha ?? ''
  const moved = await octokit.rest.git.createTree({
    ...at,
    tree: [{ path: 'old/data', mode: '040000', type: 'tree', sha: data }],
  })
  expect(await git.text(['ls-tree', '-r', '--name-only', moved.data.sha])).toBe('old/data/train.csv')
})

test('checks, statuses and deployments one by one', async () => {
  const { octokit, git } = fixture
  const sha = (await git.commit('main')) ?? ''
  const { data: run } = await octokit.rest.checks.create({ ...at, name: 'one', head_sha: sha })
  expect((await octokit.rest.checks.get({ ...at, check_run_id: run.id })).data.status).toBe('queued')
  await octokit.rest.repos.createCommitStatus({
    ...at,
    sha,
    state: 'success',
    context: 'one',
    description: 'fine',
  })
  const statuses = (await octokit.rest.repos.listCommitStatusesForRef({ ...at, ref: 'main' })).data
  expect(statuses).toMatchObject([{ context: 'one', creator: { login: 'github-actions[bot]' } }])
  const { data } = await octokit.rest.repos.createDeployment({ ...at, ref: 'main', required_contexts: [] })
  const on = { ...at, deployment_id: 'id' in data ? data.id : 0 }
  expect((await octokit.rest.repos.getDeployment(on)).data).toMatchObject({
    environment: 'production',
    task: 'deploy',
  })
  expect((await octokit.rest.repos.deleteDeployment(on)).status).toBe(204)
})

test('runs, jobs, artifacts and workflows of the repository', async () => {
  const { octokit, github, git } = fixture
  const headSha = (await git.commit('main')) ?? ''
  const run = github.addRun({
    workflow: '.github/workflows/m.yml',
    event: 'push',
    headBranch: 'main',
    headSha,
  })
  const job = github.addJob(run, { name: 'gate', steps: [{ name: 'judge', conclusion: 'success' }] })
  const artifact = github.addArtifact(run, { name: 'record', files: { 'a.json': '{}' } })
  expect((await octokit.rest.actions.listWorkflowRunsForRepo(at)).data.total_count).toBe(1)
  expect((await octokit.rest.actions.listRepoWorkflows(at)).data.workflows.map(({ path }) => path)).toEqual([
    run.workflow,
  ])
  const read = (await octokit.rest.actions.getJobForWorkflowRun({ ...at, job_id: job.id })).data
  expect(read.steps).toMatchObject([{ name: 'judge', number: 1, conclusion: 'success' }])
  const listed = (await octokit.rest.actions.listArtifactsForRepo({ ...at, name: 'record' })).data
  expect(listed.artifacts.map(({ id }) => id)).toEqual([artifact.id])
  const one = await octokit.rest.actions.getArtifact({ ...at, artifact_id: artifact.id })
  expect(one.data.digest).toBe(artifact.digest)
  expect((await octokit.rest.actions.deleteArtifact({ ...at, artifact_id: artifact.id })).status).toBe(204)
  const dispatch = octokit.rest.actions.createWorkflowDispatch({ ...at, workflow_id: 'm.yml', ref: 'main' })
  await expect(dispatch).rejects.toThrow('workflow_dispatch')
})

test('a public repository is read without scopes, and written only with them', async () => {
  const open = await newFixture({ isPrivate: false, permissions: {} })
  expect((await open.octokit.rest.issues.listForRepo(at)).data).toEqual([])
  await expect(open.octokit.rest.issues.create({ ...at, title: 'x' })).rejects.toThrow('not accessible')
  const { number } = open.github.openIssue({ title: 'x', author: 'ada' })
  expect((await open.octokit.rest.issues.listComments({ ...at, issue_number: number })).data).toEqual([])
  expect((await open.octokit.rest.rateLimit.get()).data.rate.used).toBe(4)
  expect(open.github.violations).toEqual([])
  await open.close()
})
