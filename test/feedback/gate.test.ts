import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Config, configSchema } from '../../src/config/schema.ts'
import { outsideError } from '../../src/errors.ts'
import { tellGate } from '../../src/feedback/gate.ts'
import { markerOf, stampOf } from '../../src/feedback/marker.ts'
import type { NewCheck } from '../../src/forge/checks.ts'
import type { Comment } from '../../src/forge/comments.ts'
import type { Forge } from '../../src/forge/forge.ts'
import type { PullRequest } from '../../src/forge/pulls.ts'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'
import type { Annotation } from '../../src/runner/log.ts'
import type { Trigger } from '../../src/runner/runner.ts'
import type { Ports } from '../../src/stage/stage.ts'
import { blocked, gateRecord, noWorse } from '../report/gate-records.ts'

const headSha = 'abcdef0123456789abcdef0123456789abcdef01'
const bot = 'github-actions[bot]'

/** What GitHub holds, and what was said in the log. */
interface World {
  comments: Comment[]
  checks: NewCheck[]
  pull: PullRequest
  trigger: Trigger
  kind: 'github' | 'local'
  log: string[]
  annotations: Annotation[]
  summary: string
  denied: Set<string>
}

let world: World
beforeEach(() => {
  world = {
    comments: [],
    checks: [],
    pull: { number: 7, state: 'open', merged: false, headSha, baseRef: 'main', author: 'ada' },
    trigger: {
      event: 'pull_request',
      defaultBranch: 'main',
      pullRequest: { number: 7, headSha, baseRef: 'main', baseSha: '1234567', fork: false },
    },
    kind: 'github',
    log: [],
    annotations: [],
    summary: '',
    denied: new Set(),
  }
})

const guard = (permission: string) => {
  if (world.denied.has(permission))
    throw outsideError('permission-denied', `GitHub refused: 403`, {
      hint: `Give the job \`${permission}: write\`.`,
    })
}

const comment = (id: number, author: string, body: string): Comment => ({
  id,
  author,
  body,
  url: `https://github.com/acme/penguins/pull/7#issuecomment-${id}`,
  createdAt: new Date(id * 1000),
})

function ports(): Ports {
  const forge = {
    repository: { url: 'https://github.com/acme/penguins' },
    comments: {
      viewer: async () => bot,
      list: async () => world.comments,
      create: async (_issue: number, body: string) => {
        guard('pull-requests')
        const made = comment(100 + world.comments.length, bot, body)
        world.comments.push(made)
        return made
      },
      update: async (id: number, body: string) => {
        guard('pull-requests')
        world.comments = world.comments.map((old) => (old.id === id ? { ...old, body } : old))
        return world.comments.find((old) => old.id === id)!
      },
      delete: async (id: number) => {
        world.comments = world.comments.filter((old) => old.id !== id)
      },
    },
    checks: {
      create: async (check: NewCheck) => {
        guard('checks')
        world.checks.push(check)
        return { url: `https://github.com/acme/penguins/runs/${world.checks.length}` }
      },
    },
    pulls: { get: async () => world.pull },
  } as unknown as Forge
  const runner = {
    kind: world.kind,
    run: gateRecord().run,
    trigger: world.trigger,
    bundles: { ofThisRun: async () => [] },
    log: {
      info: (message: string) => world.log.push(`info: ${message}`),
      warning: (message: string) => world.log.push(`warning: ${message}`),
      annotate: (annotation: Annotation) => world.annotations.push(annotation),
    },
    summary: async (markdown: string) => {
      world.summary += markdown
    },
  }
  return { forge, runner } as unknown as Ports
}

const tell = (
  record: EvaluateGateRecord,
  gate: object = {},
  report: Promise<unknown> = Promise.resolve(),
) => {
  const config: Config = configSchema.parse({ name: 'penguins', gate })
  const lines = { gate: 3, 'gate.rules': 4, 'gate.rules.accuracy': 5, 'gate.rules.accuracy.min': 6 }
  const project = { root: '/w', file: 'modelassay.yml', config, lines, contracts: {}, policy: record.policy! }
  return tellGate(record, project as never, ports(), report)
}

describe('the comment', () => {
  it('is made once, and rewritten by the next run', async () => {
    const { outputs } = await tell(blocked())
    expect(outputs['comment-url']).toBe('https://github.com/acme/penguins/pull/7#issuecomment-100')
    expect(world.comments[0]!.body).toContain('### ❌ `penguins` is blocked')
    await tell(gateRecord())
    expect(world.comments).toHaveLength(1)
    expect(world.comments[0]!.body).toContain('### ✅ `penguins` passes the gate')
  })

  it('leaves the comments of others alone, the marker copied or not', async () => {
    const marker = markerOf(gateRecord().run)
    world.comments = [
      comment(1, 'mallory', `${marker}\nfake`),
      comment(2, bot, `> ${marker}`),
      comment(3, bot, 'other'),
    ]
    await tell(gateRecord())
    expect(world.comments).toHaveLength(4)
    expect(world.comments.slice(0, 3).map(({ body }) => body)).toEqual([
      `${marker}\nfake`,
      `> ${marker}`,
      'other',
    ])
  })

  it('is the oldest of several of our own; the others go', async () => {
    const marker = markerOf(gateRecord().run)
    world.comments = [comment(9, bot, `${marker}\nlater`), comment(4, bot, `${marker}\nfirst`)]
    await tell(gateRecord())
    expect(world.comments.map(({ id }) => id)).toEqual([4])
    expect(world.comments[0]!.body).toContain('passes the gate')
  })

  it('waits for the report that it links to, and the check does not', async () => {
    let keep = () => {}
    const report = new Promise<void>((kept) => {
      keep = kept
    })
    const told = tell(blocked(), {}, report)
    await vi.waitFor(() => expect(world.checks).toHaveLength(1))
    expect(world.comments).toEqual([])
    keep()
    await told
    expect(world.comments).toHaveLength(1)
  })

  it('is another for another workflow', async () => {
    const { run } = gateRecord()
    await tell(gateRecord())
    await tell(gateRecord({ run: { ...run, workflow: '.github/workflows/other.yml' } }))
    expect(world.comments).toHaveLength(2)
    expect(markerOf({ workflow: 'x--> b' })).toBe('<!-- modelassay gate x-%2D%3E%20b -->')
  })

  it('of a later run is left as it is, with a line in the log', async () => {
    const { run } = gateRecord()
    const later = `${markerOf(run)}\n${stampOf({ id: '4712', attempt: 1 })}\nlater`
    world.comments = [comment(4, bot, later)]
    expect((await tell(gateRecord())).outputs['comment-url']).toBeUndefined()
    expect(world.comments).toEqual([comment(4, bot, later)])
    expect(world.log).toEqual(['info: The comment on #7 is of a later run, and stays.'])
  })

  it('is not made where the rules say never, nor off a pull request', async () => {
    await tell(gateRecord(), { comment: 'never' })
    world.trigger = { event: 'push', defaultBranch: 'main', branch: 'main' }
    await tell(gateRecord())
    expect(world.comments).toEqual([])
    expect(world.checks).toHaveLength(2)
  })

  it('fits, however much there is to say', async () => {
    const comparisons = Array.from({ length: 3000 }, (_, i) =>
      noWorse({ metric: `metrik_ä${i}`, zone: 'worse' }),
    )
    await tell(blocked({ comparisons, decided_by: comparisons.map((_, i) => i) }))
    expect(Buffer.byteLength(world.comments[0]!.body)).toBeLessThanOrEqual(65_000)
    expect(Buffer.byteLength(world.checks[0]!.summary)).toBeLessThanOrEqual(65_000)
    expect(Buffer.byteLength(world.summary)).toBeLessThanOrEqual(1_000_000)
  })
})

describe('the check run', () => {
  it('is on the commit that people see, under a name with the base', async () => {
    const { outputs } = await tell(blocked())
    expect(outputs['check-url']).toBe('https://github.com/acme/penguins/runs/1')
    expect(world.checks[0]).toMatchObject({
      name: 'modelassay: penguins → main',
      headSha,
      conclusion: 'failure',
      title: 'penguins is blocked',
    })
  })

  it('has the same name in a merge queue', async () => {
    world.trigger = { event: 'merge_group', defaultBranch: 'main' }
    const ref = 'refs/heads/gh-readonly-queue/release/1.x/pr-12-0123abc'
    const { head_sha: _none, pull_request: _nor, ...run } = gateRecord().run
    await tell(gateRecord({ run: { ...run, ref } }))
    expect(world.checks[0]).toMatchObject({ name: 'modelassay: penguins → release/1.x', headSha: run.sha })
  })

  it.each([
    ['pass', true, 'success'],
    ['no-baseline', true, 'neutral'],
    ['waived', true, 'neutral'],
    ['inconclusive', true, 'neutral'],
    ['inconclusive', false, 'failure'],
    ['not-comparable', false, 'failure'],
    ['fail', false, 'failure'],
    ['error', false, 'failure'],
    ['skipped', false, 'neutral'],
  ] as const)('of %s (passes: %s) is %s', async (verdict, passes, conclusion) => {
    await tell(gateRecord({ verdict, passes }))
    expect(world.checks[0]!.conclusion).toBe(conclusion)
  })

  it('points at the rules that were broken', async () => {
    await tell(blocked())
    expect(world.checks[0]!.annotations).toMatchObject([
      { level: 'error', file: 'modelassay.yml', line: 6, title: 'accuracy: out of bounds' },
      { level: 'error', file: 'modelassay.yml', line: 5, title: 'accuracy: worse' },
    ])
    expect(world.annotations).toEqual([])
  })
})

describe('what cannot be posted', () => {
  it('is a warning that names the permission; the rest is posted', async () => {
    world.denied.add('pull-requests')
    const { outputs } = await tell(blocked())
    expect(outputs).toEqual({ 'check-url': 'https://github.com/acme/penguins/runs/1' })
    expect(world.log).toEqual([
      'warning: Could not comment on the pull request: GitHub refused: 403. Give the job `pull-requests: write`. The verdict stands.',
    ])
    expect(world.summary).toContain('is blocked')
  })

  it('shows the annotations in the log when there is no check to hold them', async () => {
    world.denied.add('checks')
    await tell(blocked())
    expect(world.annotations).toHaveLength(2)
    expect(world.comments).toHaveLength(1)
  })

  it.each([
    ['is closed', { state: 'closed' as const }],
    ['is merged', { state: 'closed' as const, merged: true }],
    ['has moved on to fffffff', { headSha: 'f'.repeat(40) }],
  ])('is left alone when the pull request %s', async (why, change) => {
    world.pull = { ...world.pull, ...change }
    expect((await tell(blocked())).outputs).toEqual({})
    expect([world.comments, world.checks]).toEqual([[], []])
    expect(world.log[0]).toContain(`Pull request #7 ${why}`)
    expect(world.summary).toContain('is blocked')
  })

  it('is left alone for a fork, whose token can only read', async () => {
    world.trigger = { ...world.trigger, pullRequest: { ...world.trigger.pullRequest!, fork: true } }
    expect((await tell(blocked())).outputs).toEqual({})
    expect(world.log[0]).toContain('comes from a fork')
  })

  it('is nothing on a laptop', async () => {
    world.kind = 'local'
    expect((await tell(blocked())).outputs).toEqual({})
    expect([world.comments, world.checks]).toEqual([[], []])
  })
})
