import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { localWorld } from '../registry/world.ts'
import { hosts, newHost } from './host.ts'
import { commandOf, production, register, serving } from './serving.ts'

/** How a new version can fail: its model, what it was to answer, other settings, the step that fails, why, and what to do. */
const ownLog =
  'the log of your own server (wherever deploy.production.up sends what it prints: this suite keeps none)'
const ofUp =
  'Read what the command deploy.production.up printed in the log of this step, mend what it says, and deploy again.'
const failures = [
  [
    'never becomes healthy',
    'ill',
    'ill',
    {},
    'health',
    'it answers with status 503',
    `Read ${ownLog}, and mend what keeps deploy.production.health from answering for this version: `,
  ],
  [
    'answers wrongly',
    'wrong',
    'right',
    {},
    'smoke',
    'the answer.label is "wrong", not "right"',
    `If the answer is right, record it in smoke.jsonl with the change that caused it; if not, read ${ownLog}, mend `,
  ],
  ['does not start', 'crashes', 'x', {}, 'up', 'exit code 1', ofUp],
  [
    'hangs while it starts',
    'hangs',
    'x',
    { timeout_seconds: 1 },
    'up',
    'leave the server running in the background',
    ofUp,
  ],
] as const

describe.each(hosts)('deploy-model %s', (where, open) => {
  const host = newHost(open)

  // What fails is the same on either host; what GitHub is told of it is proved by one.
  test.each(where === 'on a laptop' ? failures : failures.slice(1, 2))(
    'restores the version before when the new one %s',
    async (_, weights, label, changes, step, why, remedy) => {
      await host.deploy('good')
      const { record, exitCode } = await host.deploy(weights, label, changes)
      expect(record).toMatchObject({
        verdict: 'rolled-back',
        passes: false,
        version: '0.1.1',
        previous_version: '0.1.0',
      })
      expect(record.reason).toContain(`churn 0.1.1 failed at "${step}"`)
      expect(record.reason).toContain(why)
      expect(record).toMatchObject({ remedy: expect.stringContaining(remedy) })
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
      expect(await serving(host.port)).toMatchObject({ version: '0.1.0' })
      expect(await host.live()).toBe('0.1.0')
      if (host.world.fixture)
        expect(host.states()).toEqual([
          ['deploy', 'success'],
          ['deploy', 'failure'],
        ])
    },
  )

  test('tells a rollback that failed from one that did not', async () => {
    await host.deploy('good')
    await writeFile(join(host.world.root, 'spell'), '')
    const { record, exitCode } = await host.deploy('better')
    expect(record).toMatchObject({ verdict: 'rollback-failed', passes: false })
    expect(record.reason).toContain('0.1.0 could not be brought back: production may serve nothing')
    expect(record).toMatchObject({
      remedy: expect.stringMatching(
        /^Look at what serves there now\. Read .* deploy again; .* \(rollback-to\)\.$/,
      ),
    })
    expect(exitCode).toBe(1)
    expect(await host.live()).toBe('0.1.0')
  })

  test('takes a first version down again that does not serve', async () => {
    const { record } = await host.deploy('wrong', 'right')
    expect(record).toMatchObject({ verdict: 'rollback-failed', passes: false })
    expect(record.reason).toContain('there is no version before it to go back to')
    expect(record).toMatchObject({ remedy: expect.stringMatching(/^Look at .* and deploy again\.$/) })
    expect(await serving(host.port)).toBeUndefined()
    expect(await host.live()).toBeUndefined()
  })
})

describe('deploy-model on a laptop', () => {
  const host = newHost(localWorld)

  test('a server that keeps its port does not pass for its successor', async () => {
    await host.deploy('good')
    const config = production(host.port, {
      up: commandOf('stubborn-up', host.port),
      down: undefined,
      smoke: undefined,
    })
    const { record } = await (await register(host.world, 'better')).launch('deploy-model', {}, { config })
    expect(record).toMatchObject({ verdict: 'rolled-back', passes: false })
    expect(record.reason).toContain('it is version 0.1.0 that answers')
    expect(await host.live()).toBe('0.1.0')
  })

  test('a server of another model does not pass for the version, and the one before is put back', async () => {
    await host.deploy('good')
    const up = `if [ "$MODELASSAY_VERSION" = 0.1.1 ]; then export MODELASSAY_NAME=late; fi; ${commandOf('up', host.port)}`
    const { record, exitCode } = await host.deploy('better', 'better', { up })
    expect(record).toMatchObject({ verdict: 'rolled-back', passes: false, version: '0.1.1' })
    expect(record.reason).toContain('it is late 0.1.1 that answers')
    expect(exitCode).toBe(1)
    expect(await serving(host.port)).toMatchObject({ name: 'churn', version: '0.1.0' })
    expect(await host.live()).toBe('0.1.0')
  })

  test('says what a version was not asked whose commit has no recorded requests', async () => {
    const first = await host.world.run(
      await host.world.commit({ '.gitignore': 'pid-*\ncommands.log\nspell\n.modelassay\n' }),
    )
    await first.judged('good')
    await first.launch('register-model')
    const config = production(host.port)
    await first.launch('deploy-model', {}, { config: production(host.port, { smoke: undefined }) })
    const why = `its commit ${first.ports.runner.run.sha!.slice(0, 7)} has no smoke.jsonl`

    const second = await register(host.world, 'wrong', 'right')
    const restored = await second.launch('deploy-model', {}, { config })
    expect(restored.record).toMatchObject({ verdict: 'rolled-back', passes: false })
    expect(restored.record.steps).toContainEqual({ name: 'restore-smoke', outcome: 'not-run', detail: why })

    await (await register(host.world, 'better')).launch('deploy-model', {}, { config })
    const back = await second.launch('deploy-model', { 'rollback-to': '0.1.0' }, { config })
    expect(back.record).toMatchObject({ verdict: 'rolled-back', passes: true })
    expect(back.record.steps?.slice(-2)).toEqual([
      { name: 'smoke', outcome: 'not-run', detail: why },
      expect.objectContaining({ name: 'alias' }),
    ])
  })

  test('a cancelled deployment is one that failed, and what it began is undone', async () => {
    await host.deploy('good')
    const run = await register(host.world, 'hangs', 'x')
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('cancelled by SIGINT')), 1500)
    const { record } = await run.launch(
      'deploy-model',
      {},
      { config: production(host.port), signal: controller.signal },
    )
    expect(record).toMatchObject({ verdict: 'rolled-back', passes: false })
    expect(await serving(host.port)).toMatchObject({ version: '0.1.0' })
    expect(await host.live()).toBe('0.1.0')
  })
})
