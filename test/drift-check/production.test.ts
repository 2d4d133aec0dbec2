import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BuiltOn } from '../../src/record/built-on.ts'
import { readBundle } from '../../src/record/bundle.ts'
import { sha256 } from '../../src/record/digest.ts'
import { githubWorld, localWorld, type World } from '../registry/world.ts'
import { check, csv, customers, times } from './drift-run.ts'
import { inProduction, scheduled, trainedOn } from './in-production.ts'

const train = customers(1000)
const drift = { reference: 'production', columns: ['age', 'plan'] }
const live = (years: number) => ({ 'live.csv': customers(300, { years }) })

describe.each([
  ['on a laptop', localWorld],
  ['on GitHub', githubWorld],
] as const)('against production %s', (_, open: () => Promise<World>) => {
  let world: World
  beforeEach(async () => {
    world = await open()
  })
  afterEach(() => world.close())

  test('live data is compared with what production was trained on, and the record says on what that rests', async () => {
    await inProduction(world, 'one', await trainedOn(train))
    const at = await scheduled(world)
    const stable = await check(at, { files: live(0), drift })
    expect(stable.record).toMatchObject({
      verdict: 'stable',
      passes: true,
      reference: {
        source: 'the training data of production, version 0.1.0',
        rows: 1000,
        version: '0.1.0',
        model_digest: expect.stringMatching(/^sha256:/),
      },
      built_on: [
        { kind: 'record', name: 'evaluate-gate', digest: expect.stringMatching(/^sha256:/) },
        { kind: 'record', name: 'train', digest: expect.stringMatching(/^sha256:/) },
        { kind: 'file', name: 'live.csv' },
      ],
    })
    const moved = await check(at, { files: live(25), drift })
    expect(moved.record).toMatchObject({ verdict: 'drifted', reason: '1 of 2 columns drifted: age' })
    const kept = await readBundle(at.runner.saved.get('modelassay-churn-drift-check-1')!)
    expect(kept.record.verdict).toBe('drifted')
  })

  test('of several training tables one is compared with, which is told', async () => {
    const trained = await trainedOn(train)
    const [table] = trained.train!.tables!
    const other = { ...table!, name: 'more', path: 'more.csv' }
    await inProduction(world, 'one', { ...trained, train: { tables: [table!, other] } })
    const at = await scheduled(world)
    await check(at, { files: live(0), drift })
    expect(at.runner.lines.join('\n')).toContain(
      'trained on 2 tables, and live data are compared with train alone',
    )
  })

  test('by default in all columns but texts, of which the training data is the measure', async () => {
    const before = csv({ age: times(500, (row) => row % 60), note: times(500, (row) => `text ${row}`) })
    await inProduction(world, 'one', await trainedOn(before))
    const files = { 'live.csv': csv({ age: times(300, (row) => row % 60) }) }
    const { record } = await check(await scheduled(world), { files, drift: { reference: 'production' } })
    expect(record.columns?.map(({ name, drifted }) => [name, drifted])).toEqual([['age', false]])
  })

  test('what counts is the version in production, not the newest', async () => {
    await inProduction(world, 'one', await trainedOn(train))
    await inProduction(world, 'two', await trainedOn(customers(1000, { years: 25 })))
    await world.registry.moveAlias('churn', 'production', '0.1.0')
    const { record } = await check(await scheduled(world), { files: live(25), drift })
    expect(record).toMatchObject({ verdict: 'drifted', reference: { version: '0.1.0' } })
    await world.registry.moveAlias('churn', 'production', '0.1.1')
    const after = await check(await scheduled(world), { files: live(25), drift })
    expect(after.record).toMatchObject({ verdict: 'stable', reference: { version: '0.1.1' } })
  })

  test('it is skipped while nothing is in production', async () => {
    const { record, exitCode, outputs } = await check(await scheduled(world), {
      files: live(25),
      drift: { ...drift, fail_on: 'inconclusive', on_drift: ['issue', 'retrain'] },
    })
    expect(record).toMatchObject({
      verdict: 'skipped',
      passes: false,
      reason: 'nothing is in production yet, so there is nothing to compare with',
    })
    expect({ exitCode, passes: outputs.passes }).toEqual({ exitCode: 0, passes: 'false' })
  })

  test('a version without a profile is an error that says what to do', async () => {
    await inProduction(world, 'one', {})
    const { record, exitCode } = await check(await scheduled(world), { files: live(0), drift })
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'profile-missing' } })
    expect(record.error?.message).toContain('version 0.1.0 was registered without a profile')
    expect(exitCode).toBe(2)
  })
})

describe('what is fetched from the registry', () => {
  test.each([
    ['unreadable', '{}', 'profile-unreadable'],
    ['not JSON', 'oops', 'profile-unreadable'],
    ['of no rows', '{"schema":"modelassay/profile/v1","rows":0,"columns":[]}', 'no-rows'],
  ])('a profile that is %s is an error', async (_, profile, code) => {
    const world = await localWorld()
    await inProduction(world, 'one', { ...(await trainedOn(train)), profile })
    const { record, exitCode } = await check(await scheduled(world), { files: live(0), drift })
    expect(record).toMatchObject({ verdict: 'error', passes: false, error: { code } })
    expect(exitCode).toBe(2)
  })

  test('is read afresh each time: a broken leftover of an earlier check harms nothing', async () => {
    const world = await localWorld()
    const version = await inProduction(world, 'one', await trainedOn(train))
    const at = await scheduled(world)
    const leftover = join(at.runner.temp, `modelassay-reference-churn-${version}`)
    await writeFile(leftover, 'half of a folder')
    expect((await check(at, { files: live(0), drift })).record.verdict).toBe('stable')
  })

  test('is refused when a profile was exchanged after it was registered', async () => {
    const world = await localWorld()
    const version = await inProduction(world, 'one', await trainedOn(train))
    const { profile = '' } = await trainedOn(customers(1000, { years: 25 }))
    const home = join(world.root, '.modelassay')
    const [file] = await find(home, version)
    await writeFile(file!, profile)
    const { record } = await check(await scheduled(world), { files: live(25), drift })
    expect(record).toMatchObject({ verdict: 'error', passes: false })
    expect(record.error?.code).toMatch(/broken|digest|tampered/)
  })

  test.each([
    ['no training', () => [], 'record-broken'],
    ['another training', (link: BuiltOn) => [{ ...link, digest: sha256('another') }], 'record-digest'],
  ])('is refused when the gate record names %s', async (_, links, code) => {
    const world = await localWorld()
    await inProduction(world, 'one', await trainedOn(train))
    const at = await scheduled(world)
    const trust: typeof at.trust = {
      ...at.trust,
      async registered(...asked) {
        const gate = await at.trust.registered(...asked)
        return { ...gate, record: { ...gate.record, built_on: gate.record.built_on.flatMap(links) } }
      },
    }
    const { record } = await check({ ...at, trust }, { files: live(0), drift })
    expect(record).toMatchObject({ verdict: 'error', passes: false, error: { code } })
  })
})

/** Profiles kept with a version in a local registry. */
async function find(home: string, version: string): Promise<string[]> {
  const entries = await readdir(join(home, 'registry'), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.name === 'profile-train.json' && entry.parentPath.includes(version))
    .map((entry) => join(entry.parentPath, entry.name))
}
