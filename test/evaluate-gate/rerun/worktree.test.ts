import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  addWorktree,
  placeTables,
  projectIn,
  removeWorktree,
} from '../../../src/evaluate-gate/rerun/worktree.ts'
import { newRepository } from '../../runner/local/repository.ts'

let repository: Awaited<ReturnType<typeof newRepository>>
let folder: string
const env = { PATH: process.env.PATH ?? '' }
beforeEach(async () => {
  repository = await newRepository()
  folder = join(await mkdtemp(join(tmpdir(), 'modelassay-worktree-')), 'one')
})
afterEach(async () => {
  await removeWorktree({ root: repository.folder, folder }, env)
  expect(repository.git('worktree', 'list').trim().split('\n')).toHaveLength(1)
  await rm(join(folder, '..'), { recursive: true, force: true })
  await rm(repository.folder, { recursive: true, force: true })
})

it('holds the commit, and the tables that are put into it as copies', async () => {
  const sha = await repository.commit({ 'model/code.py': 'old', 'model/data/test.csv': 'old' })
  await repository.commit({ 'model/code.py': 'new', 'new.csv': 'new' })
  expect(await addWorktree(join(repository.folder, 'model'), sha, folder, env)).toBeUndefined()
  const from = join(repository.folder, 'new.csv')
  expect(await placeTables(folder, [{ from, to: 'data/test.csv' }])).toBeUndefined()
  const placed = join(projectIn(folder), 'data', 'test.csv')
  expect(await readFile(join(projectIn(folder), 'code.py'), 'utf8')).toBe('old')
  expect(await readFile(placed, 'utf8')).toBe('new')
  await writeFile(placed, 'spoilt')
  expect(await readFile(from, 'utf8')).toBe('new')
})

it('is not made of a commit that a shallow clone lacks, and says what to do', async () => {
  await repository.commit({ a: '1' })
  const why = await addWorktree(repository.folder, 'c'.repeat(40), folder, env)
  expect(why).toContain('does not hold its commit ccccccc')
  expect(why).toContain('fetch-depth: 0')
})

it('takes no table to where a link of the commit or its path leads outside', async () => {
  const sha = await repository.commit({ a: '1' })
  await symlink(tmpdir(), join(repository.folder, 'data'))
  repository.git('add', '-A')
  repository.git('commit', '--quiet', '-m', 'link')
  const linked = repository.git('rev-parse', 'HEAD').trim()
  expect(linked).not.toBe(sha)
  await addWorktree(repository.folder, linked, folder, env)
  const from = join(repository.folder, 'a')
  expect(await placeTables(folder, [{ from, to: 'data/stolen.csv' }])).toContain('leaves the repository')
  expect(await placeTables(folder, [{ from, to: '../../stolen.csv' }])).toContain('outside of the repository')
})
