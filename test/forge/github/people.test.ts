import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { owner } from '../../github/fixture.ts'
import { errorOf, expectClean, type ForgeFixture, newForgeFixture } from './forge-on-localhost.ts'

let fixture: ForgeFixture
beforeAll(async () => {
  fixture = await newForgeFixture()
})
afterEach(() => expectClean(fixture))
afterAll(() => fixture.close())

const mainHead = async () => (await fixture.forge.git.branchHead('main')) ?? ''

test('comments: all pages, oldest first; written, changed and deleted as the workflow', async () => {
  const { forge, github } = fixture
  const { number } = github.openIssue({ title: 'many', author: 'ada', labels: [] })
  for (let count = 1; count <= 130; count += 1)
    github.addComment({ issue: number, body: `n${count}`, author: 'ada' })
  const own = await forge.comments.create(number, 'gate: pass')
  const all = await forge.comments.list(number)
  expect(all.map(({ body }) => body)).toEqual([
    ...Array.from({ length: 130 }, (_, index) => `n${index + 1}`),
    'gate: pass',
  ])
  expect(own.author).toBe(await forge.comments.viewer())
  expect(own.author).toBe('github-actions[bot]')
  expect((await forge.comments.update(own.id, 'gate: fail')).body).toBe('gate: fail')
  await forge.comments.delete(own.id)
  await forge.comments.delete(own.id)
  expect(await forge.comments.list(number)).toHaveLength(130)
})

test('a comment whose answer was lost is not written twice', async () => {
  const { forge, github } = fixture
  const { number } = github.openIssue({ title: 'lost', author: 'ada', labels: [] })
  github.addComment({ issue: number, body: 'verdict', author: 'somebody-else' })
  github.faults.inject({ method: 'POST', path: '/comments', dropAnswer: true })
  const own = await forge.comments.create(number, 'verdict')
  expect(own.author).toBe('github-actions[bot]')
  expect(await forge.comments.list(number)).toHaveLength(2)
})

test('a comment that never arrived is written on the second attempt', async () => {
  const { forge, github } = fixture
  const { number } = github.openIssue({ title: 'refused', author: 'ada', labels: [] })
  github.faults.inject({ method: 'POST', path: '/comments', refuseConnection: true })
  await forge.comments.create(number, 'verdict')
  expect(await forge.comments.list(number)).toHaveLength(1)
})

test('a check run is completed at once, its annotations in batches of 50', async () => {
  const { forge, github } = fixture
  const annotations = Array.from({ length: 120 }, (_, index) => ({
    level: 'error' as const,
    message: `row ${index}`,
    file: 'data/train.csv',
    line: index + 1,
  }))
  const { url } = await forge.checks.create({
    name: 'modelassay penguins',
    headSha: await mainHead(),
    conclusion: 'failure',
    title: 'worse',
    summary: 'accuracy fell',
    annotations: [...annotations, { level: 'notice', message: 'nowhere' }],
    detailsUrl: 'https://github.com/assay/penguins/actions/runs/1',
  })
  expect(url).toMatch(/^https:/)
  const [run] = [...github.state.checkRuns.values()]
  expect(run).toMatchObject({ status: 'completed', conclusion: 'failure', title: 'worse' })
  expect(run?.annotations.map(({ message }) => message)).toEqual(annotations.map(({ message }) => message))
})

test('a check run whose answer was lost is not made twice', async () => {
  const { forge, github } = fixture
  const before = github.state.checkRuns.size
  github.faults.inject({ method: 'POST', path: '/check-runs', dropAnswer: true })
  const check = { conclusion: 'success' as const, title: 't', summary: 's', annotations: [] }
  const { url } = await forge.checks.create({ ...check, name: 'gate', headSha: await mainHead() })
  expect(github.state.checkRuns.size).toBe(before + 1)
  expect(url).toContain(String([...github.state.checkRuns.keys()].at(-1)))
})

test('a pull request is read as it is now', async () => {
  const { forge, github, commit } = fixture
  const headSha = await commit('change', { 'train.py': 'x\n' })
  const { number } = await github.openPullRequest({ title: 'Change', head: 'change' })
  const open = await forge.pulls.get(number)
  expect(open).toMatchObject({
    number,
    state: 'open',
    merged: false,
    headSha,
    baseRef: 'main',
    author: owner,
  })
  const merge = await github.mergePullRequest(number)
  const merged = { number, state: 'closed', merged: true, mergeSha: merge }
  expect(await forge.pulls.get(number)).toMatchObject(merged)
  expect(await forge.pulls.ofCommit(merge)).toMatchObject([merged])
})

test('reviews: all pages, oldest first, with the commit and whether a person wrote them', async () => {
  const { forge, github, commit } = fixture
  const headSha = await commit('reviewed', { 'train.py': 'y\n' })
  const { number } = await github.openPullRequest({ title: 'Reviewed', head: 'reviewed' })
  const on = { pull: number, commitId: headSha }
  for (let count = 1; count <= 110; count += 1)
    github.addReview({ ...on, author: 'grace', state: 'COMMENTED', body: `n${count}` })
  github.addReview({ ...on, author: 'grace', state: 'APPROVED', body: 'yes' })
  github.addReview({ ...on, author: 'github-actions[bot]', state: 'DISMISSED', body: 'no' })
  const reviews = await forge.pulls.reviews(number)
  expect(reviews.map(({ body }) => body).slice(107)).toEqual(['n108', 'n109', 'n110', 'yes', 'no'])
  expect(reviews.slice(-2)).toMatchObject([
    { author: 'grace', state: 'APPROVED', byPerson: true, commitSha: headSha },
    { author: 'github-actions[bot]', state: 'DISMISSED', byPerson: false },
  ])
})

test('what a user may do, maintainers and triagers by what their role comes to', async () => {
  const { forge, github } = fixture
  const roles = { admin: 'admin', maintain: 'write', write: 'write', triage: 'read', read: 'read' } as const
  for (const [role, permission] of Object.entries(roles)) {
    github.state.roles.set(`user-${role}`, role as keyof typeof roles)
    expect(await forge.collaborators.permission(`user-${role}`)).toBe(permission)
  }
  expect(await forge.collaborators.permission('stranger')).toBe('none')
})

test('issues: found by all of their labels, never a pull request, in the order they were opened', async () => {
  const { forge, github, commit } = fixture
  await commit('other', { 'x.py': 'x\n' })
  await github.openPullRequest({ title: 'PR', head: 'other', labels: ['drift', 'penguins'] })
  const first = await forge.issues.create({ title: 'Drift', body: 'psi', labels: ['drift', 'penguins'] })
  await forge.issues.create({ title: 'Other', body: '', labels: ['drift'] })
  const second = await forge.issues.create({ title: 'Drift 2', body: 'psi', labels: ['penguins', 'drift'] })
  expect(await forge.issues.labelled(['drift', 'penguins'], 'open')).toEqual([first, second])
  await forge.issues.comment(first.number, 'gone')
  expect(await forge.issues.update(first.number, { state: 'closed', body: 'gone' })).toMatchObject({
    state: 'closed',
    body: 'gone',
    title: 'Drift',
  })
  expect(await forge.issues.labelled(['drift', 'penguins'], 'open')).toEqual([second])
  expect(await forge.issues.labelled(['drift', 'penguins'], 'all')).toHaveLength(2)
  expect((await forge.comments.list(first.number)).map(({ body }) => body)).toEqual(['gone'])
})

test('an issue whose answer was lost is not opened twice', async () => {
  const { forge, github } = fixture
  github.faults.inject({ method: 'POST', path: /\/issues$/, dropAnswer: true })
  await forge.issues.create({ title: 'Lost', body: 'answer', labels: ['lost'] })
  expect(await forge.issues.labelled(['lost'], 'all')).toHaveLength(1)
})

test('an issue that is not there', async () => {
  expect(await errorOf(fixture.forge.issues.comment(99_999, 'x'))).toMatchObject({ code: 'not-found' })
})
