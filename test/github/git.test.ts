import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Fixture, newFixture, owner, refusal, repo } from './fixture.ts'
import { someone } from './git.ts'

let fixture: Fixture
const at = { owner, repo }
beforeAll(async () => {
  fixture = await newFixture()
})
afterAll(async () => {
  expect(fixture.github.violations).toEqual([])
  await fixture.close()
})

test('a version is registered through the API and git reads it: blob, tree, commit, annotated tag, ref', async () => {
  const { octokit, git } = fixture
  const main = (await octokit.rest.git.getRef({ ...at, ref: 'heads/main' })).data.object.sha
  const base = (await octokit.rest.git.getCommit({ ...at, commit_sha: main })).data
  const blob = (await octokit.rest.git.createBlob({ ...at, content: 'eyIxIjoxfQ==', encoding: 'base64' }))
    .data
  const tree = await octokit.rest.git.createTree({
    ...at,
    base_tree: base.tree.sha,
    tree: [
      { path: 'models/churn/record.json', mode: '100644', type: 'blob', sha: blob.sha },
      { path: 'models/churn/NOTE', mode: '100644', type: 'blob', content: 'note\n' },
      { path: 'data/train.csv', mode: '100644', type: 'blob', sha: null },
    ],
  })
  const commit = await octokit.rest.git.createCommit({
    ...at,
    message: 'Register churn 1.0.0',
    tree: tree.data.sha,
    parents: [main],
  })
  const tag = await octokit.rest.git.createTag({
    ...at,
    tag: 'churn@v1.0.0',
    message: 'Registered churn 1.0.0',
    object: commit.data.sha,
    type: 'commit',
    tagger: { name: 'Ada', email: 'ada@example.org', date: '2026-11-01T00:00:00Z' },
  })
  const ref = { ...at, ref: 'refs/tags/churn@v1.0.0', sha: tag.data.sha }
  await octokit.rest.git.createRef(ref)
  expect(await git.text(['ls-tree', '-r', '--name-only', 'churn@v1.0.0'])).toBe(
    'README.md\nmodels/churn/NOTE\nmodels/churn/record.json',
  )
  expect(await git.text(['cat-file', '-p', 'churn@v1.0.0:models/churn/record.json'])).toBe('{"1":1}')
  expect(await git.text(['for-each-ref', '--format=%(objecttype) %(contents:subject)', 'refs/tags'])).toBe(
    'tag Registered churn 1.0.0',
  )
  expect(await git.text(['fsck', '--strict'])).not.toMatch(/error/)
  expect((await octokit.rest.git.getTag({ ...at, tag_sha: tag.data.sha })).data).toMatchObject({
    tag: 'churn@v1.0.0',
    object: { sha: commit.data.sha, type: 'commit' },
    tagger: { date: '2026-11-01T00:00:00Z' },
  })
  const matching = await octokit.rest.git.listMatchingRefs({ ...at, ref: 'tags/churn@' })
  expect(matching.data.map(({ object }) => object.type)).toEqual(['tag'])
  expect(await refusal(octokit.rest.git.createRef(ref))).toMatchObject({
    status: 422,
    message: expect.stringContaining('Reference already exists') as string,
  })
})

test('refs move forward only, unless forced, and are gone once deleted', async () => {
  const { octokit, commit, git } = fixture
  const first = await commit('topic', { a: '1' })
  const second = await commit('topic', { a: '2' })
  await octokit.rest.git.createRef({ ...at, ref: 'refs/heads/moving', sha: first })
  const move = (sha: string, force = false) =>
    octokit.rest.git.updateRef({ ...at, ref: 'heads/moving', sha, force })
  expect((await move(second)).data.object.sha).toBe(second)
  expect((await refusal(move(first))).message).toContain('Update is not a fast forward')
  expect((await move(first, true)).data.object.sha).toBe(first)
  await octokit.rest.git.deleteRef({ ...at, ref: 'heads/moving' })
  expect(await git.ref('refs/heads/moving')).toBeUndefined()
  expect((await refusal(octokit.rest.git.getRef({ ...at, ref: 'heads/moving' }))).status).toBe(404)
  expect((await refusal(octokit.rest.git.deleteRef({ ...at, ref: 'heads/moving' }))).status).toBe(422)
})

test('of two callers that create the same ref at once, one succeeds', async () => {
  const { octokit, commit } = fixture
  const sha = await commit('race', { a: '1' })
  const create = () => octokit.rest.git.createRef({ ...at, ref: 'refs/tags/race', sha })
  const outcomes = await Promise.allSettled([create(), create(), create()])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('commits, their parents and comparisons are those of git', async () => {
  const { octokit, commit, git } = fixture
  const base = (await git.commit('main')) ?? ''
  const head = await commit('compare', { 'data/new.csv': 'x\n', 'README.md': 'more\npenguins\n' })
  const main = await commit('main', { other: 'x' })
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ ...at, basehead: 'main...compare' })
  expect(data).toMatchObject({
    status: 'diverged',
    ahead_by: 1,
    behind_by: 1,
    merge_base_commit: { sha: base },
  })
  expect(data.files?.map(({ filename, status, additions }) => [filename, status, additions])).toEqual([
    ['README.md', 'modified', 1],
    ['data/new.csv', 'added', 1],
  ])
  expect(
    (await octokit.rest.repos.getCommit({ ...at, ref: main })).data.parents.map(({ sha }) => sha),
  ).toEqual([base])
  const listed = await octokit.rest.repos.listCommits({ ...at, sha: head, per_page: 1 })
  expect(listed.data.map(({ sha }) => sha)).toEqual([head])
  expect(listed.headers.link).toContain('rel="next"')
  expect(await refusal(octokit.rest.repos.getCommit({ ...at, ref: 'HEAD~1' }))).toMatchObject({ status: 422 })
})

test('a file is read at a ref, in JSON, raw, and empty in JSON above 1 MiB', async () => {
  const { octokit, commit } = fixture
  const large = 'x'.repeat(1_100_000)
  const sha = await commit('files', { 'a b/ü.txt': 'grün\n', large })
  const read = (path: string) => octokit.rest.repos.getContent({ ...at, path, ref: 'files' })
  const file = (await read('a b/ü.txt')).data as unknown as { content: string; encoding: string }
  expect(Buffer.from(file.content, 'base64').toString()).toBe('grün\n')
  expect((await read('large')).data).toMatchObject({ content: '', encoding: 'none', size: 1_100_000 })
  const raw = await octokit.rest.repos.getContent({
    ...at,
    path: 'large',
    ref: sha,
    mediaType: { format: 'raw' },
  })
  expect(raw.data).toBe(large)
  expect((await read('')).data).toMatchObject([
    { name: 'README.md', type: 'file' },
    { name: 'a b', type: 'dir' },
    {},
    {},
    {},
  ])
  expect((await refusal(read('absent'))).status).toBe(404)
})

test('what git has packed is found as before', async () => {
  const { git } = fixture
  const sha = await fixture.commit('packed', { 'a.txt': 'a\n' })
  await git.run(['tag', 'annotated', '-m', 'Text', sha], { env: someone })
  const seen = async () => ({
    refs: await git.refs(),
    commits: await Promise.all(['packed', 'annotated', sha, sha.slice(0, 9), 'nowhere'].map(git.commit)),
    object: await git.object(sha),
    nothing: await git.object('0'.repeat(40)),
  })
  const before = await seen()
  expect(before.refs.map(({ name }) => name)).toContain('refs/tags/annotated')
  expect(before.commits).toEqual([sha, sha, sha, sha, undefined])
  expect(before.object?.type).toBe('commit')
  expect(before.nothing).toBeUndefined()
  await git.run(['pack-refs', '--all'])
  await git.run(['repack', '-a', '-d', '--quiet'])
  expect(await seen()).toEqual(before)
})
