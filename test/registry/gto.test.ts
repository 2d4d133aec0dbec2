import { execFileSync } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { oraclePythonIfAny } from '../oracles/venv.ts'
import { githubRoom, gitIn, newVersion } from './rooms.ts'

const python = oraclePythonIfAny('gto-requirements.txt')

/** What GTO, another program, reads in a clone. */
function gto(folder: string, ...args: string[]): unknown {
  const output = execFileSync(join(dirname(python!), 'gto'), [...args, '--json'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC' },
  })
  return JSON.parse(output)
}

test.skipIf(!python)(
  'gto reads versions, aliases and a rollback, two versions of one commit included',
  async () => {
    const room = await githubRoom()
    const { registry, fixture } = room
    try {
      const first = await room.commit()
      await registry.register(await newVersion('0.1.0', first))
      await registry.moveAlias('churn', 'production', '0.1.0')
      room.at('2026-03-02T00:00:00Z')
      // Trained again without a change to the code: a second version of the same commit.
      await registry.register(await newVersion('0.1.1', first, 'retrained'))
      await registry.moveAlias('churn', 'production', '0.1.1')
      await registry.moveAlias('churn', 'champion', '0.1.1')
      room.at('2026-03-03T00:00:00Z')
      await registry.register(await newVersion('0.2.0', await room.commit()))
      await registry.moveAlias('churn', 'production', '0.2.0')
      await registry.moveAlias('churn', 'production', '0.1.1')

      const clone = await mkdtemp(join(tmpdir(), 'clone-'))
      gitIn(clone, 'clone', '--quiet', fixture.git.dir, '.')
      expect(gto(clone, 'show')).toEqual({
        churn: {
          version: 'v0.2.0',
          stage: { production: 'v0.1.1', champion: 'v0.1.1' },
          registered: true,
          active: true,
        },
      })
      const history = gto(clone, 'history', 'churn') as {
        event: string
        version: string
        stage?: string
        timestamp: string
      }[]
      const events = history
        .toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : 1))
        .map(({ event, version, stage }) => [event, version, ...(stage ? [stage] : [])].join(' '))
      expect(events.filter((event) => event.startsWith('registration'))).toEqual([
        'registration v0.1.0',
        'registration v0.1.1',
        'registration v0.2.0',
      ])
      expect(events.filter((event) => event.endsWith('production'))).toEqual([
        'assignment v0.1.0 production',
        'assignment v0.1.1 production',
        'assignment v0.2.0 production',
        'assignment v0.1.1 production',
      ])

      // A registration commit has the sources, and the run record beside them.
      expect(gitIn(clone, 'show', 'churn@v0.1.1:train.py')).toBe('print(1)')
      const record = '.modelassay/registry/churn/0.1.1/records/evaluate-gate/record.json'
      expect(gitIn(clone, 'show', `churn@v0.1.1:${record}`)).toBe('{"of": "0.1.1"}')
      expect(gitIn(clone, 'log', '--format=%s', '-1', 'churn@v0.1.1')).toBe('Register churn 0.1.1')
    } finally {
      await room.close()
    }
  },
)

test.skipIf(!python)('an alias that gto moved is read, and one that it took away', async () => {
  const room = await githubRoom()
  const { registry, fixture } = room
  try {
    const sha = await room.commit()
    await registry.register(await newVersion('0.1.0', sha))
    const clone = await mkdtemp(join(tmpdir(), 'clone-'))
    gitIn(clone, 'clone', '--quiet', fixture.git.dir, '.')
    for (const [key, value] of [
      ['user.name', 'Ada'],
      ['user.email', 'ada@example.org'],
    ])
      gitIn(clone, 'config', key!, value!)
    const tool = (...args: string[]) =>
      execFileSync(join(dirname(python!), 'gto'), args, { cwd: clone, stdio: 'ignore' })
    tool('assign', 'churn', '--version', 'v0.1.0', '--stage', 'production')
    gitIn(clone, 'push', '--quiet', '--tags')
    expect(await registry.aliases('churn')).toEqual({ production: '0.1.0' })
    tool('assign', 'churn', '--version', 'v0.1.0', '--stage', 'champion')
    tool('deprecate', 'churn', 'v0.1.0', 'production')
    gitIn(clone, 'push', '--quiet', '--tags')
    expect(await registry.aliases('churn')).toEqual({ champion: '0.1.0' })
    expect((await registry.history('churn', 'production')).map(({ version }) => version)).toEqual([
      '0.1.0',
      undefined,
    ])
    expect((await registry.history('churn', 'production'))[0]?.by).toBe('Ada')
  } finally {
    await room.close()
  }
})

test('tags of others are no versions, and their numbers are taken', async () => {
  const room = await githubRoom()
  const { registry, fixture } = room
  try {
    const sha = await room.commit()
    const who = { env: { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.org' } }
    await fixture.git.run(['tag', '-a', '-m', 'by hand', 'churn@v1.0.0', sha], who)
    await fixture.git.run(['tag', 'churn@v1.1.0', sha])
    await fixture.git.run(['tag', '-a', '-m', 'x', 'churn@latest', sha], who)
    await fixture.git.run(['tag', 'churn#production#1', sha])
    expect(await registry.versions('churn')).toEqual([])
    expect(await registry.aliases('churn')).toEqual({})
    for (const version of ['1.0.0', '1.1.0'])
      await expect(registry.register(await newVersion(version, sha))).rejects.toHaveProperty(
        'code',
        'version-taken',
      )
    await fixture.git.run(['tag', '-a', '-m', 'by hand', 'churn#production#2', sha], who)
    await expect(registry.aliases('churn')).rejects.toHaveProperty('code', 'alias-unknown')
  } finally {
    await room.close()
  }
})
