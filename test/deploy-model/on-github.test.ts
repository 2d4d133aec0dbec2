import { describe, expect, test } from 'vitest'
import { githubWorld } from '../registry/world.ts'
import { newHost } from './host.ts'
import { production, register, serving } from './serving.ts'

describe('deploy-model on GitHub', () => {
  const host = newHost(githubWorld)

  test.each(['pull_request', 'pull_request_target', 'merge_group', 'workflow_run'])(
    'refuses a run for %s',
    async (event) => {
      await register(host.world, 'good')
      const sha = await host.world.commit()
      const run = await host.world.run(sha, { run: { event }, trigger: { event } })
      const { record, exitCode } = await run.launch('deploy-model', {}, { config: production(host.port) })
      expect(record).toMatchObject({ verdict: 'refused', passes: false })
      expect(exitCode).toBe(1)
      expect(await serving(host.port)).toBeUndefined()
    },
  )

  test('deploys without its record on GitHub where the token may not write one, and says so', async () => {
    const run = await register(host.world, 'good')
    const token = host.world.fixture.github.issueToken({ permissions: { contents: 'write' } })
    const { record } = await run.launch('deploy-model', {}, { config: production(host.port), token })
    expect(record).toMatchObject({ verdict: 'deployed' })
    expect(record.deployment_id).toBeUndefined()
    expect(run.runner.lines.join('\n')).toContain('deployments: write')
  })

  test('an alias that cannot be moved is an error that says what serves', async () => {
    const run = await register(host.world, 'good')
    const token = host.world.fixture.github.issueToken({
      permissions: { contents: 'read', deployments: 'write' },
    })
    const { record, exitCode } = await run.launch(
      'deploy-model',
      {},
      { config: production(host.port), token },
    )
    expect(record.error?.message).toContain('churn 0.1.0 serves, but the alias production could not be moved')
    expect(exitCode).toBe(3)
    const [deployment] = [...host.world.fixture.github.state.deployments.values()]
    expect(deployment?.statuses.at(-1)?.state).toBe('error')
    const again = await run.launch('deploy-model', {}, { config: production(host.port) })
    expect(again.record).toMatchObject({ verdict: 'deployed' })
    expect(await host.world.registry.aliases('churn')).toEqual({ production: '0.1.0' })
  })

  test('retires deployments of its own model only', async () => {
    const { forge } = host.world.fixture
    const other = await forge.deployments.create({
      ref: 'main',
      environment: 'production',
      task: 'deploy',
      description: 'another model',
      payload: { name: 'churn-eu' },
      production: true,
    })
    await forge.deployments.setState(other.id, 'success', 'serves')
    for (const weights of ['good', 'better']) await host.deploy(weights)
    expect(await forge.deployments.latestState(other.id)).toBe('success')
  })
})
