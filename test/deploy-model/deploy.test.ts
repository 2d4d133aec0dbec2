import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { githubWorld, localWorld, type World } from '../registry/world.ts'
import { commandOf, commandsOf, endServer, freePort, production, register, serving } from './serving.ts'

/** How a new version can fail: its model, what it was to answer, other settings, the step that fails, and why. */
const failures = [
  ['never becomes healthy', 'ill', 'ill', {}, 'health', 'it answers with status 503'],
  ['answers wrongly', 'wrong', 'right', {}, 'smoke', 'the answer.label is "wrong", not "right"'],
  ['does not start', 'crashes', 'x', {}, 'up', 'exit code 1'],
  [
    'hangs while it starts',
    'hangs',
    'x',
    { timeout_seconds: 1 },
    'up',
    'leave the server running in the background',
  ],
] as const

describe.each([
  ['on a laptop', localWorld],
  ['on GitHub', githubWorld],
] as const)('deploy-model %s', (where, open: () => Promise<World>) => {
  let world: World
  let port: number
  beforeEach(async () => {
    world = await open()
    port = await freePort()
  })
  afterEach(async () => {
    endServer(world, port)
    await world.close()
  })

  const live = async () => (await world.registry.aliases('churn')).production
  const deploy = async (weights: string, label = weights, changes = {}) =>
    (await register(world, weights, label)).launch('deploy-model', {}, { config: production(port, changes) })
  const states = () =>
    [...(world.fixture?.github.state.deployments.values() ?? [])].map(({ task, statuses }) => [
      task,
      statuses.at(-1)?.state,
    ])

  test('puts the registered version live, and proves it', async () => {
    const { record, exitCode, outputs } = await deploy('good')
    expect(record).toMatchObject({
      verdict: 'deployed',
      passes: true,
      reason: 'churn 0.1.0 serves in production',
      environment: 'production',
      target: 'command',
      version: '0.1.0',
      built_on: [{ name: 'evaluate-gate' }],
    })
    expect(record.steps?.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'up done',
      'health done',
      'smoke done',
      'alias done',
    ])
    expect(exitCode).toBe(0)
    expect(outputs.version).toBe('0.1.0')
    expect(await serving(port)).toMatchObject({ version: '0.1.0' })
    expect(await live()).toBe('0.1.0')
    expect(commandsOf(world)).toEqual(['up 0.1.0 production'])
    if (world.fixture) expect(states()).toEqual([['deploy', 'success']])
    expect(record.deployment_id !== undefined).toBe(world.fixture !== undefined)
  })

  test('replaces the version before, and says which it was', async () => {
    await deploy('good')
    const { record, outputs } = await deploy('better')
    expect(record).toMatchObject({ verdict: 'deployed', version: '0.1.1', previous_version: '0.1.0' })
    expect(outputs['previous-version']).toBe('0.1.0')
    expect(commandsOf(world)).toEqual(['up 0.1.0 production', 'down 0.1.0 production', 'up 0.1.1 production'])
    expect(await serving(port)).toMatchObject({ version: '0.1.1' })
    expect(await live()).toBe('0.1.1')
    if (!world.fixture) return
    expect(states()).toEqual([
      ['deploy', 'inactive'],
      ['deploy', 'success'],
    ])
    const newest = [...world.fixture.github.state.deployments.values()].at(-1)
    expect(newest?.payload).toMatchObject({ name: 'churn', version: '0.1.1', predecessor: '0.1.0' })
  })

  test('touches nothing when the version serves already, and starts it where it does not', async () => {
    await deploy('good')
    const run = await world.run((await world.registry.versions('churn'))[0]!.sourceSha)
    const options = { config: production(port) }
    const again = await run.launch('deploy-model', {}, options)
    expect(again.record).toMatchObject({ verdict: 'unchanged', passes: true, version: '0.1.0' })
    expect(commandsOf(world)).toEqual(['up 0.1.0 production'])
    endServer(world, port)
    const revived = await run.launch('deploy-model', {}, options)
    expect(revived.record).toMatchObject({ verdict: 'deployed', version: '0.1.0', previous_version: '0.1.0' })
    expect(await serving(port)).toMatchObject({ version: '0.1.0' })
    expect(await world.registry.history('churn', 'production')).toHaveLength(1)
  })

  // What fails is the same on either host; what GitHub is told of it is proved by one.
  test.each(where === 'on a laptop' ? failures : failures.slice(1, 2))(
    'restores the version before when the new one %s',
    async (_, weights, label, changes, step, why) => {
      await deploy('good')
      const { record, exitCode } = await deploy(weights, label, changes)
      expect(record).toMatchObject({
        verdict: 'rolled-back',
        passes: false,
        version: '0.1.1',
        previous_version: '0.1.0',
      })
      expect(record.reason).toContain(`churn 0.1.1 failed at "${step}"`)
      expect(record.reason).toContain(why)
      expect(record.reason).toContain('0.1.0 serves in production again')
      expect(exitCode).toBe(1)
      expect(record.steps?.find(({ name }) => name === step)).toMatchObject({ outcome: 'failed' })
      expect(
        record.steps?.filter(({ name }) => name.startsWith('restore-') && name !== 'restore-down'),
      ).toEqual([
        { name: 'restore-up', outcome: 'done' },
        { name: 'restore-health', outcome: 'done' },
        { name: 'restore-smoke', outcome: 'done' },
      ])
      expect(await serving(port)).toMatchObject({ version: '0.1.0' })
      expect(await live()).toBe('0.1.0')
      if (world.fixture)
        expect(states()).toEqual([
          ['deploy', 'success'],
          ['deploy', 'failure'],
        ])
    },
  )

  test('tells a rollback that failed from one that did not', async () => {
    await deploy('good')
    await writeFile(join(world.root, 'spell'), '')
    const { record, exitCode } = await deploy('better')
    expect(record).toMatchObject({ verdict: 'rollback-failed', passes: false })
    expect(record.reason).toContain('0.1.0 could not be brought back: production may serve nothing')
    expect(exitCode).toBe(1)
    expect(await live()).toBe('0.1.0')
  })

  test('takes a first version down again that does not serve', async () => {
    const { record } = await deploy('wrong', 'right')
    expect(record).toMatchObject({ verdict: 'rollback-failed', passes: false })
    expect(record.reason).toContain('there is no version before it to go back to')
    expect(await serving(port)).toBeUndefined()
    expect(await live()).toBeUndefined()
  })

  test('goes back to a registered version when asked to, held to what that version answered', async () => {
    await deploy('good')
    await deploy('better')
    const run = await world.run((await world.registry.versions('churn'))[0]!.sourceSha)
    const { record, exitCode } = await run.launch(
      'deploy-model',
      { 'rollback-to': 'v0.1.0' },
      { config: production(port) },
    )
    expect(record).toMatchObject({
      verdict: 'rolled-back',
      passes: true,
      version: '0.1.0',
      previous_version: '0.1.1',
      reason: 'as asked for, production is back at churn 0.1.0, in place of 0.1.1',
    })
    expect(record.steps).toContainEqual({ name: 'smoke', outcome: 'done' })
    expect(exitCode).toBe(0)
    expect(await serving(port)).toMatchObject({ version: '0.1.0' })
    expect((await world.registry.history('churn', 'production')).map(({ version }) => version)).toEqual([
      '0.1.0',
      '0.1.1',
      '0.1.0',
    ])
    if (world.fixture) expect(states().at(-1)).toEqual(['deploy:rollback', 'success'])
  })

  test('never undoes a rollback silently', async () => {
    await deploy('good')
    await deploy('bad')
    const options = { config: production(port) }
    const run = await world.run((await world.registry.versions('churn'))[0]!.sourceSha)
    await run.launch('deploy-model', { 'rollback-to': '0.1.0' }, options)
    const next = await world.run(await world.commit({ 'README.md': 'Nothing about the model' }))
    await next.judged('bad')
    expect((await next.launch('register-model')).record).toMatchObject({
      verdict: 'exists',
      version: '0.1.1',
    })
    const { record, exitCode } = await next.launch('deploy-model', {}, options)
    expect(record).toMatchObject({ verdict: 'refused', passes: false, previous_version: '0.1.0' })
    expect(record.reason).toBe(
      'production was taken back from 0.1.1: to deploy it once more give version: 0.1.1',
    )
    expect(exitCode).toBe(1)
    expect(await serving(port)).toMatchObject({ version: '0.1.0' })
    const wanted = await next.launch('deploy-model', { version: '0.1.1' }, options)
    expect(wanted.record).toMatchObject({ verdict: 'deployed', version: '0.1.1' })
    const again = await next.launch('deploy-model', {}, options)
    expect(again.record).toMatchObject({ verdict: 'unchanged', version: '0.1.1' })
  })

  test('never goes back silently', async () => {
    await deploy('good')
    await deploy('better')
    const run = await world.run((await world.registry.versions('churn'))[1]!.sourceSha)
    const options = { config: production(port) }
    const older = await run.launch('deploy-model', { version: '0.1.0' }, options)
    expect(older.record).toMatchObject({ verdict: 'refused', passes: false, previous_version: '0.1.1' })
    expect(older.record.reason).toContain('to go back give rollback-to: 0.1.0')
    expect(older.exitCode).toBe(1)
    expect(await serving(port)).toMatchObject({ version: '0.1.1' })
  })

  test('deploys nothing when this run registered nothing', async () => {
    await deploy('good')
    const run = await world.run(await world.commit())
    await run.judged('worse', { gate: { passes: false, verdict: 'fail' } })
    await run.launch('register-model')
    const { record } = await run.launch('deploy-model', {}, { config: production(port) })
    expect(record).toMatchObject({ verdict: 'refused', passes: false })
    expect(record.reason).toContain('this run registered no version: ')
  })

  test.each([
    ['no environment of that name', { environment: 'staging' }, 'no-environment'],
    ['no version of that number', { version: '9.9.9' }, 'no-version'],
    ['two versions at once', { version: '0.1.0', 'rollback-to': '0.1.0' }, 'version-and-rollback'],
  ])('%s is a clear error before anything is touched', async (_, own, code) => {
    const run = await register(world, 'good')
    const { record, exitCode } = await run.launch('deploy-model', own, { config: production(port) })
    expect(record).toMatchObject({ verdict: 'error', error: { code } })
    expect(exitCode).toBe(2)
    expect(await serving(port)).toBeUndefined()
  })
})

describe('deploy-model on a laptop', () => {
  let world: World
  let port: number
  beforeEach(async () => {
    world = await localWorld()
    port = await freePort()
  })
  afterEach(() => endServer(world, port))
  const live = async () => (await world.registry.aliases('churn')).production

  test('a server that keeps its port does not pass for its successor', async () => {
    await (await register(world, 'good')).launch('deploy-model', {}, { config: production(port) })
    const config = production(port, { up: commandOf('stubborn-up', port), down: undefined, smoke: undefined })
    const { record } = await (await register(world, 'better')).launch('deploy-model', {}, { config })
    expect(record).toMatchObject({ verdict: 'rolled-back', passes: false })
    expect(record.reason).toContain('it is version 0.1.0 that answers')
    expect(await live()).toBe('0.1.0')
  })

  test('does not take the alias from a deployment that ended in between', async () => {
    await (await register(world, 'good')).launch('deploy-model', {}, { config: production(port) })
    await register(world, 'other')
    const run = await register(world, 'better')
    const move = JSON.stringify({ alias: 'production', at: '2026-03-01T00:00:00Z', version: '0.1.1' })
    const up = `${commandOf('up', port)} && echo '${move}' > .modelassay/registry/churn/aliases/000002.json`
    const { record, exitCode } = await run.launch('deploy-model', {}, { config: production(port, { up }) })
    expect(record).toMatchObject({ verdict: 'error', passes: false, error: { code: 'alias-overtaken' } })
    expect(record.reason).toContain('named 0.1.0 when this deployment began and names 0.1.1 now')
    expect(exitCode).toBe(3)
    expect(await live()).toBe('0.1.1')
  })

  test('a stop that fails because nothing runs stops nothing', async () => {
    await (await register(world, 'good')).launch('deploy-model', {}, { config: production(port) })
    await writeFile(join(world.root, `pid-${port}`), '999999999')
    await rm(join(world.root, `pid-${port}`))
    const run = await register(world, 'better')
    const elsewhere = await freePort()
    const { record } = await run.launch('deploy-model', {}, { config: production(elsewhere) })
    expect(record).toMatchObject({ verdict: 'deployed' })
    expect(record.steps?.[0]).toMatchObject({ name: 'down', outcome: 'failed' })
    endServer(world, elsewhere)
  })

  test('a cancelled deployment is one that failed, and what it began is undone', async () => {
    await (await register(world, 'good')).launch('deploy-model', {}, { config: production(port) })
    const run = await register(world, 'hangs', 'x')
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('cancelled by SIGINT')), 1500)
    const { record } = await run.launch(
      'deploy-model',
      {},
      { config: production(port), signal: controller.signal },
    )
    expect(record).toMatchObject({ verdict: 'rolled-back', passes: false })
    expect(await serving(port)).toMatchObject({ version: '0.1.0' })
    expect(await live()).toBe('0.1.0')
  })

  test('a model that was changed in the registry is not deployed', async () => {
    const run = await register(world, 'good')
    const [version] = await world.registry.versions('churn')
    await writeFile(join(version!.uri, 'model', 'model.json'), 'tampered')
    const { record } = await run.launch('deploy-model', {}, { config: production(port) })
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'version-broken' } })
    expect(await serving(port)).toBeUndefined()
  })

  test('a record that was changed in the registry is not believed', async () => {
    const run = await register(world, 'good')
    const [version] = await world.registry.versions('churn')
    await writeFile(join(version!.uri, 'records', 'evaluate-gate', 'predictions.csv'), 'tampered')
    const { record } = await run.launch('deploy-model', {}, { config: production(port) })
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'version-broken' } })
  })

  test('a smoke file with a typing error takes nothing down', async () => {
    await (await register(world, 'good')).launch('deploy-model', {}, { config: production(port) })
    const run = await register(world, 'better')
    await writeFile(
      join(world.root, 'smoke.jsonl'),
      '{"request": {"path": "/health"}, "expect": {}}\n{"request":\n',
    )
    const { record, exitCode } = await run.launch('deploy-model', {}, { config: production(port) })
    expect(record.error).toMatchObject({ code: 'smoke-unreadable', file: 'smoke.jsonl', line: 2 })
    expect(exitCode).toBe(2)
    expect(await serving(port)).toMatchObject({ version: '0.1.0' })
  })

  test('a rollback away from a version that the registry lost is possible', async () => {
    await (await register(world, 'good')).launch('deploy-model', {}, { config: production(port) })
    const run = await register(world, 'better')
    await run.launch('deploy-model', {}, { config: production(port) })
    const [newest] = await world.registry.versions('churn')
    await writeFile(join(newest!.uri, 'model', 'model.json'), 'tampered')
    await rm(join(world.root, '.modelassay', 'deployments'), { recursive: true })
    const { record } = await run.launch(
      'deploy-model',
      { 'rollback-to': '0.1.0' },
      { config: production(port) },
    )
    expect(record).toMatchObject({ verdict: 'rolled-back', passes: true, previous_version: '0.1.1' })
    expect(run.runner.lines.join('\n')).toContain('0.1.1 could not be brought back if this fails')
  })

  test('keeps the models that serve and that can come back, and no others', async () => {
    for (const weights of ['one', 'two', 'three'])
      await (await register(world, weights)).launch('deploy-model', {}, { config: production(port) })
    const folder = join(world.root, '.modelassay', 'deployments', 'churn', 'production')
    expect((await readdir(folder)).sort()).toEqual(['0.1.1', '0.1.2'])
  })

  test('another environment has an alias of its own', async () => {
    const run = await register(world, 'good')
    const { production: staging } = production(port).deploy
    const config = { deploy: { staging } }
    const { record } = await run.launch('deploy-model', { environment: 'staging' }, { config })
    expect(record).toMatchObject({ verdict: 'deployed', environment: 'staging' })
    expect(await world.registry.aliases('churn')).toEqual({ staging: '0.1.0' })
    expect(commandsOf(world)).toEqual(['up 0.1.0 staging'])
  })
})

describe('deploy-model on GitHub', () => {
  let world: Awaited<ReturnType<typeof githubWorld>>
  let port: number
  beforeEach(async () => {
    world = await githubWorld()
    port = await freePort()
  })
  afterEach(async () => {
    endServer(world, port)
    await world.close()
  })

  test.each(['pull_request', 'pull_request_target', 'merge_group', 'workflow_run'])(
    'refuses a run for %s',
    async (event) => {
      await register(world, 'good')
      const sha = await world.commit()
      const run = await world.run(sha, { run: { event }, trigger: { event } })
      const { record, exitCode } = await run.launch('deploy-model', {}, { config: production(port) })
      expect(record).toMatchObject({ verdict: 'refused', passes: false })
      expect(exitCode).toBe(1)
      expect(await serving(port)).toBeUndefined()
    },
  )

  test('deploys without its record on GitHub where the token may not write one, and says so', async () => {
    const run = await register(world, 'good')
    const token = world.fixture.github.issueToken({ permissions: { contents: 'write' } })
    const { record } = await run.launch('deploy-model', {}, { config: production(port), token })
    expect(record).toMatchObject({ verdict: 'deployed' })
    expect(record.deployment_id).toBeUndefined()
    expect(run.runner.lines.join('\n')).toContain('deployments: write')
  })

  test('an alias that cannot be moved is an error that says what serves', async () => {
    const run = await register(world, 'good')
    const token = world.fixture.github.issueToken({
      permissions: { contents: 'read', deployments: 'write' },
    })
    const { record, exitCode } = await run.launch('deploy-model', {}, { config: production(port), token })
    expect(record.error?.message).toContain('churn 0.1.0 serves, but the alias production could not be moved')
    expect(exitCode).toBe(3)
    const [deployment] = [...world.fixture.github.state.deployments.values()]
    expect(deployment?.statuses.at(-1)?.state).toBe('error')
    const again = await run.launch('deploy-model', {}, { config: production(port) })
    expect(again.record).toMatchObject({ verdict: 'deployed' })
    expect(await world.registry.aliases('churn')).toEqual({ production: '0.1.0' })
  })

  test('retires deployments of its own model only', async () => {
    const { forge } = world.fixture
    const other = await forge.deployments.create({
      ref: 'main',
      environment: 'production',
      task: 'deploy',
      description: 'another model',
      payload: { name: 'churn-eu' },
      production: true,
    })
    await forge.deployments.setState(other.id, 'success', 'serves')
    for (const weights of ['good', 'better'])
      await (await register(world, weights)).launch('deploy-model', {}, { config: production(port) })
    expect(await forge.deployments.latestState(other.id)).toBe('success')
  })
})
