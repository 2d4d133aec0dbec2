import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { artifactName } from '../../../src/record/artifact-name.ts'
import { sha256 } from '../../../src/record/digest.ts'
import { cacheFolder } from '../../../src/runner/local/cache-folder.ts'
import { diskError } from '../../../src/runner/local/disk.ts'
import { createLocalRunner } from '../../../src/runner/local/runner.ts'
import { newRepository, type Repository } from './repository.ts'

let repository: Repository
beforeEach(async () => {
  repository = await newRepository()
})
afterEach(() => rm(repository.folder, { recursive: true, force: true }))

const runnerIn = (workspace: string, env: Record<string, string> = {}, written: readonly string[] = []) =>
  createLocalRunner({
    workspace,
    env: { PATH: process.env.PATH, HOME: repository.folder, ...env },
    sink: { write: () => {} },
    colours: false,
    now: () => new Date('2026-01-02T03:04:05Z'),
    written,
  })

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(repository.folder, '.git', 'made-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

describe('a run on the local host', () => {
  it('is named by its commit, and its folder is nobody’s change', async () => {
    const sha = await repository.commit({ 'train.py': '1' })
    const { run, trigger } = await runnerIn(repository.folder)
    expect(run).toEqual({ id: sha, attempt: 1, event: 'local', sha, dirty: false, ref: 'refs/heads/main' })
    expect(trigger).toEqual({ event: 'local', defaultBranch: 'main', branch: 'main' })
    expect(repository.git('status', '--porcelain')).toBe('')
    expect((await runnerIn(repository.folder)).run.id).toBe(sha)
  })

  it('starts its baseline at the first parent', async () => {
    const first = await repository.commit({ a: '1' })
    repository.git('checkout', '--quiet', '-b', 'topic')
    await repository.commit({ b: '1' })
    repository.git('checkout', '--quiet', 'main')
    repository.git('merge', '--quiet', '--no-ff', '--message=merge', 'topic')
    expect((await runnerIn(repository.folder)).trigger.baseSha).toBe(first)
  })

  it.each([
    ['a changed file', { 'train.py': '2' }],
    ['a new file that nothing ignores', { 'new.py': '2' }],
  ])('is another one, standing on its commit, with %s', async (_what, change) => {
    const sha = await repository.commit({ 'train.py': '1', '.gitignore': 'model/\n' })
    await repository.write(change)
    const { run, trigger } = await runnerIn(repository.folder)
    expect(run).toMatchObject({ id: `${sha}-dirty`, sha, dirty: true })
    expect(trigger.baseSha).toBe(sha)
  })

  it('is the same one with a new file that git ignores', async () => {
    const sha = await repository.commit({ '.gitignore': 'model/\n' })
    await repository.write({ 'model/model.bin': '1' })
    expect((await runnerIn(repository.folder)).run.id).toBe(sha)
  })

  it('is the same one beside what its own commands wrote, and another one with what somebody put there', async () => {
    const sha = await repository.commit({ 'train.py': '1' })
    const written = [join(repository.folder, 'model'), join(repository.folder, 'out', 'predictions.csv')]
    await repository.write({ 'model/model.bin': '1', 'out/predictions.csv': '1' })
    expect((await runnerIn(repository.folder, {}, written)).run.id).toBe(sha)
    await repository.write({ 'out/notes.py': '1' })
    expect(await runnerIn(repository.folder, {}, written)).toMatchObject({ dirt: ['out/'] })
    await repository.commit({})
    await repository.write({ 'out/predictions.csv': '2' })
    expect(await runnerIn(repository.folder, {}, written)).toMatchObject({ dirt: ['out/predictions.csv'] })
  })

  it.each(['.modelassay', '.ModelAssay'])('is refused where a commit brought runs in %s', async (home) => {
    const sha = await repository.commit({ a: '1' })
    await repository.commit({ [`${home}/runs/${sha}/modelassay-churn-train-1/record.json`]: '{}' })
    await expect(runnerIn(repository.folder)).rejects.toMatchObject({ code: 'home-tracked', exitCode: 2 })
    repository.git('rm', '--quiet', '-r', home)
    await repository.commit({})
    expect((await runnerIn(repository.folder)).run.dirty).toBe(false)
  })

  it('works in a subfolder, and keeps its folder at the top', async () => {
    await repository.commit({ 'models/churn/modelassay.yml': '' })
    const runner = await runnerIn(join(repository.folder, 'models', 'churn'))
    expect(runner.workspace).toBe(join(repository.folder, 'models', 'churn'))
    expect(runner.runs).toBe(join(repository.folder, '.modelassay', 'runs'))
  })

  it('has no commit outside git, and none before the first', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'))
    const { run, trigger, runs } = await runnerIn(outside)
    expect(run).toEqual({ id: 'no-git', attempt: 1, event: 'local' })
    expect(trigger).toEqual({ event: 'local', defaultBranch: 'main' })
    expect(runs).toBe(join(outside, '.modelassay', 'runs'))
    expect((await runnerIn(repository.folder)).run.id).toBe('no-git')
    await rm(outside, { recursive: true })
  })

  it('is not of the default branch on another, and is on a detached head of it', async () => {
    await repository.commit({ a: '1' })
    repository.git('checkout', '--quiet', '-b', 'topic')
    const sha = await repository.commit({ b: '1' })
    expect((await runnerIn(repository.folder)).trigger).toMatchObject({ defaultBranch: 'main' })
    expect((await runnerIn(repository.folder)).trigger.branch).toBeUndefined()
    repository.git('checkout', '--quiet', '--detach', 'topic')
    expect((await runnerIn(repository.folder)).trigger.branch).toBeUndefined()
    repository.git('branch', '--force', 'main', sha)
    expect((await runnerIn(repository.folder)).trigger.branch).toBe('main')
  })

  it('takes the default branch and the name of the repository from the remote, and no password', async () => {
    await repository.commit({ a: '1' })
    repository.git('remote', 'add', 'origin', 'https://ada:secret@example.org/team/churn.git')
    repository.git('update-ref', 'refs/remotes/origin/trunk', 'HEAD')
    repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk')
    const { run, trigger } = await runnerIn(repository.folder)
    expect(run.repository).toBe('team/churn')
    expect(JSON.stringify(run)).not.toContain('secret')
    expect(trigger.defaultBranch).toBe('trunk')
  })
})

describe('an artifact on the local host', () => {
  it('comes back as it was kept, and is never overwritten', async () => {
    await repository.commit({ a: '1' })
    const runner = await runnerIn(repository.folder)
    const name = artifactName('churn', 'train', { attempt: await runner.nextAttempt('churn', 'train') })
    expect(name).toBe('modelassay-churn-train-1')
    await runner.bundles.save(name, await folderWith({ 'record.json': '{}' }))
    await expect(runner.bundles.save(name, await folderWith({}))).rejects.toMatchObject({
      code: 'artifact-exists',
    })
    expect(await runner.nextAttempt('churn', 'train')).toBe(2)
    expect(await runner.nextAttempt('churn', 'model')).toBe(1)

    const again = await runnerIn(repository.folder)
    const [bundle] = await again.bundles.ofThisRun()
    expect(bundle).toMatchObject({ name, runId: again.run.id })
    const into = join(repository.folder, '.git', 'fetched')
    await again.bundles.fetch(bundle!, into)
    expect(await readFile(join(into, 'record.json'), 'utf8')).toBe('{}')
  })

  it('of a commit is seen by the run of its edited tree, after which it counts its own attempts', async () => {
    const sha = await repository.commit({ a: '1' })
    const clean = await runnerIn(repository.folder)
    await clean.bundles.save('modelassay-churn-train-1', await folderWith({ 'record.json': '{}' }))
    await repository.write({ a: '2' })
    const edited = await runnerIn(repository.folder)
    expect((await edited.bundles.ofThisRun()).map(({ runId }) => runId)).toEqual([sha])
    expect(await edited.nextAttempt('churn', 'train')).toBe(1)
  })

  it('is whole or not there at all', async () => {
    await repository.commit({ a: '1' })
    const runner = await runnerIn(repository.folder)
    const folder = await folderWith({ 'a.json': '{}' })
    await symlink('/etc/hostname', join(folder, 'b'))
    await expect(runner.bundles.save('modelassay-churn-train-1', folder)).rejects.toMatchObject({
      code: 'special-file',
    })
    expect(await runner.bundles.ofThisRun()).toEqual([])
    expect(await readdir(join(runner.runs, runner.run.id))).toEqual([])
  })

  it('that is gone is said to be lost', async () => {
    await repository.commit({ a: '1' })
    const runner = await runnerIn(repository.folder)
    const bundle = await runner.bundles.save('modelassay-churn-train-1', await folderWith({ a: '1' }))
    await rm(runner.runs, { recursive: true })
    const fetched = runner.bundles.fetch(bundle, join(repository.folder, '.git', 'into'))
    await expect(fetched).rejects.toMatchObject({ code: 'artifact-lost', exitCode: 3 })
  })

  it('that is one file keeps its name', async () => {
    await repository.commit({ a: '1' })
    const runner = await runnerIn(repository.folder)
    const folder = await folderWith({ 'report.html': '<p>' })
    await runner.bundles.saveFile(join(folder, 'report.html'))
    expect(await readFile(join(runner.runs, runner.run.id, 'report.html'), 'utf8')).toBe('<p>')
    await expect(runner.bundles.saveFile(join(folder, 'report.html'))).rejects.toMatchObject({
      code: 'artifact-exists',
    })
  })
})

describe('what the local host keeps for a run', () => {
  it('hands records on to later commands of the same run only', async () => {
    await repository.commit({ a: '1' })
    const record = { artifact: 'modelassay-churn-train-1', digest: sha256('x') }
    const runner = await runnerIn(repository.folder)
    runner.handed.set('churn', 'train', record)
    expect((await runnerIn(repository.folder)).handed.get('churn', 'train')).toEqual(record)
    expect((await runnerIn(repository.folder)).handed.get('churn', 'evaluate-gate')).toBeUndefined()
    await repository.commit({ a: '2' })
    expect((await runnerIn(repository.folder)).handed.get('churn', 'train')).toBeUndefined()
  })

  it('adds summaries to one file', async () => {
    await repository.commit({ a: '1' })
    const runner = await runnerIn(repository.folder)
    await runner.summary('# one')
    await runner.summary('# two')
    expect(await readFile(join(runner.runs, runner.run.id, 'summary.md'), 'utf8')).toBe('# one\n# two\n')
  })

  it('clears away what commands of long ago left, and nothing younger', async () => {
    await repository.commit({ a: '1' })
    const temp = dirname((await runnerIn(repository.folder)).temp)
    for (const [name, day] of [
      ['old', '2025-12-31'],
      ['young', '2026-01-02'],
    ] as const) {
      await mkdir(join(temp, name))
      await utimes(join(temp, name), new Date(day), new Date(day))
    }
    await runnerIn(repository.folder)
    const left = await readdir(temp)
    expect(left).toContain('young')
    expect(left).not.toContain('old')
  })

  it('puts what is installed once into the user’s cache', async () => {
    expect(cacheFolder({ HOME: '/home/ada' }, 'linux')).toBe('/home/ada/.cache/modelassay')
    expect(cacheFolder({ HOME: '/home/ada', XDG_CACHE_HOME: '/cache' }, 'linux')).toBe('/cache/modelassay')
    expect(cacheFolder({ HOME: '/home/ada', XDG_CACHE_HOME: 'relative' }, 'linux')).toBe(
      '/home/ada/.cache/modelassay',
    )
    expect(cacheFolder({ USERPROFILE: 'C', LOCALAPPDATA: 'D' }, 'win32')).toBe(join('D', 'modelassay'))
    expect((await runnerIn(repository.folder, { MODELASSAY_ENGINE: '/opt/engine' })).engine.ready).toBe(
      '/opt/engine',
    )
  })
})

describe('a disk that refuses', () => {
  it('is one clear message that names the place', async () => {
    await repository.commit({ a: '1' })
    await writeFile(join(repository.folder, '.modelassay'), '')
    await expect(runnerIn(repository.folder)).rejects.toMatchObject({
      code: 'folder-unwritable',
      exitCode: 3,
    })
    await expect(runnerIn(repository.folder)).rejects.toThrow(/\.modelassay cannot be written to/)
  })

  it('may be read-only', () => {
    const error = diskError('/data', Object.assign(new Error('EROFS'), { code: 'EROFS' }))
    expect(error).toMatchObject({ code: 'folder-unwritable', exitCode: 3 })
  })

  it('may be full', () => {
    const error = diskError('/data', Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }))
    expect(error).toMatchObject({
      code: 'disk-full',
      exitCode: 3,
      message: 'the disk that holds /data is full',
    })
  })
})

it('refuses a workspace that is not there', async () => {
  await expect(runnerIn(join(repository.folder, 'gone'))).rejects.toMatchObject({
    code: 'folder-missing',
    exitCode: 2,
  })
})
