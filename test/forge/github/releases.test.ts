import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { sha256 } from '../../../src/record/digest.ts'
import { errorOf, expectClean, type ForgeFixture, newForgeFixture } from './forge-on-localhost.ts'

let fixture: ForgeFixture
let file: string
const bytes = Buffer.alloc(3_000_000, 'model')
beforeAll(async () => {
  fixture = await newForgeFixture({ immutableReleases: true })
  file = join(fixture.scratch, 'model.bin')
  await writeFile(file, bytes)
})
afterEach(() => expectClean(fixture))
afterAll(() => fixture.close())

const draft = (tag: string) => fixture.forge.releases.createDraft({ tag, name: tag, body: 'notes' })

test('draft, upload, publish, download', async () => {
  const { forge, scratch } = fixture
  const release = await draft('penguins@v1.0.0')
  expect(release).toMatchObject({ draft: true, tag: 'penguins@v1.0.0', assets: [] })
  expect(await forge.releases.byTag('penguins@v1.0.0')).toBeUndefined()
  const asset = await forge.releases.upload(release, 'penguins@v1 (a).bin', file)
  expect(asset).toMatchObject({ name: 'penguins.v1.a..bin', bytes: bytes.length, digest: sha256(bytes) })
  expect(await forge.releases.publish(release.id)).toMatchObject({ draft: false, assets: [asset] })
  expect(await forge.releases.byTag('penguins@v1.0.0')).toMatchObject({ id: release.id })
  expect((await forge.releases.list()).map(({ id }) => id)).toContain(release.id)
  const into = join(scratch, 'downloaded')
  await forge.releases.download(asset, into)
  expect((await readFile(into)).equals(bytes)).toBe(true)
})

test('a lost answer at any step makes nothing twice', async () => {
  const { forge, github } = fixture
  const lose = (method: string, path: RegExp) => github.faults.inject({ method, path, dropAnswer: true })
  lose('POST', /\/releases$/)
  const release = await draft('lost')
  lose('POST', /\/assets$/)
  const asset = await forge.releases.upload(release, 'model.bin', file)
  lose('PATCH', /\/releases\/\d+$/)
  expect(await forge.releases.publish(release.id)).toMatchObject({ draft: false, assets: [asset] })
  expect((await forge.releases.list()).filter(({ tag }) => tag === 'lost')).toHaveLength(1)
})

test('an upload that is already there is kept; other bytes under its name are an error', async () => {
  const { forge, scratch } = fixture
  const release = await draft('again')
  const asset = await forge.releases.upload(release, 'model.bin', file)
  expect(await forge.releases.upload(release, 'model.bin', file)).toEqual(asset)
  const other = join(scratch, 'other.bin')
  await writeFile(other, 'other')
  const error = await errorOf(forge.releases.upload(release, 'model.bin', other))
  expect(error).toMatchObject({ code: 'github-refused' })
  expect(error.message).toContain('already_exists')
  await forge.releases.deleteAsset(asset.id)
  await forge.releases.deleteAsset(asset.id)
  expect(await forge.releases.upload(release, 'model.bin', other)).toMatchObject({ bytes: 5 })
})

test('an upload during a failure of GitHub is sent again', async () => {
  const { forge, github } = fixture
  const release = await draft('failing')
  github.faults.inject({ method: 'POST', path: /\/assets$/, status: 502, times: 2 })
  expect(await forge.releases.upload(release, 'm', file)).toMatchObject({ digest: sha256(bytes) })
})

test('a draft is withdrawn, a published release never', async () => {
  const { forge } = fixture
  const release = await draft('withdrawn')
  await forge.releases.deleteDraft(release.id)
  await forge.releases.deleteDraft(release.id)
  const kept = await draft('kept')
  await forge.releases.publish(kept.id)
  await forge.releases.deleteDraft(kept.id)
  expect((await forge.releases.list()).map(({ tag }) => tag)).toContain('kept')
})

test('bytes that are not those of the record are refused, and nothing is left of them', async () => {
  const { forge, scratch } = fixture
  const asset = await forge.releases.upload(await draft('tampered'), 'model.bin', file)
  const into = join(scratch, 'tampered')
  const promised = { ...asset, digest: sha256('promised') }
  expect(await errorOf(forge.releases.download(promised, into))).toMatchObject({ code: 'asset-digest' })
  await expect(stat(into)).rejects.toThrow('ENOENT')
  expect(await errorOf(forge.releases.download({ ...asset, bytes: 10 }, into))).toMatchObject({
    code: 'download-too-large',
  })
  await expect(stat(into)).rejects.toThrow('ENOENT')
})

test('a folder that cannot be written is told as such', async () => {
  const { forge, scratch } = fixture
  const asset = await forge.releases.upload(await draft('unwritable'), 'model.bin', file)
  const error = await errorOf(forge.releases.download(asset, join(scratch, 'no', 'such', 'folder')))
  expect(error).toMatchObject({ code: 'disk-write', kind: 'outside' })
})
