import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArtifactClient } from '@actions/artifact'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { sha256 } from './assets.ts'
import { type Fixture, newFixture, owner, refusal, repo } from './fixture.ts'
import type { Run } from './state.ts'

let fixture: Fixture
let run: Run
const at = { owner, repo }
let client: ArtifactClient

beforeAll(async () => {
  fixture = await newFixture()
  const { DefaultArtifactClient } = await import('@actions/artifact')
  client = new DefaultArtifactClient()
})
afterAll(() => fixture.close())

beforeEach(async () => {
  run = fixture.github.addRun({
    workflow: '.github/workflows/model.yml',
    event: 'push',
    headBranch: 'main',
    headSha: (await fixture.git.commit('main')) ?? '',
    status: 'in_progress',
  })
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  actAs(0)
  vi.stubEnv('ACTIONS_RESULTS_URL', fixture.github.resultsUrl)
  vi.stubEnv('GITHUB_SERVER_URL', 'https://github.com')
  vi.stubEnv('GITHUB_WORKSPACE', fixture.folder)
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  expect(fixture.github.violations).toEqual([])
})

const actAs = (job: number) => vi.stubEnv('ACTIONS_RUNTIME_TOKEN', fixture.github.runtimeToken(run.id, job))

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(fixture.folder, 'out', name)
  await mkdir(join(fixture.folder, 'out'), { recursive: true })
  await writeFile(path, content)
  return path
}

const upload = async (name: string, content: string | Buffer, options: { skipArchive?: boolean } = {}) =>
  client.uploadArtifact(name, [await file(name, content)], join(fixture.folder, 'out'), options)

const findBy = () => ({
  token: fixture.github.token,
  workflowRunId: run.id,
  repositoryOwner: owner,
  repositoryName: repo,
})

test('an artifact that one job uploads another downloads, with the digest that was told', async () => {
  const { id, digest } = await upload('record.json', '{"a":1}')
  const artifact = fixture.github.state.artifacts.get(id ?? 0)!
  expect(digest).toBe(sha256(fixture.github.artifactBytes(artifact)))
  expect(fixture.github.artifactFiles(artifact).get('record.json')?.toString()).toBe('{"a":1}')
  actAs(fixture.github.addJob(run, { name: 'next', status: 'in_progress' }).id)
  expect((await client.getArtifact('record.json')).artifact.id).toBe(id)
  const path = join(fixture.folder, 'in')
  const options = { path, expectedHash: `sha256:${digest}` }
  expect(await client.downloadArtifact(id ?? 0, options)).toEqual({
    downloadPath: path,
    digestMismatch: false,
  })
  expect(await readFile(join(path, 'record.json'), 'utf8')).toBe('{"a":1}')
})

test('REST shows it with its run and no more of the run than GitHub tells', async () => {
  const { octokit, github } = fixture
  const { id, digest } = await upload('record.json', '{}')
  const { data } = await octokit.rest.actions.listWorkflowRunArtifacts({
    ...at,
    run_id: run.id,
    name: 'record.json',
  })
  expect(data.artifacts).toMatchObject([{ id, digest: `sha256:${digest}`, expired: false }])
  expect(Object.keys(data.artifacts[0]?.workflow_run ?? {}).sort()).toEqual([
    'head_branch',
    'head_repository_id',
    'head_sha',
    'id',
    'repository_id',
  ])
  const path = join(fixture.folder, 'public')
  await client.downloadArtifact(id ?? 0, { path, findBy: findBy() })
  expect(await readFile(join(path, 'record.json'), 'utf8')).toBe('{}')
  expect((await client.listArtifacts({ findBy: findBy() })).artifacts).toHaveLength(1)
  github.state.artifacts.get(id ?? 0)!.expired = true
  const expired = octokit.rest.actions.downloadArtifact({
    ...at,
    artifact_id: id ?? 0,
    archive_format: 'zip',
  })
  expect(await refusal(expired)).toMatchObject({ status: 410 })
})

test('an unzipped artifact keeps its type and is downloaded under its name', async () => {
  const { id } = await upload('report.html', '<p>ok</p>', { skipArchive: true })
  const path = join(fixture.folder, 'html')
  await client.downloadArtifact(id ?? 0, { path })
  expect(await readFile(join(path, 'report.html'), 'utf8')).toBe('<p>ok</p>')
  expect(fixture.github.state.artifacts.get(id ?? 0)?.contentType).toBe('text/html')
})

test('an upload of several blocks arrives whole', async () => {
  const noise = randomBytes(20 * 1024 * 1024)
  const { id, digest } = await upload('model.bin', noise)
  const artifact = fixture.github.state.artifacts.get(id ?? 0)!
  expect(sha256(fixture.github.artifactBytes(artifact))).toBe(digest)
  expect(fixture.github.artifactFiles(artifact).get('model.bin')?.equals(noise)).toBe(true)
  const blocks = fixture.github.requests.filter(({ query }) => query.comp === 'block')
  expect(blocks.length).toBeGreaterThan(0)
})

test('a name is taken within an attempt; the next attempt may use it again', async () => {
  await upload('record.json', '1')
  await expect(upload('record.json', '2')).rejects.toThrow(/409.*already exists/)
  fixture.github.rerun(run, 'failed')
  await upload('record.json', '3')
  expect((await client.listArtifacts()).artifacts).toHaveLength(2)
  fixture.github.rerun(run, 'all')
  expect((await client.listArtifacts()).artifacts).toEqual([])
  expect((await client.listArtifacts({ findBy: findBy() })).artifacts).toHaveLength(2)
})

test('ids are not in the order of creation', async () => {
  const ids = ['a', 'b', 'c', 'd'].map(
    (name) => fixture.github.addArtifact(run, { name, files: { x: 'y' } }).id,
  )
  expect([...ids].sort((a, b) => a - b)).not.toEqual(ids)
})

test('a tampered artifact is downloaded with a digest mismatch', async () => {
  const artifact = fixture.github.addArtifact(run, { name: 'record', files: { 'record.json': '{}' } })
  const other = fixture.github.addArtifact(run, {
    name: 'other',
    files: { 'record.json': '{"verdict":"pass"}' },
  })
  fixture.github.tamperWith(artifact, fixture.github.artifactBytes(other))
  const options = { path: join(fixture.folder, 'bad'), expectedHash: artifact.digest ?? '' }
  expect((await client.downloadArtifact(artifact.id, options)).digestMismatch).toBe(true)
})

test('a token of another server, and a blob address without its signature, open nothing', async () => {
  vi.stubEnv('ACTIONS_RUNTIME_TOKEN', fixture.github.runtimeToken(run.id, 1).replace(/.{4}$/, 'xxxx'))
  await expect(client.listArtifacts()).rejects.toThrow(/401/)
  const artifact = fixture.github.addArtifact(run, { name: 'record', files: { a: 'b' } })
  expect((await fetch(`${fixture.github.url}/blobs/container/${artifact.blob}`)).status).toBe(403)
})

test('an artifact is deleted by the run and by REST', async () => {
  await upload('record.json', '1')
  const { id } = await client.deleteArtifact('record.json')
  expect(fixture.github.state.artifacts.has(id)).toBe(false)
  const artifact = fixture.github.addArtifact(run, { name: 'record', files: { a: 'b' } })
  await client.deleteArtifact('record', { findBy: findBy() })
  expect(fixture.github.state.artifacts.has(artifact.id)).toBe(false)
})
