import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type PrepareOldRequest,
  prepareOldTestSet,
} from '../../../src/evaluate-gate/old-test-set/prepare-old-test-set.ts'
import { removeWorktree } from '../../../src/evaluate-gate/rerun/worktree.ts'
import { sha256 } from '../../../src/record/digest.ts'
import { newRepository, type Repository } from '../../runner/local/repository.ts'

let repository: Repository
let folder: string
let old: string
let env: Record<string, string>
beforeEach(async () => {
  repository = await newRepository()
  env = { PATH: process.env.PATH ?? '', HOME: repository.folder }
  folder = await mkdtemp(join(tmpdir(), 'prepare-old-'))
  old = await repository.commit({ 'model/old.csv': 'old\n', 'model/predict.mjs': 'old code' })
  await repository.commit({ 'model/test.csv': 'new\n', 'model/predict.mjs': 'new code' })
})
afterEach(async () => {
  const root = join(repository.folder, 'model')
  await removeWorktree({ root, folder }, env)
  await rm(repository.folder, { recursive: true, force: true })
})

function prepared(given: Partial<PrepareOldRequest> = {}) {
  const root = join(repository.folder, 'model')
  const request: PrepareOldRequest = {
    root,
    folder,
    into: join(folder, 'table'),
    sources: [{ sha: old, path: 'old.csv' }],
    table: 'test.csv',
    digest: sha256('old\n'),
    written: [join(root, 'metrics.json')],
    ...given,
  }
  const log = { info: () => {} }
  return prepareOldTestSet(request as never, { environment: env, log } as never)
}
const inWorktree = (path: string) => readFile(join(folder, 'project', path), 'utf8')

describe('a worktree for the test set of before', () => {
  it('is the code of the commit that is judged, with the test set of before where that code looks for its own', async () => {
    const lacking = { sha: '0'.repeat(40), path: 'old.csv' }
    expect(await prepared({ sources: [lacking, { sha: old, path: 'old.csv' }] })).toEqual({ settled: false })
    expect([await inWorktree('test.csv'), await inWorktree('predict.mjs')]).toEqual(['old\n', 'new code'])
    expect(await readFile(join(repository.folder, 'model', 'test.csv'), 'utf8')).toBe('new\n')
  })

  it('is not made of another table than the baseline was judged on', async () => {
    expect(await prepared({ digest: sha256('never committed') })).toEqual({
      settled: true,
      why: `what the commit ${old.slice(0, 7)} has is not the table that it was judged on`,
    })
  })

  it('is not made of other code than is judged, whatever the pipeline wrote and however the test set was edited', async () => {
    await repository.commit({ 'model/metrics.json': '1' })
    await repository.write({ 'model/metrics.json': '2', 'model/test.csv': 'newer\n' })
    expect(await prepared()).toEqual({ settled: false })
    await repository.write({ 'model/predict.mjs': 'edited' })
    expect(await prepared({ folder: `${folder}-2` })).toEqual({
      settled: true,
      why: 'this working tree differs from its commit (model/predict.mjs)',
    })
  })

  it('is told why it is not made where git does not know the commit, or none has the table', async () => {
    const lacking = { sha: '0'.repeat(40), path: 'old.csv' }
    const elsewhere = { sha: old, path: 'gone.csv' }
    const { why } = (await prepared({ sources: [elsewhere, lacking] })) as { why: string }
    expect(why).toContain('gone.csv')
    expect(why).not.toMatch(/\.$/)
    const several = { table: ['old.csv'], sources: [{ sha: old, path: ['old.csv'] }] }
    expect(await prepared({ ...several, digest: sha256('another') })).toMatchObject({ settled: true })
  })

  it('is spared where the test set turns out to be the same', async () => {
    expect(await prepared({ digest: sha256('new\n') })).toEqual({
      settled: true,
      why: 'the test set is the same',
    })
  })
})
