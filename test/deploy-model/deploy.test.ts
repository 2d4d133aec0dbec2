import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { localWorld } from '../registry/world.ts'
import { hosts, newHost } from './host.ts'
import { commandOf, commandsOf, endServer, freePort, production, register, serving } from './serving.ts'

describe.each(hosts)('deploy-model %s', (_, open) => {
  const host = newHost(open)

  test('puts the registered version live, and proves it', async () => {
    const { record, exitCode, outputs } = await host.deploy('good')
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
    expect(await serving(host.port)).toMatchObject({ version: '0.1.0' })
    expect(await host.live()).toBe('0.1.0')
    expect(commandsOf(host.world)).toEqual(['up 0.1.0 production'])
    if (host.world.fixture) expect(host.states()).toEqual([['deploy', 'success']])
    expect(record.deployment_id !== undefined).toBe(host.world.fixture !== undefined)
  })

  test('replaces the version before, and says which it was', async () => {
    await host.deploy('good')
    const { record, outputs } = await host.deploy('better')
    expect(record).toMatchObject({ verdict: 'deployed', version: '0.1.1', previous_version: '0.1.0' })
    expect(outputs['previous-version']).toBe('0.1.0')
    expect(commandsOf(host.world)).toEqual([
      'up 0.1.0 production',
      'down 0.1.0 production',
      'up 0.1.1 production',
    ])
    expect(await serving(host.port)).toMatchObject({ version: '0.1.1' })
    expect(await host.live()).toBe('0.1.1')
    if (!host.world.fixture) return
    expect(host.states()).toEqual([
      ['deploy', 'inactive'],
      ['deploy', 'success'],
    ])
    const newest = [...host.world.fixture.github.state.deployments.values()].at(-1)
    expect(newest?.payload).toMatchObject({ name: 'churn', version: '0.1.1', predecessor: '0.1.0' })
  })

  test('touches nothing when the version serves already, and starts it where it does not', async () => {
    await host.deploy('good')
    const run = await host.world.run((await host.world.registry.versions('churn'))[0]!.sourceSha)
    const options = { config: production(host.port) }
    const again = await run.launch('deploy-model', {}, options)
    expect(again.record).toMatchObject({ verdict: 'unchanged', passes: true, version: '0.1.0' })
    expect(commandsOf(host.world)).toEqual(['up 0.1.0 production'])
    endServer(host.world, host.port)
    const revived = await run.launch('deploy-model', {}, options)
    expect(revived.record).toMatchObject({ verdict: 'deployed', version: '0.1.0', previous_version: '0.1.0' })
    expect(await serving(host.port)).toMatchObject({ version: '0.1.0' })
    expect(await host.world.registry.history('churn', 'production')).toHaveLength(1)
  })

  test('deploys nothing when this run registered nothing', async () => {
    await host.deploy('good')
    const run = await host.world.run(await host.world.commit())
    await run.judged('worse', { gate: { passes: false, verdict: 'fail' } })
    await run.launch('register-model')
    const { record } = await run.launch('deploy-model', {}, { config: production(host.port) })
    expect(record).toMatchObject({ verdict: 'refused', passes: false })
    expect(record.reason).toContain('this run registered no version: ')
  })

  test.each([
    ['no environment of that name', { environment: 'staging' }, 'no-environment'],
    ['no version of that number', { version: '9.9.9' }, 'no-version'],
    ['two versions at once', { version: '0.1.0', 'rollback-to': '0.1.0' }, 'version-and-rollback'],
  ])('%s is a clear error before anything is touched', async (_, own, code) => {
    const run = await register(host.world, 'good')
    const { record, exitCode } = await run.launch('deploy-model', own, { config: production(host.port) })
    expect(record).toMatchObject({ verdict: 'error', error: { code } })
    expect(exitCode).toBe(2)
    expect(await serving(host.port)).toBeUndefined()
  })
})

describe('deploy-model on a laptop', () => {
  const host = newHost(localWorld)

  test('does not take the alias from a deployment that ended in between', async () => {
    await host.deploy('good')
    await register(host.world, 'other')
    const run = await register(host.world, 'better')
    const move = JSON.stringify({ alias: 'production', at: '2026-03-01T00:00:00Z', version: '0.1.1' })
    const up = `${commandOf('up', host.port)} && echo '${move}' > .modelassay/registry/churn/aliases/000002.json`
    const { record, exitCode } = await run.launch(
      'deploy-model',
      {},
      { config: production(host.port, { up }) },
    )
    expect(record).toMatchObject({ verdict: 'error', passes: false, error: { code: 'alias-overtaken' } })
    expect(record.reason).toContain('named 0.1.0 when this deployment began and names 0.1.1 now')
    expect(exitCode).toBe(3)
    expect(await host.live()).toBe('0.1.1')
  })

  test('a stop that fails because nothing runs stops nothing', async () => {
    await host.deploy('good')
    await writeFile(join(host.world.root, `pid-${host.port}`), '999999999')
    await rm(join(host.world.root, `pid-${host.port}`))
    const run = await register(host.world, 'better')
    const elsewhere = await freePort()
    const { record } = await run.launch('deploy-model', {}, { config: production(elsewhere) })
    expect(record).toMatchObject({ verdict: 'deployed' })
    expect(record.steps?.[0]).toMatchObject({ name: 'down', outcome: 'failed' })
    endServer(host.world, elsewhere)
  })

  test('a model that was changed in the registry is not deployed', async () => {
    const run = await register(host.world, 'good')
    const [version] = await host.world.registry.versions('churn')
    await writeFile(join(version!.uri, 'model', 'model.json'), 'tampered')
    const { record } = await run.launch('deploy-model', {}, { config: production(host.port) })
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'version-broken' } })
    expect(await serving(host.port)).toBeUndefined()
  })

  test('a record that was changed in the registry is not believed', async () => {
    const run = await register(host.world, 'good')
    const [version] = await host.world.registry.versions('churn')
    await writeFile(join(version!.uri, 'records', 'evaluate-gate', 'predictions.csv'), 'tampered')
    const { record } = await run.launch('deploy-model', {}, { config: production(host.port) })
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'version-broken' } })
  })

  test('a smoke file with a typing error takes nothing down', async () => {
    await host.deploy('good')
    const run = await register(host.world, 'better')
    await writeFile(
      join(host.world.root, 'smoke.jsonl'),
      '{"request": {"path": "/health"}, "expect": {}}\n{"request":\n',
    )
    const { record, exitCode } = await run.launch('deploy-model', {}, { config: production(host.port) })
    expect(record.error).toMatchObject({ code: 'smoke-unreadable', file: 'smoke.jsonl', line: 2 })
    expect(exitCode).toBe(2)
    expect(await serving(host.port)).toMatchObject({ version: '0.1.0' })
  })

  test('keeps the models that serve and that can come back, and no others', async () => {
    for (const weights of ['one', 'two', 'three']) await host.deploy(weights)
    const folder = join(host.world.root, '.modelassay', 'deployments', 'churn', 'production')
    expect((await readdir(folder)).sort()).toEqual(['0.1.1', '0.1.2'])
  })

  test('another environment has an alias of its own', async () => {
    const run = await register(host.world, 'good')
    const { production: staging } = production(host.port).deploy
    const config = { deploy: { staging } }
    const { record } = await run.launch('deploy-model', { environment: 'staging' }, { config })
    expect(record).toMatchObject({ verdict: 'deployed', environment: 'staging' })
    expect(await host.world.registry.aliases('churn')).toEqual({ staging: '0.1.0' })
    expect(commandsOf(host.world)).toEqual(['up 0.1.0 staging'])
  })
})
