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

test('an issue is opened, found by label and author over several pages, closed and left out', async () => {
  const { octokit, github } = fixture
  for (let count = 0; count < 7; count += 1)
    github.openIssue({ title: `old ${count}`, author: 'ada', labels: ['bug'] })
  await octokit.rest.issues.createLabel({
    ...at,
    name: 'drift',
    color: 'd73a4a',
    description: 'Live data moved',
  })
  const { data: issue } = await octokit.rest.issues.create({
    ...at,
    title: 'Drift',
    body: 'x',
    labels: ['drift', 'new'],
  })
  expect(issue.user?.login).toBe('github-actions[bot]')
  const bugs = await octokit.paginate(octokit.rest.issues.listForRepo, { ...at, labels: 'bug', per_page: 3 })
  expect(bugs.map(({ title }) => title)).toEqual([6, 5, 4, 3, 2, 1, 0].map((count) => `old ${count}`))
  const mine = () =>
    octokit.rest.issues.listForRepo({ ...at, labels: 'drift,NEW', creator: 'github-actions[bot]' })
  expect((await mine()).data.map(({ number }) => number)).toEqual([issue.number])
  const closed = await octokit.rest.issues.update({ ...at, issue_number: issue.number, state: 'closed' })
  expect(closed.data).toMatchObject({ state: 'closed', state_reason: 'completed' })
  expect((await mine()).data).toEqual([])
  expect((await octokit.rest.issues.listForRepo({ ...at, state: 'closed' })).data).toHaveLength(1)
  const again = octokit.rest.issues.createLabel({ ...at, name: 'Drift' })
  expect((await refusal(again)).message).toContain('already_exists')
})

test('comments live on issues and pull requests alike and are written, changed, listed and deleted', async () => {
  const { octokit, github, commit } = fixture
  await commit('commented', { a: 'x' })
  const { number } = await github.openPullRequest({ title: 'Change', head: 'commented' })
  github.addComment({ issue: number, body: 'by hand', author: 'ada' })
  const on = { ...at, issue_number: number }
  const { data: mine } = await octokit.rest.issues.createComment({ ...on, body: 'first' })
  await octokit.rest.issues.updateComment({ ...at, comment_id: mine.id, body: 'second' })
  const listed = (await octokit.rest.issues.listComments(on)).data
  expect(listed.map(({ body, user }) => [body, user?.login])).toEqual([
    ['by hand', 'ada'],
    ['second', 'github-actions[bot]'],
  ])
  await octokit.rest.issues.deleteComment({ ...at, comment_id: mine.id })
  expect((await octokit.rest.issues.listComments(on)).data).toHaveLength(1)
  const foreign = octokit.rest.issues.updateComment({
    ...at,
    comment_id: listed[0]?.id ?? 0,
    body: 'mine now',
  })
  expect((await refusal(foreign)).status).toBe(403)
})

test('comments are refused when blank and above 65,536 characters, in the words of GitHub', async () => {
  const { octokit, github } = fixture
  const { number } = github.openIssue({ title: 'Long', author: 'ada' })
  const comment = (body: string) => octokit.rest.issues.createComment({ ...at, issue_number: number, body })
  expect((await comment('x'.repeat(65_536))).status).toBe(201)
  const long = await refusal(comment('x'.repeat(65_537)))
  expect(long).toMatchObject({ status: 422 })
  expect(long.message).toContain('Body is too long (maximum is 65536 characters)')
  expect((await refusal(comment(' '))).message).toContain('Body cannot be blank')
  expect((await refusal(octokit.rest.issues.get({ ...at, issue_number: 9999 }))).status).toBe(404)
})

test('a token without the scope is refused and told which one it lacks', async () => {
  const { github, as } = fixture
  const { number } = github.openIssue({ title: 'Mine', author: 'ada' })
  const reader = as(github.issueToken({ permissions: { contents: 'read', issues: 'read' } }))
  const call = reader.rest.issues.createComment({ ...at, issue_number: number, body: 'x' })
  const error = (await call.catch((reason: unknown) => reason)) as {
    status: number
    message: string
    response: { headers: Record<string, string> }
  }
  expect(error.status).toBe(403)
  expect(error.message).toContain('Resource not accessible by integration')
  expect(error.response.headers['x-accepted-github-permissions']).toBe('issues=write; pull_requests=write')
  expect((await reader.rest.issues.get({ ...at, issue_number: number })).data.title).toBe('Mine')
  expect((await refusal(reader.rest.pulls.list(at))).status).toBe(403)
  expect((await refusal(as('wrong').rest.issues.listForRepo(at))).status).toBe(401)
})

test('comments on a pull request take its scope, those on an issue the other', async () => {
  const { github, as, commit } = fixture
  await commit('scoped', { a: 'y' })
  const pull = await github.openPullRequest({ title: 'Scoped', head: 'scoped' })
  const issue = github.openIssue({ title: 'Scoped', author: 'ada' })
  const writer = as(github.issueToken({ permissions: { 'pull-requests': 'write' } }))
  const comment = (number: number) =>
    writer.rest.issues.createComment({ ...at, issue_number: number, body: 'x' })
  expect((await comment(pull.number)).status).toBe(201)
  expect((await refusal(comment(issue.number))).status).toBe(403)
})

test('the workflow token is nobody over REST and the bot over GraphQL; a personal token is its user', async () => {
  const { octokit, github, as } = fixture
  expect((await refusal(octokit.rest.users.getAuthenticated())).status).toBe(403)
  expect(await octokit.graphql('{ viewer { login } }')).toEqual({ viewer: { login: 'github-actions[bot]' } })
  const ada = as(github.issueToken({ permissions: {}, login: 'ada' }))
  expect((await ada.rest.users.getAuthenticated()).data.login).toBe('ada')
  expect((await octokit.rest.repos.get(at)).data).toMatchObject({
    id: github.repositoryId,
    default_branch: 'main',
  })
})
