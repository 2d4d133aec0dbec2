import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Fixture, newFixture, owner, refusal, repo } from './fixture.ts'

let fixture: Fixture
const at = { owner, repo }
beforeEach(async () => {
  fixture = await newFixture()
})
afterEach(async () => {
  expect(fixture.github.violations).toEqual([])
  await fixture.close()
})

const upload = async (uploadUrl: string, name: string, data: string) =>
  (await fixture.octokit.request({
    method: 'POST',
    url: uploadUrl,
    name,
    data,
    headers: { 'content-type': 'application/octet-stream' },
  })) as { data: { id: number; name: string; digest: string } }

test('a draft is listed but not found by tag; publishing makes the tag', async () => {
  const { octokit, git } = fixture
  const head = await git.commit('main')
  const { data: draft } = await octokit.rest.repos.createRelease({
    ...at,
    tag_name: 'churn@v1.0.0',
    draft: true,
  })
  const byTag = () => octokit.rest.repos.getReleaseByTag({ ...at, tag: 'churn@v1.0.0' })
  expect((await refusal(byTag())).status).toBe(404)
  expect((await octokit.rest.repos.listReleases(at)).data.map(({ id }) => id)).toEqual([draft.id])
  expect(await git.ref('refs/tags/churn@v1.0.0')).toBeUndefined()
  await octokit.rest.repos.updateRelease({ ...at, release_id: draft.id, draft: false })
  expect((await byTag()).data).toMatchObject({ id: draft.id, draft: false })
  expect(await git.ref('refs/tags/churn@v1.0.0')).toBe(head)
  expect((await octokit.rest.repos.getLatestRelease(at)).data.id).toBe(draft.id)
  const second = octokit.rest.repos.createRelease({ ...at, tag_name: 'churn@v1.0.0' })
  expect((await refusal(second)).message).toContain('already_exists')
})

test('a tag that exists is kept where it is when its release is published', async () => {
  const { octokit, git, commit } = fixture
  const tagged = (await git.commit('main')) ?? ''
  await octokit.rest.git.createRef({ ...at, ref: 'refs/tags/v1', sha: tagged })
  await commit('main', { next: 'x' })
  await octokit.rest.repos.createRelease({ ...at, tag_name: 'v1' })
  expect(await git.ref('refs/tags/v1')).toBe(tagged)
})

test('a draft can be read by those who may write', async () => {
  const { octokit, github, as } = fixture
  const { data } = await octokit.rest.repos.createRelease({ ...at, tag_name: 'v1', draft: true })
  const reader = as(github.issueToken({ permissions: { contents: 'read' } }))
  expect((await reader.rest.repos.listReleases(at)).data).toEqual([])
  expect((await refusal(reader.rest.repos.getRelease({ ...at, release_id: data.id }))).status).toBe(404)
})

test('assets are uploaded to their own host, renamed, digested, read back and deleted', async () => {
  const { octokit } = fixture
  const { data: release } = await octokit.rest.repos.createRelease({ ...at, tag_name: 'v1', draft: true })
  const { data: asset } = await upload(release.upload_url, 'churn@1 (a):b~c.json', '{"a":1}')
  expect(asset.name).toBe('churn.1.a.b.c.json')
  expect(asset.digest).toBe(`sha256:${createHash('sha256').update('{"a":1}').digest('hex')}`)
  expect((await refusal(upload(release.upload_url, 'churn.1.a.b.c.json', 'x'))).message).toContain(
    'already_exists',
  )
  expect((await refusal(upload(release.upload_url, 'empty', ''))).status).toBe(400)
  const { data: bytes } = await octokit.rest.repos.getReleaseAsset({
    ...at,
    asset_id: asset.id,
    headers: { accept: 'application/octet-stream' },
  })
  expect(Buffer.from(bytes as unknown as ArrayBuffer).toString()).toBe('{"a":1}')
  expect((await octokit.rest.repos.listReleaseAssets({ ...at, release_id: release.id })).data).toHaveLength(1)
  await octokit.rest.repos.deleteReleaseAsset({ ...at, asset_id: asset.id })
  expect((await octokit.rest.repos.getRelease({ ...at, release_id: release.id })).data.assets).toEqual([])
})

test('a published immutable release takes no assets, and its tag can be neither moved nor used again', async () => {
  const other = await newFixture({ immutableReleases: true })
  const { octokit, commit, github } = other
  const { data: release } = await octokit.rest.repos.createRelease({ ...at, tag_name: 'v1' })
  expect(release.immutable).toBe(true)
  const sent = octokit.request({ method: 'POST', url: release.upload_url, name: 'a', data: 'x' })
  expect((await refusal(sent)).message).toContain('Cannot upload assets to an immutable release.')
  const sha = await commit('main', { next: 'x' })
  expect((await refusal(octokit.rest.git.updateRef({ ...at, ref: 'tags/v1', sha }))).status).toBe(422)
  expect((await refusal(octokit.rest.git.deleteRef({ ...at, ref: 'tags/v1' }))).status).toBe(422)
  await octokit.rest.repos.deleteRelease({ ...at, release_id: release.id })
  const again = octokit.rest.repos.createRelease({ ...at, tag_name: 'v1' })
  expect((await refusal(again)).message).toContain('immutable release')
  expect(github.violations).toEqual([])
  await other.close()
})
