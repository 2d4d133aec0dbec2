import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Fixture, newFixture, owner, refusal, repo } from './fixture.ts'

let fixture: Fixture
const at = { owner, repo }
beforeEach(async () => {
  fixture = await newFixture()
})
afterEach(() => fixture.close())

const main = async () => (await fixture.git.commit('main')) ?? ''
const output = { title: 'Passed', summary: 'All good' }

test('a check run is created, completed and found on its commit', async () => {
  const { octokit, github } = fixture
  const head_sha = await main()
  const { data: run } = await octokit.rest.checks.create({
    ...at,
    name: 'gate',
    head_sha,
    status: 'in_progress',
  })
  expect(run).toMatchObject({ status: 'in_progress', conclusion: null, app: { slug: 'github-actions' } })
  const annotation = {
    path: 'a.csv',
    start_line: 1,
    end_line: 1,
    annotation_level: 'warning',
    message: 'm',
  } as const
  await octokit.rest.checks.update({
    ...at,
    check_run_id: run.id,
    conclusion: 'success',
    output: { ...output, annotations: [annotation, annotation] },
  })
  const { data } = await octokit.rest.checks.listForRef({ ...at, ref: 'main', check_name: 'gate' })
  expect(data).toMatchObject({
    total_count: 1,
    check_runs: [
      { status: 'completed', conclusion: 'success', output: { title: 'Passed', annotations_count: 2 } },
    ],
  })
  const annotations = await octokit.rest.checks.listAnnotations({ ...at, check_run_id: run.id })
  expect(annotations.data).toHaveLength(2)
  expect(github.violations).toEqual([])
})

test('a conclusion needs completed, and completed a conclusion', async () => {
  const head_sha = await main()
  const create = (more: object) =>
    fixture.octokit.rest.checks.create({ ...at, name: 'gate', head_sha, ...more })
  expect((await refusal(create({ status: 'completed' }))).status).toBe(422)
  expect((await refusal(create({ status: 'in_progress', conclusion: 'success' }))).status).toBe(422)
  expect((await create({ conclusion: 'neutral' })).data.status).toBe('completed')
})

test('too much text, in characters or bytes, and too many annotations are refused', async () => {
  const head_sha = await main()
  const create = (more: object) =>
    refusal(
      fixture.octokit.rest.checks.create({ ...at, name: 'gate', head_sha, output: { ...output, ...more } }),
    )
  expect((await create({ text: 'x'.repeat(65_536) })).message).toContain('Only 65535 characters are allowed')
  expect((await create({ text: 'ü'.repeat(40_000) })).message).toContain('Only 65535 characters are allowed')
  const annotation = { path: 'a', start_line: 1, end_line: 1, annotation_level: 'notice', message: 'm' }
  const many = Array.from({ length: 51 }, () => annotation)
  expect((await create({ annotations: many })).message).toContain('No more than 50 items are allowed')
  expect(fixture.github.state.checkRuns.size).toBe(0)
})

test('only an app writes check runs, and only on commits that exist', async () => {
  const { octokit, github, as } = fixture
  const head_sha = await main()
  const ada = as(github.issueToken({ permissions: { checks: 'write' }, login: 'ada' }))
  expect(await refusal(ada.rest.checks.create({ ...at, name: 'gate', head_sha }))).toMatchObject({
    status: 403,
  })
  const absent = octokit.rest.checks.create({ ...at, name: 'gate', head_sha: '0'.repeat(40) })
  expect((await refusal(absent)).message).toContain('No commit found for SHA')
})

test('of several statuses of a context the newest counts', async () => {
  const { octokit, github } = fixture
  const sha = await main()
  const status = (state: 'pending' | 'success' | 'failure', context: string) =>
    octokit.rest.repos.createCommitStatus({ ...at, sha, state, context })
  const combined = async () => (await octokit.rest.repos.getCombinedStatusForRef({ ...at, ref: 'main' })).data
  expect((await combined()).state).toBe('pending')
  await status('failure', 'gate')
  expect((await combined()).state).toBe('failure')
  await status('success', 'gate')
  expect(await combined()).toMatchObject({ state: 'success', total_count: 1 })
  const long = octokit.rest.repos.createCommitStatus({
    ...at,
    sha,
    state: 'success',
    description: 'x'.repeat(141),
  })
  expect((await refusal(long)).message).toContain('maximum is 140 characters')
  expect(github.violations).toEqual([])
})
