import { describe, expect, test } from 'vitest'
import { newHost } from '../deploy-model/host.ts'
import { production, register } from '../deploy-model/serving.ts'
import { githubWorld } from '../registry/world.ts'

describe('the page of a run on GitHub', () => {
  const host = newHost(githubWorld)

  test('shows what was registered, with its page, and what serves in place of what', async () => {
    const first = await register(host.world, 'good')
    await first.launch('deploy-model', {}, { config: production(host.port) })
    const run = await register(host.world, 'better')
    const { record } = await run.launch('deploy-model', {}, { config: production(host.port) })
    expect(record.verdict).toBe('deployed')
    const [registered, deployed] = run.runner.summaries.slice(-2)
    expect(registered).toContain('### ✅ `churn` is registered\n\nchurn 0.1.1 is registered')
    expect(registered).toMatch(/^- page: \[`https?:.*`\]\(<https?:.*>\)$/m)
    expect(deployed).toContain('### ✅ `churn` is deployed')
    expect(deployed).toContain('- before: `0.1.0`')
    expect(run.runner.lines).toContain(record.reason)
    expect(run.runner.annotations).toEqual([])
  })

  test('says of a deployment that failed why, and what to do, beside the run and on its page', async () => {
    const run = await register(host.world, 'good')
    const config = production(host.port, { up: 'exit 1' })
    const { record, exitCode } = await run.launch('deploy-model', {}, { config })
    expect({ verdict: record.verdict, exitCode }).toEqual({ verdict: 'rollback-failed', exitCode: 1 })
    expect(run.runner.annotations).toMatchObject([{ level: 'error' }])
    const [{ message } = { message: '' }] = run.runner.annotations
    expect(message).toContain('churn 0.1.0 failed at "up"')
    expect(message.split('\n')).toHaveLength(2)
    const page = run.runner.summaries.at(-1)
    expect(page).toContain('### ❌ `churn` could not be deployed')
    expect(page).toContain('**Next:** ')
    expect(page).toContain('- step up: `failed')
  })

  test('says why nothing was deployed, where that was refused', async () => {
    await register(host.world, 'good')
    const sha = await host.world.commit()
    const run = await host.world.run(sha, {
      run: { event: 'pull_request' },
      trigger: { event: 'pull_request' },
    })
    const { record } = await run.launch('deploy-model', {}, { config: production(host.port) })
    expect(record.verdict).toBe('refused')
    expect(run.runner.annotations).toMatchObject([
      { level: 'error', message: expect.stringContaining(record.reason) },
    ])
    expect(run.runner.summaries).toEqual([expect.stringContaining('was not deployed')])
  })
})
