import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { patient } from '../../../src/forge/github/patience.ts'
import { githubBundles } from '../../../src/runner/github/bundles.ts'
import type { Bundles } from '../../../src/runner/runner.ts'
import { unzip } from '../../../src/zip/unzip.ts'
import { type Fixture, newFixture } from '../../github/fixture.ts'
import type { Run } from '../../github/state.ts'
import { packZip } from '../../github/zip.ts'

let fixture: Fixture
let folder: string
let run: Run
let bundles: Bundles
/** as the next process has them */
let opened: () => Bundles
beforeAll(async () => {
  fixture = await newFixture()
  folder = await mkdtemp(join(tmpdir(), 'bundles-'))
  const sha = (await fixture.git.commit('main')) ?? ''
  run = fixture.github.addRun({
    workflow: '.github/workflows/model.yml',
    event: 'push',
    headBranch: 'main',
    headSha: sha,
    status: 'in_progress',
  })
  asJob('model')
  vi.stubEnv('ACTIONS_RESULTS_URL', fixture.github.resultsUrl)
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const now = () => new Date()
  const patience = { ...patient, now, waiting: () => {}, sleep: async () => {} }
  opened = () => githubBundles({ env: process.env, runId: String(run.id), now, patience })
  bundles = opened()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  expect(fixture.github.violations).toEqual([])
  await fixture.close()
  await rm(folder, { recursive: true, force: true })
})

/** The artifact client of the runner reads the token of the job from the process. */
function asJob(name: string) {
  const job = fixture.github.addJob(run, { name, status: 'in_progress' })
  vi.stubEnv('ACTIONS_RUNTIME_TOKEN', fixture.github.runtimeToken(run.id, job.id))
}

async function folderOf(name: string, files: Record<string, string>) {
  const root = join(folder, name)
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return root
}

test('a folder is kept under its name and comes back as it was', async () => {
  const root = await folderOf('whole', {
    'record.json': '{}',
    'evidence/a.csv': 'a\n',
    'evidence/.hidden': 'h',
  })
  const saved = await bundles.save('modelassay-penguins-train-1', root)
  expect(saved).toMatchObject({ name: 'modelassay-penguins-train-1', runId: String(run.id) })
  expect(saved.digest).toMatch(/^sha256:[0-9a-f]{64}$/)
  const [listed] = await bundles.ofThisRun()
  expect(listed).toMatchObject({ name: saved.name, id: saved.id, runId: saved.runId, digest: saved.digest })
  const into = join(folder, 'fetched', 'whole')
  await bundles.fetch(listed!, into)
  expect((await readdir(into, { recursive: true })).sort()).toEqual([
    'evidence',
    'evidence/.hidden',
    'evidence/a.csv',
    'record.json',
  ])
  expect(await readFile(join(into, 'evidence/a.csv'), 'utf8')).toBe('a\n')
})

test('what this client packs, the forge unpacks in another run', async () => {
  const text = 'row\n'.repeat(50_000)
  const { id } = await bundles.save(
    'packed',
    await folderOf('packed', { 'record.json': '{}', 'a/b.csv': text }),
  )
  const archive = join(folder, 'packed.zip')
  await writeFile(archive, fixture.github.artifactBytes(fixture.github.state.artifacts.get(Number(id))!))
  expect((await stat(archive)).size).toBeLessThan(10_000)
  await unzip(archive, join(folder, 'unpacked'), { bytes: 1_000_000, entries: 5 })
  expect(await readFile(join(folder, 'unpacked/a/b.csv'), 'utf8')).toBe(text)
})

test('a second artifact of the same name in an attempt is an error; a re-run shows both', async () => {
  const root = await folderOf('twice', { 'record.json': '{}' })
  await bundles.save('modelassay-penguins-gate-1', root)
  await expect(bundles.save('modelassay-penguins-gate-1', root)).rejects.toMatchObject({
    code: 'artifact-exists',
    kind: 'outside',
  })
  fixture.github.rerun(run, 'failed')
  asJob('model')
  await bundles.save('modelassay-penguins-gate-2', root)
  const names = (await bundles.ofThisRun()).map(({ name }) => name)
  expect(names).toContain('modelassay-penguins-gate-1')
  expect(names).toContain('modelassay-penguins-gate-2')
})

test('an artifact with other bytes than its digest is an error and leaves nothing behind', async () => {
  const saved = await bundles.save('tampered', await folderOf('tampered', { 'record.json': '{}' }))
  const artifact = fixture.github.state.artifacts.get(Number(saved.id))!
  fixture.github.tamperWith(artifact, packZip({ 'record.json': '{"passes":true}' }))
  const into = join(folder, 'fetched', 'tampered')
  await expect(bundles.fetch(saved, into)).rejects.toMatchObject({ code: 'artifact-digest', kind: 'outside' })
  await expect(stat(into)).rejects.toThrow('ENOENT')
})

test('an artifact that is gone is lost, with the remedy', async () => {
  const gone = { name: 'gone', id: '1', runId: String(run.id), createdAt: new Date() }
  const into = join(folder, 'fetched', 'gone')
  await expect(bundles.fetch(gone, into)).rejects.toMatchObject({ code: 'artifact-lost' })
  await expect(stat(into)).rejects.toThrow('ENOENT')
})

test('a report is kept as the file that it is', async () => {
  const root = await folderOf('report', { 'penguins.html': '<h1>Report</h1>' })
  const saved = await bundles.saveFile(join(root, 'penguins.html'))
  expect(saved.name).toBe('penguins.html')
  const artifact = fixture.github.state.artifacts.get(Number(saved.id))!
  expect(fixture.github.artifactBytes(artifact).toString()).toBe('<h1>Report</h1>')
})

test('an empty folder is not kept', async () => {
  await mkdir(join(folder, 'empty', 'inner'), { recursive: true })
  await expect(bundles.save('empty', join(folder, 'empty'))).rejects.toMatchObject({
    code: 'artifact-upload',
  })
})

test('a link out of the folder would carry secrets of the step away: refused', async () => {
  const root = await folderOf('links', { 'model.bin': 'm' })
  await symlink('model.bin', join(root, 'latest.bin'))
  await bundles.save('links-inside', root)
  const kept = [...fixture.github.state.artifacts.values()].find(({ name }) => name === 'links-inside')!
  expect(fixture.github.artifactFiles(kept).get('latest.bin')?.toString()).toBe('m')
  for (const target of ['/proc/self/environ', '../whole/record.json', 'nothing']) {
    await symlink(target, join(root, 'out'))
    await expect(bundles.save('links-outside', root)).rejects.toMatchObject({ code: 'artifact-upload' })
    await rm(join(root, 'out'))
  }
})

test('a step that GitHub gives no artifacts to is told how to get them', async () => {
  const root = await folderOf('run-step', { 'record.json': '{}' })
  vi.stubEnv('ACTIONS_RUNTIME_TOKEN', '')
  await expect(bundles.save('x', root)).rejects.toMatchObject({
    code: 'artifact-upload',
    hint: expect.stringContaining('run:'),
  })
  asJob('model')
})

test('a process sees one state of the run, until it adds to it itself', async () => {
  const [one, other] = [opened(), opened()]
  const names = async () => (await one.ofThisRun()).map(({ name }) => name)
  const before = await names()
  await other.save('of-another', await folderOf('of-another', { 'record.json': '{}' }))
  expect(await names()).toEqual(before)
  await one.save('of-its-own', await folderOf('of-its-own', { 'record.json': '{}' }))
  expect(await names()).toEqual(expect.arrayContaining([...before, 'of-another', 'of-its-own']))
})

test('a list that cannot be had for a moment is asked for again, and then it is an error with a remedy', async () => {
  const path = /ArtifactService\/ListArtifacts$/
  fixture.github.faults.inject({ method: 'POST', path, status: 503, times: 2 })
  expect(await bundles.ofThisRun()).toContainEqual(
    expect.objectContaining({ name: 'modelassay-penguins-train-1' }),
  )
  fixture.github.faults.inject({ method: 'POST', path, status: 403 })
  await expect(opened().ofThisRun()).rejects.toMatchObject({
    kind: 'outside',
    code: 'artifact-list',
    message: expect.stringContaining(`could not list the artifacts of run ${run.id}`),
    hint: expect.stringContaining('Run the job again'),
  })
  expect(fixture.github.faults.pending()).toEqual([])
})

test('a job whose token names no run of the artifact service is told so', async () => {
  vi.stubEnv('ACTIONS_RUNTIME_TOKEN', 'a.b.c')
  await expect(opened().ofThisRun()).rejects.toMatchObject({ code: 'artifact-list', kind: 'outside' })
  asJob('later')
})
