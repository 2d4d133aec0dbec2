import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Fixture, newFixture, owner, refusal, repo } from './fixture.ts'
import type { Dispatch } from './state.ts'

let fixture: Fixture
let dispatched: Dispatch[]
const at = { owner, repo }
const workflow = '.github/workflows/model.yml'
const text = `name: model
on:
  push:
  workflow_dispatch:
    inputs:
      reason: { required: true }
jobs: {}
`
beforeEach(async () => {
  dispatched = []
  fixture = await newFixture({ onDispatch: (dispatch) => dispatched.push(dispatch) })
  await fixture.commit('main', { [workflow]: text, '.github/workflows/push.yml': 'on: push\njobs: {}\n' })
})
afterEach(async () => {
  expect(fixture.github.violations).toEqual([])
  await fixture.close()
})

const head = async () => (await fixture.git.commit('main')) ?? ''

test('runs of a workflow are found by commit, event, branch and status, newest first', async () => {
  const { octokit, github } = fixture
  const headSha = await head()
  const push = { workflow, event: 'push', headBranch: 'main', headSha }
  const failed = github.addRun({
    ...push,
    conclusion: 'failure',
    createdAt: new Date('2026-11-01T00:00:00Z'),
  })
  const passed = github.addRun({ ...push, createdAt: new Date('2026-11-02T00:00:00Z') })
  github.addRun({ ...push, workflow: '.github/workflows/push.yml' })
  github.addRun({ ...push, event: 'pull_request', headBranch: 'topic' })
  const find = async (more: object) =>
    (
      await octokit.rest.actions.listWorkflowRuns({
        ...at,
        workflow_id: 'model.yml',
        head_sha: headSha,
        ...more,
      })
    ).data.workflow_runs.map(({ id }) => id)
  expect(await find({ event: 'push', branch: 'main' })).toEqual([passed.id, failed.id])
  expect(await find({ event: 'push', status: 'success' })).toEqual([passed.id])
  expect(await find({ event: 'push', created: '<2026-11-02' })).toEqual([failed.id])
  expect(await find({ head_sha: '0'.repeat(40) })).toEqual([])
  const unknown = octokit.rest.actions.listWorkflowRuns({ ...at, workflow_id: 'absent.yml' })
  expect((await refusal(unknown)).status).toBe(404)
  const { data } = await octokit.rest.actions.getWorkflow({ ...at, workflow_id: 'model.yml' })
  expect(data).toMatchObject({ name: 'model', path: workflow })
})

test('attempts keep their own outcome and jobs; jobs that were not run again stay', async () => {
  const { octokit, github } = fixture
  const run = github.addRun({
    workflow,
    event: 'push',
    headBranch: 'main',
    headSha: await head(),
    conclusion: 'failure',
  })
  github.addJob(run, { name: 'model', conclusion: 'success' })
  github.addJob(run, { name: 'release', conclusion: 'failure' })
  github.rerun(run, 'failed')
  github.addJob(run, { name: 'release', conclusion: 'success' })
  github.finishRun(run, 'success')
  const jobs = async (attempt_number: number) => {
    const asked = { ...at, run_id: run.id, attempt_number }
    const { data } = await octokit.rest.actions.listJobsForWorkflowRunAttempt(asked)
    return data.jobs.map(({ name, conclusion, run_attempt }) => [name, conclusion, run_attempt])
  }
  expect(await jobs(1)).toEqual([
    ['model', 'success', 1],
    ['release', 'failure', 1],
  ])
  expect(await jobs(2)).toEqual([
    ['model', 'success', 1],
    ['release', 'success', 2],
  ])
  const first = await octokit.rest.actions.getWorkflowRunAttempt({ ...at, run_id: run.id, attempt_number: 1 })
  expect(first.data).toMatchObject({ run_attempt: 1, conclusion: 'failure' })
  const now = await octokit.rest.actions.getWorkflowRun({ ...at, run_id: run.id })
  expect(now.data).toMatchObject({ run_attempt: 2, conclusion: 'success', path: workflow })
  const all = await octokit.rest.actions.listJobsForWorkflowRun({ ...at, run_id: run.id, filter: 'all' })
  expect(all.data.total_count).toBe(3)
})

test('a dispatch checks trigger and inputs, queues a run and is handed on', async () => {
  const { octokit, github } = fixture
  const dispatch = (workflow_id: string, inputs?: Record<string, string>) =>
    octokit.rest.actions.createWorkflowDispatch({
      ...at,
      workflow_id,
      ref: 'main',
      ...(inputs ? { inputs } : {}),
    })
  expect((await refusal(dispatch('push.yml'))).message).toContain("does not have 'workflow_dispatch' trigger")
  expect((await refusal(dispatch('model.yml'))).message).toContain("Required input 'reason' not provided")
  expect((await refusal(dispatch('model.yml', { reason: 'x', why: 'y' }))).message).toContain(
    'Unexpected inputs',
  )
  expect((await dispatch('model.yml', { reason: 'drift' })).status).toBe(204)
  expect(dispatched).toMatchObject([
    { kind: 'workflow_dispatch', workflow, ref: 'main', inputs: { reason: 'drift' } },
  ])
  expect([...github.state.runs.values()].map(({ event }) => event)).toEqual(['workflow_dispatch'])
  await octokit.rest.repos.createDispatchEvent({ ...at, event_type: 'retrain', client_payload: { a: 1 } })
  expect(dispatched[1]).toEqual({ kind: 'repository_dispatch', eventType: 'retrain', payload: { a: 1 } })
})
