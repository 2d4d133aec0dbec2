import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { filesAtCommit } from '../../src/data-versions/at-commit.ts'
import { newRepository, type Repository } from '../runner/local/repository.ts'

/** The table of an earlier commit, wherever its content is kept on this machine. */

let repository: Repository
let into: string
let sha: string
const env = { PATH: process.env.PATH ?? '' }
const oid = createHash('sha256').update('kept by LFS\n').digest('hex')
const md5 = createHash('md5').update('kept by DVC\n').digest('hex')
const pointer = (of: string) => `version https://git-lfs.github.com/spec/v1\noid sha256:${of}\nsize 12\n`
const dvc = (of: string, path: string) => `outs:\n- md5: ${of}\n  size: 12\n  hash: md5\n  path: ${path}\n`

beforeAll(async () => {
  repository = await newRepository()
  into = await mkdtemp(join(tmpdir(), 'at-commit-'))
  sha = await repository.commit({
    'model/data/test.csv': 'id\n1\n',
    'model/data/parts/a.csv': 'a\n',
    'model/data/parts/b.csv': 'b\n',
    'model/data/parts/b.txt': 'no\n',
    'model/data/lfs.csv': pointer(oid),
    'model/data/lost.csv': pointer('0'.repeat(64)),
    'model/data/dvc.csv.dvc': dvc(md5, 'dvc.csv'),
    'model/data/gone.csv.dvc': dvc('0'.repeat(32), 'gone.csv'),
    '.dvc/config': '',
  })
  repository.git('rm', '-r', '--quiet', 'model/data/test.csv', 'model/data/parts')
  await repository.commit({ 'model/data/other.csv': 'id\n2\n' })
  await repository.write({
    [`.git/lfs/objects/${oid.slice(0, 2)}/${oid.slice(2, 4)}/${oid}`]: 'kept by LFS\n',
    [`.dvc/cache/files/md5/${md5.slice(0, 2)}/${md5.slice(2)}`]: 'kept by DVC\n',
  })
})
afterAll(async () => {
  await rm(repository.folder, { recursive: true, force: true })
  await rm(into, { recursive: true, force: true })
})

const bring = (path: string | string[], as?: string) =>
  filesAtCommit(
    { root: join(repository.folder, 'model'), sha, path, into, ...(as !== undefined && { as }) },
    env,
  )
const brought = (path: string) => readFile(join(into, path), 'utf8')

test('is brought from git, under the name that it has now', async () => {
  expect(await bring('data/test.csv', 'new/test.csv')).toBeUndefined()
  expect(await brought('new/test.csv')).toBe('id\n1\n')
})

test('is all files that a pattern matched there, and no others', async () => {
  expect(await bring('data/parts/*.csv')).toBeUndefined()
  expect([await brought('data/parts/a.csv'), await brought('data/parts/b.csv')]).toEqual(['a\n', 'b\n'])
  await expect(brought('data/parts/b.txt')).rejects.toThrow('ENOENT')
})

test.each([
  ['data/lfs.csv', 'kept by LFS\n'],
  ['data/dvc.csv', 'kept by DVC\n'],
])('%s is brought from what its tool keeps', async (path, text) => {
  expect(await bring(path)).toBeUndefined()
  expect(await brought(path)).toBe(text)
})

test.each([
  ['data/lost.csv', 'is kept by Git LFS, and its content is not on this machine'],
  ['data/gone.csv', "is kept by DVC, and its content is not in this machine's cache"],
  ['data/none.csv', 'has no file data/none.csv'],
  ['data/*.parquet', 'has no file data/*.parquet'],
])('%s cannot be had: it %s', async (path, why) => {
  expect(await bring(path)).toContain(why)
})

test('of a commit that a shallow checkout lacks, it is said how to get it', async () => {
  const root = repository.folder
  const lacking = await filesAtCommit({ root, sha: '0'.repeat(40), path: 'a.csv', into }, env)
  expect(lacking).toBe(
    'this checkout does not hold the commit 0000000; fetch it (actions/checkout with fetch-depth: 0)',
  )
})
