import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { modelDigest } from '../../src/models/digest.ts'
import { errorOf } from '../forge/github/forge-on-localhost.ts'
import { githubRoom, localRoom, newVersion, type RegistryRoom } from './rooms.ts'

describe.each([
  ['local', localRoom],
  ['github', githubRoom],
  ['github with immutable releases', () => githubRoom({ immutableReleases: true })],
] as const)('the %s registry', (_, open: () => Promise<RegistryRoom>) => {
  let room: RegistryRoom
  beforeEach(async () => {
    room = await open()
  })
  afterEach(() => room.close())

  const fresh = async () => join(await mkdtemp(join(tmpdir(), 'fetched-')), 'new')

  test('is empty at first', async () => {
    expect(await room.registry.versions('churn')).toEqual([])
    expect(await room.registry.aliases('churn')).toEqual({})
    expect(await room.registry.history('churn', 'production')).toEqual([])
  })

  test('keeps a version with its model and its run record', async () => {
    const { registry } = room
    const wanted = await newVersion('1.0.0', await room.commit())
    const version = await registry.register(wanted)
    expect(version).toMatchObject({
      name: 'churn',
      version: '1.0.0',
      modelDigest: wanted.model.digest,
      sourceSha: wanted.sourceSha,
      fingerprint: wanted.fingerprint,
    })
    expect(version.registeredAt).toEqual(new Date('2026-03-01T00:00:00Z'))
    expect(await registry.versions('churn')).toEqual([version])

    const model = await fresh()
    await registry.fetchModel('churn', '1.0.0', model)
    expect(await modelDigest(model)).toEqual(wanted.model)
    const records = await fresh()
    await registry.fetchRecords('churn', '1.0.0', records)
    const read = (path: string) => readFile(join(records, 'records', path), 'utf8')
    expect(await read('evaluate-gate/record.json')).toBe('{"of": "1.0.0"}\n')
    expect(await read('evaluate-gate/predictions.csv')).toContain('1,yes')
  })

  test('registers the same again as the same, and nothing else under its number', async () => {
    const { registry } = room
    const sha = await room.commit()
    const first = await registry.register(await newVersion('1.0.0', sha))
    room.at('2026-04-01T00:00:00Z')
    expect(await registry.register(await newVersion('1.0.0', sha))).toEqual(first)
    const other = await errorOf(registry.register(await newVersion('1.0.0', sha, 'other weights')))
    expect(other.code).toBe('version-taken')
    const later = await errorOf(registry.register(await newVersion('1.0.0', await room.commit())))
    expect(later.code).toBe('version-taken')
    expect(await registry.versions('churn')).toEqual([first])
  })

  test('lists versions by their numbers, and those of one model only', async () => {
    const { registry } = room
    const sha = await room.commit()
    for (const version of ['1.9.0', '1.10.0', '1.10.0-rc.1'])
      await registry.register(await newVersion(version, sha))
    await registry.register(await newVersion('3.0.0', sha, 'w', { name: 'churn-eu' }))
    expect((await registry.versions('churn')).map(({ version }) => version)).toEqual([
      '1.10.0',
      '1.10.0-rc.1',
      '1.9.0',
    ])
  })

  test('moves aliases, and tells what they named when', async () => {
    const { registry } = room
    const sha = await room.commit()
    for (const version of ['1.0.0', '1.1.0']) await registry.register(await newVersion(version, sha))
    await registry.moveAlias('churn', 'production', '1.0.0')
    await registry.moveAlias('churn', 'champion', '1.0.0')
    room.at('2026-03-02T00:00:00Z')
    await registry.moveAlias('churn', 'production', '1.1.0')
    await registry.moveAlias('churn', 'production', '1.1.0')
    room.at('2026-03-03T00:00:00Z')
    await registry.moveAlias('churn', 'production', '1.0.0')
    expect(await registry.aliases('churn')).toEqual({ production: '1.0.0', champion: '1.0.0' })
    const history = await registry.history('churn', 'production')
    expect(history.map(({ version, at }) => [version, at.toISOString().slice(0, 10)])).toEqual([
      ['1.0.0', '2026-03-01'],
      ['1.1.0', '2026-03-02'],
      ['1.0.0', '2026-03-03'],
    ])
    expect((await errorOf(registry.moveAlias('churn', 'production', '9.9.9'))).code).toBe('no-version')
    expect((await errorOf(registry.moveAlias('churn', 'Prod!', '1.0.0'))).code).toBe('alias-name')
  })

  test('orders moves within the same second', async () => {
    const { registry } = room
    const sha = await room.commit()
    for (const version of ['1.0.0', '1.1.0']) await registry.register(await newVersion(version, sha))
    for (const version of ['1.0.0', '1.1.0', '1.0.0', '1.1.0'])
      await registry.moveAlias('churn', 'production', version)
    expect((await registry.aliases('churn')).production).toBe('1.1.0')
    const history = await registry.history('churn', 'production')
    expect(history.map(({ version }) => version)).toEqual(['1.0.0', '1.1.0', '1.0.0', '1.1.0'])
  })

  test('loses no move that happens at the same time as another', async () => {
    const { registry } = room
    const versions = ['1.0.0', '1.1.0', '1.2.0', '1.3.0']
    const sha = await room.commit()
    for (const version of versions) await registry.register(await newVersion(version, sha))
    await Promise.all(versions.map((version) => registry.moveAlias('churn', 'production', version)))
    const history = await registry.history('churn', 'production')
    expect(history.map(({ version }) => version).sort()).toEqual(versions)
  })

  test('gives a number to one of two that want it at the same time', async () => {
    const { registry } = room
    const sha = await room.commit()
    const both = await Promise.allSettled(
      ['one', 'other'].map(async (weights) => registry.register(await newVersion('1.0.0', sha, weights))),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const won = both.find((one) => one.status === 'fulfilled')!
    expect(await registry.versions('churn')).toEqual([won.value])
    const model = await fresh()
    await registry.fetchModel('churn', '1.0.0', model)
    expect((await modelDigest(model)).digest).toBe(won.value.modelDigest)
    if (room.fixture) expect(await room.fixture.forge.releases.list()).toMatchObject([{ draft: false }])
  })

  test('says what it does not hold', async () => {
    const { registry } = room
    await registry.register(await newVersion('1.0.0', await room.commit()))
    const model = await errorOf(registry.fetchModel('churn', '2.0.0', await fresh()))
    expect(model).toMatchObject({ code: 'no-version', hint: 'Its newest are 1.0.0.' })
    expect((await errorOf(registry.fetchRecords('churn', '2.0.0', await fresh()))).code).toBe('no-version')
  })

  test('refuses a model that is not the one it was told', async () => {
    const { registry } = room
    const wanted = await newVersion('1.0.0', await room.commit())
    const other = await newVersion('1.0.0', wanted.sourceSha, 'other')
    const error = await errorOf(registry.register({ ...wanted, modelFolder: other.modelFolder }))
    expect(error.code).toBe('model-changed')
    expect(await registry.versions('churn')).toEqual([])
  })
})

test('a folder registry makes no working tree dirty and leaves nothing half-built', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tree-'))
  execFileSync('git', ['init', '--quiet'], { cwd: folder })
  const { localRegistry } = await import('../../src/registry/local/registry.ts')
  const registry = localRegistry({ folder: join(folder, '.modelassay', 'registry'), now: () => new Date() })
  const wanted = await newVersion('1.0.0', 'a'.repeat(40))
  const broken = await errorOf(
    registry.register({ ...wanted, model: { ...wanted.model, digest: `sha256:${'0'.repeat(64)}` } }),
  )
  expect(broken.code).toBe('model-changed')
  expect(await registry.versions('churn')).toEqual([])
  expect(execFileSync('find', [folder, '-name', '.building*'], { encoding: 'utf8' })).toBe('')
  expect(execFileSync('git', ['status', '--porcelain'], { cwd: folder, encoding: 'utf8' })).toBe('')
  expect(existsSync(join(folder, '.modelassay', 'registry', 'churn', 'versions', '1.0.0'))).toBe(false)
})

test.each([
  ['another model', 'other', '1.0.0'],
  ['another number', 'churn', '3.0.0'],
])('a folder copied from %s is no version', async (_, name, number) => {
  const room = await localRoom()
  await room.registry.register(await newVersion(number, await room.commit(), 'foreign', { name }))
  const { uri } = await room.registry.register(await newVersion('1.0.0', await room.commit()))
  const [from] = await room.registry.versions(name)
  await cp(from!.uri, join(uri, '..', '2.0.0'), { recursive: true })
  expect(await errorOf(room.registry.versions('churn'))).toMatchObject({
    code: 'version-broken',
    message: `the registry holds ${name} ${number} where churn 2.0.0 should be`,
  })
  await room.close()
})
