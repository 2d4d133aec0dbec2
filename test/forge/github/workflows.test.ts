import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { packZip } from '../../github/zip.ts'
import { errorOf, expectClean, type ForgeFixture, newForgeFixture } from './forge-on-localhost.ts'

let fixture: ForgeFixture
let sha: string
const workflow = '.github/workflows/model.yml'
beforeAll(async () => {
  fixture = await newForgeFixture()
  sha = await fixture.commit('main', {
    [workflow]: 'on: { push: {}, workflow_dispatch: { inputs: { reason: {} } } }\njobs: {}\n',
  })
})
afterEach(() => expectClean(fixture))
afterAll(() => fixture.close())

const push = { workflow, event: 'push', headBranch: 'main' }

test('runs of a workflow: newest first, filtered, across pages, with both repositories', async () => {
  const { forge, github } = fixture
  const started = Array.from({ length: 130 }, (_, index) =>
    github.addRun({ ...push, headSha: sha, createdAt: new Date(Date.UTC(2026, 9, 1, 0, index)) }),
  )
  github.addRun({ workflow, event: 'pull_request', headBranch: 'p', headSha: sha, headOwner: 'stranger' })
  const runs = await forge.workflows.runs(workflow, { headSha: sha, branch: 'main', event: 'push' }, 120)
  expect(runs.map(({ id }) => id)).toEqual(
    started
      .map(({ id }) => String(id))
      .reverse()
      .slice(0, 120),
  )
  expect(runs[0]).toMatchObject({
    attempt: 1,
    event: 'push',
    headSha: sha,
    headBranch: 'main',
    path: workflow,
    repositoryId: String(github.repositoryId),
    headRepositoryId: String(github.repositoryId),
    status: 'completed',
    conclusion: 'success',
  })
  const [forked] = await forge.workflows.runs('model.yml', { event: 'pull_request' }, 5)
  expect(forked?.headRepositoryId).not.toBe(forked?.repositoryId)
  expect(await forge.workflows.run(runs[3]?.id ?? '')).toEqual(runs[3])
})

test('a workflow that GitHub does not know has no runs; a token that may not look is an error', async () => {
  const { forge, github, forgeOf } = fixture
  expect(await forge.workflows.runs('.github/workflows/other.yml', {}, 10)).toEqual([])
  github.faults.inject({ path: /\/workflows\/model\.yml\/runs$/, status: 404 })
  expect(await errorOf(forge.workflows.runs(workflow, {}, 10))).toMatchObject({ code: 'not-found' })
  const blind = await forgeOf(github.issueToken({ permissions: { contents: 'read' } }))
  const error = await errorOf(blind.workflows.runs(workflow, {}, 10))
  expect(error).toMatchObject({ code: 'permission-denied' })
  expect(error.hint).toContain('"actions: read"')
})

test('jobs of an attempt', async () => {
  const { forge, github } = fixture
  const run = github.addRun({ ...push, headSha: sha })
  github.addJob(run, { name: 'gate', conclusion: 'success' })
  github.addJob(run, { name: 'deploy', status: 'in_progress' })
  const jobs = await forge.workflows.jobs(String(run.id), 1)
  expect(jobs.map(({ name, status, conclusion }) => [name, status, conclusion])).toEqual([
    ['gate', 'completed', 'success'],
    ['deploy', 'in_progress', undefined],
  ])
})

async function artifactIn(files: Record<string, string | Buffer>) {
  const { forge, github } = fixture
  const run = github.addRun({ ...push, headSha: sha })
  const made = github.addArtifact(run, { name: 'modelassay-penguins-train-1', files })
  const [artifact] = await forge.workflows.artifacts(String(run.id))
  return { made, artifact: artifact! }
}

test('an artifact of any run is unpacked as it was', async () => {
  const model = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 251))
  const { artifact } = await artifactIn({ 'record.json': '{}', 'model/weights.bin': model, 'empty.txt': '' })
  expect(artifact).toMatchObject({ name: 'modelassay-penguins-train-1', expired: false })
  expect(artifact.digest).toMatch(/^sha256:/)
  const into = join(fixture.scratch, 'whole')
  await fixture.forge.workflows.downloadArtifact(artifact, into)
  expect((await readFile(join(into, 'model/weights.bin'))).equals(model)).toBe(true)
  expect((await readdir(into)).sort()).toEqual(['empty.txt', 'model', 'record.json'])
})

test('an artifact with other bytes than its digest leaves nothing behind', async () => {
  const { made, artifact } = await artifactIn({ 'record.json': '{}' })
  fixture.github.tamperWith(made, packZip({ 'record.json': '{"passes":true}' }))
  const into = join(fixture.scratch, 'tampered')
  const error = await errorOf(fixture.forge.workflows.downloadArtifact(artifact, into))
  expect(error).toMatchObject({ code: 'artifact-digest', kind: 'outside' })
  await expect(stat(into)).rejects.toThrow('ENOENT')
  await expect(stat(`${into}.download`)).rejects.toThrow('ENOENT')
})

test('a path that leaves the folder is refused', async () => {
  const { artifact } = await artifactIn({ '../../outside.txt': 'x' })
  const into = join(fixture.scratch, 'a', 'b', 'slip')
  await mkdir(join(fixture.scratch, 'a', 'b'), { recursive: true })
  const error = await errorOf(fixture.forge.workflows.downloadArtifact(artifact, into))
  expect(error).toMatchObject({ code: 'archive-refused' })
  await expect(stat(join(fixture.scratch, 'a', 'outside.txt'))).rejects.toThrow('ENOENT')
})

test('an artifact that has expired or is gone is lost, with the remedy', async () => {
  const { made, artifact } = await artifactIn({ 'record.json': '{}' })
  const { workflows } = fixture.forge
  const into = join(fixture.scratch, 'lost')
  expect(await errorOf(workflows.downloadArtifact({ ...artifact, expired: true }, into))).toMatchObject({
    code: 'artifact-lost',
  })
  made.expired = true
  expect(await errorOf(workflows.downloadArtifact(artifact, into))).toMatchObject({ code: 'artifact-lost' })
  fixture.github.state.artifacts.delete(made.id)
  const error = await errorOf(workflows.downloadArtifact(artifact, into))
  expect(error).toMatchObject({ code: 'artifact-lost' })
  expect(error.hint).toContain('Run the workflow')
})

test('a download that breaks off is fetched again', async () => {
  const { artifact } = await artifactIn({ 'record.json': '{}' })
  fixture.github.faults.inject({ method: 'GET', path: /\/artifacts\/\d+\/zip$/, status: 502 })
  fixture.github.faults.inject({ method: 'GET', path: /\/artifacts\/\d+\/zip$/, refuseConnection: true })
  await fixture.forge.workflows.downloadArtifact(artifact, join(fixture.scratch, 'again'))
})

test('a dispatch whose answer was lost starts the workflow once', async () => {
  const { forge, github } = fixture
  await forge.workflows.dispatch('model.yml', 'main', { reason: 'drift' })
  expect(github.state.dispatches).toMatchObject([{ kind: 'workflow_dispatch', inputs: { reason: 'drift' } }])
})

test('a lost answer to a dispatch', async () => {
  const { forge, github } = fixture
  const before = github.state.dispatches.length
  github.faults.inject({ method: 'POST', path: /\/dispatches$/, dropAnswer: true })
  await forge.workflows.dispatch(workflow, 'main', {})
  expect(github.state.dispatches).toHaveLength(before + 1)
})
