import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { paletteFor } from '../../src/cli/palette.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { StageRecord } from '../../src/record/record.ts'
import { terminalText } from '../../src/report/terminal/terminal.ts'
import { localWorld } from '../registry/world.ts'
import { hosts, newHost } from './host.ts'
import { production, register, serving } from './serving.ts'

/** The next step, as people are told it. */
const nextOf = (record: StageRecord) =>
  /^ {2}Next: (.*)$/m.exec(terminalText(record, paletteFor({}, {})))?.[1]

describe.each(hosts)('deploy-model %s', (_, open) => {
  const host = newHost(open)

  test('goes back to a registered version when asked to, held to what that version answered', async () => {
    await host.deploy('good')
    await host.deploy('better')
    const run = await host.world.run((await host.world.registry.versions('churn'))[0]!.sourceSha)
    const { record, exitCode } = await run.launch(
      'deploy-model',
      { 'rollback-to': 'v0.1.0' },
      { config: production(host.port) },
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
    expect(await serving(host.port)).toMatchObject({ version: '0.1.0' })
    expect((await host.world.registry.history('churn', 'production')).map(({ version }) => version)).toEqual([
      '0.1.0',
      '0.1.1',
      '0.1.0',
    ])
    if (host.world.fixture) expect(host.states().at(-1)).toEqual(['deploy:rollback', 'success'])
  })

  test('never undoes a rollback silently', async () => {
    await host.deploy('good')
    await host.deploy('bad')
    const options = { config: production(host.port) }
    const run = await host.world.run((await host.world.registry.versions('churn'))[0]!.sourceSha)
    await run.launch('deploy-model', { 'rollback-to': '0.1.0' }, options)
    const next = await host.world.run(await host.world.commit({ 'README.md': 'Nothing about the model' }))
    await next.judged('bad')
    expect((await next.launch('register-model')).record).toMatchObject({
      verdict: 'exists',
      version: '0.1.1',
    })
    const { record, exitCode } = await next.launch('deploy-model', {}, options)
    expect(record).toMatchObject({ verdict: 'refused', passes: false, previous_version: '0.1.0' })
    expect(record.reason).toBe('production was taken back from 0.1.1')
    expect(nextOf(record)).toMatch(/^To deploy it once more, set .*version`? to 0\.1\.1\.$/)
    expect(exitCode).toBe(1)
    expect(await serving(host.port)).toMatchObject({ version: '0.1.0' })
    const wanted = await next.launch('deploy-model', { version: '0.1.1' }, options)
    expect(wanted.record).toMatchObject({ verdict: 'deployed', version: '0.1.1' })
    const again = await next.launch('deploy-model', {}, options)
    expect(again.record).toMatchObject({ verdict: 'unchanged', version: '0.1.1' })
  })

  test('never undoes a rollback silently where the same model is registered under another version', async () => {
    await host.deploy('good')
    await host.deploy('bad')
    const options = { config: production(host.port) }
    const run = await host.world.run((await host.world.registry.versions('churn'))[0]!.sourceSha)
    await run.launch('deploy-model', { 'rollback-to': '0.1.0' }, options)
    const next = await host.world.run(await host.world.commit({ 'README.md': 'An input of the training' }))
    await next.judged('bad', { train: { fingerprint: sha256('of another commit') } })
    expect((await next.launch('register-model')).record).toMatchObject({
      verdict: 'registered',
      version: '0.1.2',
    })
    const { record, exitCode } = await next.launch('deploy-model', {}, options)
    expect(record).toMatchObject({ verdict: 'refused', passes: false, previous_version: '0.1.0' })
    expect(record.reason).toBe('production was taken back from 0.1.1, and 0.1.2 is the same model')
    expect(nextOf(record)).toMatch(/^To deploy it once more, set .*version`? to 0\.1\.2\.$/)
    expect(exitCode).toBe(1)
    expect(await serving(host.port)).toMatchObject({ version: '0.1.0' })
    const wanted = await next.launch('deploy-model', { version: '0.1.2' }, options)
    expect(wanted.record).toMatchObject({ verdict: 'deployed', version: '0.1.2' })
    const later = await host.world.run(await host.world.commit({ 'README.md': 'Another' }))
    await later.judged('bad', { train: { fingerprint: sha256('of a third') } })
    await later.launch('register-model')
    const again = await later.launch('deploy-model', {}, options)
    expect(again.record).toMatchObject({ verdict: 'deployed', version: '0.1.3' })
  })

  test('takes the model that it went back to under whatever version', async () => {
    await host.deploy('good')
    await host.deploy('bad')
    const options = { config: production(host.port) }
    const run = await host.world.run((await host.world.registry.versions('churn'))[0]!.sourceSha)
    await run.launch('deploy-model', { 'rollback-to': '0.1.0' }, options)
    expect((await host.deploy('good')).record).toMatchObject({ verdict: 'deployed', version: '0.1.2' })
  })

  test('never goes back silently', async () => {
    await host.deploy('good')
    await host.deploy('better')
    const run = await host.world.run((await host.world.registry.versions('churn'))[1]!.sourceSha)
    const options = { config: production(host.port) }
    const older = await run.launch('deploy-model', { version: '0.1.0' }, options)
    expect(older.record).toMatchObject({ verdict: 'refused', passes: false, previous_version: '0.1.1' })
    expect(older.record.reason).toMatch(/, which is live$/)
    expect(nextOf(older.record)).toMatch(/^To go back, set .*rollback-to`? to 0\.1\.0\.$/)
    expect(older.exitCode).toBe(1)
    expect(await serving(host.port)).toMatchObject({ version: '0.1.1' })
  })
})

describe('deploy-model on a laptop', () => {
  const host = newHost(localWorld)

  test('a rollback away from a version that the registry lost is possible', async () => {
    await host.deploy('good')
    const run = await register(host.world, 'better')
    await run.launch('deploy-model', {}, { config: production(host.port) })
    const [newest] = await host.world.registry.versions('churn')
    await writeFile(join(newest!.uri, 'model', 'model.json'), 'tampered')
    await rm(join(host.world.root, '.modelassay', 'deployments'), { recursive: true })
    const { record } = await run.launch(
      'deploy-model',
      { 'rollback-to': '0.1.0' },
      { config: production(host.port) },
    )
    expect(record).toMatchObject({ verdict: 'rolled-back', passes: true, previous_version: '0.1.1' })
    expect(run.runner.lines.join('\n')).toContain('0.1.1 could not be brought back if this fails')
  })
})
