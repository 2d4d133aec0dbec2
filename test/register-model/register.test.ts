import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '../../src/record/digest.ts'
import { remedyOf } from '../../src/report/stage-words.ts'
import { githubWorld, localWorld, type World } from '../registry/world.ts'

describe.each([
  ['on a laptop', localWorld],
  ['on GitHub', githubWorld],
] as const)('register-model %s', (_, open: () => Promise<World>) => {
  let world: World
  beforeEach(async () => {
    world = await open()
  })
  afterEach(() => world.close())

  const versions = async () => (await world.registry.versions('churn')).map(({ version }) => version)

  test('registers what passed the gate, with the whole run record', async () => {
    const sha = await world.commit()
    const run = await world.run(sha)
    await run.judged('weights')
    const { record, exitCode, outputs } = await run.launch('register-model')
    expect(record).toMatchObject({
      verdict: 'registered',
      passes: true,
      version: '0.1.0',
      reason: 'churn 0.1.0 is registered',
      built_on: [{ name: 'evaluate-gate' }, { name: 'train' }],
    })
    expect(exitCode).toBe(0)
    expect(outputs).toMatchObject({ version: '0.1.0', uri: record.uri, 'model-digest': record.model_digest })
    const [version] = await world.registry.versions('churn')
    expect(version).toMatchObject({ version: '0.1.0', sourceSha: sha, modelDigest: record.model_digest })
    const into = await mkdtemp(join(tmpdir(), 'records-'))
    await world.registry.fetchRecords('churn', '0.1.0', into)
    expect(
      (await readdir(join(into, 'records'), { recursive: true })).filter((path) => path.includes('.')).sort(),
    ).toEqual([
      'data-validate/record.json',
      'evaluate-gate/predictions.csv',
      'evaluate-gate/record.json',
      'train/profile-train.json',
      'train/record.json',
    ])
    expect((await readdir(run.runner.temp)).filter((path) => path.startsWith('modelassay-version-'))).toEqual(
      [],
    )
  })

  test('run again registers nothing new', async () => {
    const run = await world.run(await world.commit())
    await run.judged('weights')
    await run.launch('register-model')
    const { record, exitCode } = await run.launch('register-model')
    expect(record).toMatchObject({ verdict: 'exists', passes: true, version: '0.1.0' })
    expect(exitCode).toBe(0)
    expect(await versions()).toEqual(['0.1.0'])
  })

  test('numbers a retrained model of the same commit, and the next commit', async () => {
    const sha = await world.commit()
    for (const weights of ['first', 'retrained']) {
      const run = await world.run(sha)
      await run.judged(weights)
      await run.launch('register-model')
    }
    const next = await world.run(await world.commit())
    await next.judged('third')
    await next.launch('register-model', {}, { config: { register: { version: 'minor' } } })
    expect(await versions()).toEqual(['0.2.0', '0.1.1', '0.1.0'])
  })

  test('knows a model that a later commit reused, and numbers one that came back', async () => {
    for (const weights of ['a', 'a', 'b', 'a']) {
      const run = await world.run(await world.commit())
      await run.judged(weights)
      const { record } = await run.launch('register-model')
      expect(record.passes).toBe(true)
    }
    const all = await world.registry.versions('churn')
    expect(all.map(({ version }) => version)).toEqual(['0.1.2', '0.1.1', '0.1.0'])
    expect(all[0]!.modelDigest).toBe(all[2]!.modelDigest)
  })

  test('moves aliases, forward only', async () => {
    const config = { register: { aliases: ['champion', 'latest'] } }
    const old = await world.run(await world.commit())
    await old.judged('old')
    expect((await old.launch('register-model', {}, { config })).record.aliases).toEqual([
      'champion',
      'latest',
    ])
    const run = await world.run(await world.commit())
    await run.judged('new')
    await run.launch('register-model', {}, { config })
    expect(await world.registry.aliases('churn')).toEqual({ champion: '0.1.1', latest: '0.1.1' })
    const again = await old.launch('register-model', {}, { config })
    expect(again.record).toMatchObject({ verdict: 'exists', version: '0.1.0', aliases: [] })
    expect(old.runner.lines).toContain('warning: champion stays at 0.1.1, which is newer than 0.1.0')
    expect(await world.registry.aliases('churn')).toEqual({ champion: '0.1.1', latest: '0.1.1' })
  })

  test('refuses a commit that does not come after the version before', async () => {
    const run = await world.run(await world.commit())
    await run.judged('new')
    await run.launch('register-model')
    const aside = await world.run(await world.commit({}, 'aside'))
    await aside.judged('aside')
    const { record, exitCode } = await aside.launch('register-model')
    expect(record).toMatchObject({ verdict: 'refused', passes: false })
    expect(record.reason).toContain('does not come after')
    // Where the branch of the version before was given up, nothing but this leads on.
    expect(record.remedy).toContain(`git merge -s ours ${run.runner.run.sha}`)
    expect(exitCode).toBe(1)
    expect(await versions()).toEqual(['0.1.0'])
  })

  test('refuses an exact version that is another model', async () => {
    const config = { register: { version: '2.0.0' } }
    const sha = await world.commit()
    const first = await world.run(sha)
    await first.judged('one')
    expect((await first.launch('register-model', {}, { config })).record.version).toBe('2.0.0')
    const second = await world.run(sha)
    await second.judged('other')
    const { record } = await second.launch('register-model', {}, { config })
    expect(record).toMatchObject({ verdict: 'refused', passes: false })
    expect(record.reason).toContain('churn 2.0.0 is registered already')
    expect(remedyOf(record)).toBe(
      'Set register.version to a version that is not taken, such as "2.0.1", or leave it out to have the next one.',
    )
  })

  test.each([
    [
      'a gate that fails',
      { gate: { passes: false, verdict: 'fail' as const, reason: 'It is worse.' } },
      'It is worse.',
    ],
    [
      'a gate whose verdict does not fit',
      { gate: { verdict: 'fail' as const, reason: 'It is worse.' } },
      'the gate’s verdict is fail: It is worse.',
    ],
    [
      'a gate that judged another model',
      { gate: { model_digest: sha256('other') } },
      'the gate judged the model sha256:',
    ],
    ['a gate that knows no model', { gate: { model_digest: undefined } }, 'without knowing which model'],
    [
      'training that failed',
      { train: { passes: false, verdict: 'failed' as const } },
      'training ended as failed',
    ],
    [
      'a dirty working tree',
      { gate: { run: { id: '1', attempt: 1, event: 'push', dirty: true } } },
      'commit the rest',
    ],
  ])('refuses %s', async (_, oddities, reason) => {
    const sha = await world.commit()
    const run = await world.run(sha)
    const gate = { ...oddities } as { gate?: { run?: object } }
    if (gate.gate?.run) gate.gate.run = { ...gate.gate.run, sha }
    await run.judged('weights', gate as never)
    const { record, exitCode } = await run.launch('register-model')
    expect(record).toMatchObject({ verdict: 'refused', passes: false })
    expect(record.reason).toContain(reason)
    expect(exitCode).toBe(1)
    expect(await versions()).toEqual([])
  })

  test('refuses a gate of another commit', async () => {
    const [old, sha] = [await world.commit(), await world.commit()]
    const run = await world.run(sha)
    await run.judged('weights', { gate: { run: { id: '1', attempt: 1, event: 'push', sha: old } } })
    const { record } = await run.launch('register-model')
    expect(record.reason).toBe(`the gate judged commit ${old}, and this run is of ${sha}`)
  })

  test('registers no model whose bytes are not those that were judged', async () => {
    const run = await world.run(await world.commit())
    await run.judged('weights', { modelFiles: { 'model.json': 'swapped' } })
    const { record, exitCode } = await run.launch('register-model')
    expect(record).toMatchObject({ verdict: 'error', passes: false, error: { code: 'model-digest' } })
    expect(await readdir(run.runner.temp)).not.toContainEqual(expect.stringMatching(/^modelassay-version-/))
    expect(exitCode).toBe(2)
    expect(await versions()).toEqual([])
  })

  test('demands the gate', async () => {
    const run = await world.run(await world.commit())
    const { record } = await run.launch('register-model')
    expect(record.error).toMatchObject({ code: 'gate-missing' })
  })

  test('demands the very train record that the gate was built on', async () => {
    const run = await world.run(await world.commit())
    await run.judged('weights', {
      gate: { built_on: [{ kind: 'record', name: 'train', digest: sha256('another record') }] },
    })
    const { record } = await run.launch('register-model')
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'record-lost' } })
    expect(await versions()).toEqual([])
  })
})

describe('register-model on GitHub', () => {
  let world: Awaited<ReturnType<typeof githubWorld>>
  beforeEach(async () => {
    world = await githubWorld()
  })
  afterEach(() => world.close())

  test.each([
    'pull_request',
    'pull_request_target',
    'merge_group',
    'workflow_run',
    'issue_comment',
    'release',
  ])('refuses a run for %s before it reads anything', async (event) => {
    const sha = await world.commit()
    const before = world.fixture.github.requests.length
    const run = await world.run(sha, { run: { event }, trigger: { event } })
    await run.judged('weights')
    const { record, exitCode } = await run.launch('register-model')
    expect(record).toMatchObject({ verdict: 'refused', passes: false })
    expect(record.reason).toContain(`a run for ${event} may neither register nor deploy`)
    expect(exitCode).toBe(1)
    expect(world.fixture.github.requests.length).toBe(before)
  })

  test.each(['push', 'schedule', 'workflow_dispatch', 'repository_dispatch'])(
    'takes %s of the default branch',
    async (event) => {
      const run = await world.run(await world.commit(), { run: { event }, trigger: { event } })
      await run.judged('weights')
      expect((await run.launch('register-model')).record.verdict).toBe('registered')
    },
  )

  test('takes no other branch or tag, unless it is named', async () => {
    const sha = await world.commit()
    for (const ref of ['refs/heads/feature', 'refs/tags/main', undefined]) {
      const run = await world.run(sha, { run: { ref } as never })
      await run.judged('weights')
      expect((await run.launch('register-model')).record.verdict).toBe('refused')
    }
    const run = await world.run(sha, { run: { ref: 'refs/heads/release' } })
    await run.judged('weights')
    const config = { register: { branches: ['release'] } }
    expect((await run.launch('register-model', {}, { config })).record.verdict).toBe('registered')
  })

  test('names the permission that a token lacks, and leaves nothing', async () => {
    const run = await world.run(await world.commit())
    await run.judged('weights')
    const token = world.fixture.github.issueToken({ permissions: { contents: 'read' } })
    const { record, exitCode } = await run.launch('register-model', {}, { token })
    expect(record.error).toMatchObject({
      code: 'permission-denied',
      hint: expect.stringContaining('contents: write'),
    })
    expect(exitCode).toBe(3)
    expect(world.fixture.github.state.releases.size).toBe(0)
  })

  test('tells people on the release page, hostile names escaped', async () => {
    const run = await world.run(await world.commit())
    await run.judged('weights', { gate: { reason: 'No worse than <img> @everyone' } })
    await run.launch('register-model')
    const [release] = [...world.fixture.github.state.releases.values()]
    expect(release?.body).toContain('| `acc\\|uracy` | 0.9 |')
    expect(release?.body).not.toContain('<img>')
    expect(release?.body).not.toContain('@everyone')
  })
})

test('the GitHub registry without GitHub is a clear error', async () => {
  const world = await localWorld()
  const run = await world.run(await world.commit())
  await run.judged('weights')
  const { record, exitCode } = await run.launch(
    'register-model',
    {},
    { config: { register: { registry: 'github' } } },
  )
  expect(record.error).toMatchObject({ code: 'no-forge', hint: expect.stringContaining('token') })
  expect(exitCode).toBe(2)
})

test('outside git there is nothing that a version could be traced to', async () => {
  const world = await localWorld()
  const run = await world.run('', { run: { sha: undefined } as never })
  await run.judged('weights')
  expect((await run.launch('register-model')).record.reason).toContain('there is no commit')
})

test('notes are kept beside a version of a folder', async () => {
  const world = await localWorld()
  const run = await world.run(await world.commit())
  await run.judged('weights')
  const { record } = await run.launch('register-model')
  expect(await readFile(join(record.uri!, 'notes.md'), 'utf8')).toContain('Gate: **pass**')
})
