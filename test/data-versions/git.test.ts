import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newRepository, type Repository } from '../runner/local/repository.ts'
import { sourcesIn } from './dvc-repository.ts'

let repository: Repository
beforeEach(async () => {
  repository = await newRepository()
})
afterEach(() => rm(repository.folder, { recursive: true, force: true }))

const put = (path: string, content: string | Uint8Array) => writeFile(join(repository.folder, path), content)

it('has no program run that the repository’s configuration names', async () => {
  const blobs = await repository.commit({ 'a.csv': 'a\n1\n', 'b.csv': 'b\n1\n' })
  const witness = join(repository.folder, 'was-run')
  for (const key of [
    'core.fsmonitor',
    'filter.x.clean',
    'filter.x.smudge',
    'diff.external',
    'core.pager',
    'core.sshCommand',
  ])
    repository.git('config', key, `touch ${witness}; cat`)
  repository.git('config', 'remote.origin.url', `ext::touch ${witness}`)
  repository.git('config', 'remote.origin.promisor', 'true')
  repository.git('config', 'extensions.partialClone', 'origin')
  repository.git('config', 'protocol.ext.allow', 'always')
  await writeFile(join(repository.folder, '.git/info/attributes'), '* filter=x diff=x\n')
  const lost = repository.git('rev-parse', 'HEAD:b.csv')
  await rm(join(repository.folder, '.git/objects', lost.slice(0, 2), lost.slice(2)))
  await put('a.csv', 'a\n2\n')
  await put('b.csv', 'b\n2\n')
  await sourcesIn(repository.folder, 'a.csv', 'b.csv')
  expect(existsSync(witness)).toBe(false)
  expect(blobs).toMatch(/^[0-9a-f]{40}$/)
})

it('tells each of many files by what it is', async () => {
  const names = Array.from({ length: 450 }, (_, i) => `part-${i}.csv`)
  await repository.commit(Object.fromEntries(names.map((name) => [name, `a\n${name}\n`])))
  await put('part-7.csv', 'a\nother\n')
  await put('new.csv', 'a\n1\n')
  const sources = await sourcesIn(repository.folder, ...names, 'new.csv')
  const listed = repository.git('ls-tree', 'HEAD').split('\n')
  const blobOf = (name: string) => listed.find((line) => line.endsWith(`\t${name}`))?.split(/[ \t]/)[2]
  expect(sources).toEqual([
    ...names.map((name) => ({
      kind: 'git',
      path: name,
      blob: blobOf(name),
      ...(name === 'part-7.csv' && { modified: true }),
    })),
    { kind: 'untracked', path: 'new.csv' },
  ])
})

it.each([
  ['lone CRs stay', 'a\r\nb\rc\r\n', 'a\nb\rc\n', true],
  ['a CR at the end stays', 'a\r\n\r', 'a\n\r', true],
  ['a CR before a CRLF stays', 'a\r\r\n', 'a\r\n', true],
  [
    'across the pieces of reading',
    `${'x'.repeat(2 ** 20 - 1)}\r\ny\r\n`,
    `${'x'.repeat(2 ** 20 - 1)}\ny\n`,
    true,
  ],
  ['other content is other', 'a\r\nc\r\n', 'a\nb\n', false],
  ['LF where the blob has CRLF is other', 'a\nb\n', 'a\r\nb\r\n', false],
])('line endings: %s', async (_what, there, committed, same) => {
  repository.git('config', 'core.autocrlf', 'false')
  await repository.commit({ 'a.csv': committed })
  await put('a.csv', there)
  const blob = repository.git('rev-parse', 'HEAD:a.csv')
  expect(await sourcesIn(repository.folder, 'a.csv')).toEqual([
    { kind: 'git', path: 'a.csv', blob, ...(same ? { line_endings: 'crlf' } : { modified: true }) },
  ])
})

it('knows blobs of a repository that names them by SHA-256', async () => {
  await rm(join(repository.folder, '.git'), { recursive: true })
  repository.git('init', '--quiet', '--object-format=sha256')
  await repository.commit({ 'a.csv': 'a\n1\n' })
  const blob = repository.git('rev-parse', 'HEAD:a.csv')
  expect(blob).toHaveLength(64)
  expect(await sourcesIn(repository.folder, 'a.csv')).toEqual([{ kind: 'git', path: 'a.csv', blob }])
})

it('a repository without a commit has committed nothing', async () => {
  await put('a.csv', 'a\n1\n')
  expect(await sourcesIn(repository.folder, 'a.csv')).toEqual([{ kind: 'untracked', path: 'a.csv' }])
})
