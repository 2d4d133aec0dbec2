import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { markerOf } from '../../src/feedback/marker.ts'
import { expectClean, type ForgeFixture, newForgeFixture } from '../forge/github/forge-on-localhost.ts'
import { secondaryRateLimit } from '../github/faults.ts'
import { blocked, gateRecord, noWorse } from '../report/gate-records.ts'
import { type PullOnGitHub, pullOnGitHub, workflow } from './pull-request-on-github.ts'

let fixture: ForgeFixture
let world: PullOnGitHub
let earlier = 0
beforeAll(async () => {
  fixture = await newForgeFixture()
})
beforeEach(async () => {
  world = await pullOnGitHub(fixture)
  earlier = world.github.requests.length
})
afterEach(() => expectClean(fixture))
afterAll(() => fixture.close())

/** What is read first: the headings and the lines that can be unfolded, hidden lines left out. */
const seen = () =>
  world.comments().map(({ body }) =>
    body
      .split('\n')
      .filter((line) => /^(### |<summary>[✅❌⚠])/u.test(line))
      .map((line) => line.replace(/<\/?summary>| · .*$/g, '').replace(/<\/?summary>/g, '')),
  )
const ofModel = (name: string) => ({ name })
const leg = (seed: number) => ({ leg: `0000000${seed}`, matrix: { seed: String(seed) } })
const calls = () =>
  world.github.requests.slice(earlier).filter(({ path }) => /^\/(graphql|repos\/[^/]+\/[^/]+\/)/.test(path))
const { name: passing } = gateRecord()

describe('a pull request', () => {
  it('gets one comment and one check, in the fewest calls', async () => {
    const said = await world.job(world.run())
    expect(seen()).toEqual([['### ✅ `penguins` passes the gate']])
    expect(world.checks()).toEqual([
      {
        name: `modelassay: ${passing} → main`,
        conclusion: 'success',
        headSha: world.pull.headSha,
        title: `${passing} passes the gate`,
      },
    ])
    expect(said.outputs['comment-url']).toMatch(/\/pull\/\d+#issuecomment-\d+$/)
    expect(said.log).toEqual([])
    expect(
      calls()
        .map(({ method, path }) => `${method} ${path.replace(/\/\d+/g, '/n')}`)
        .sort(),
    ).toEqual([
      'GET /repos/assay/penguins/issues/n/comments',
      'GET /repos/assay/penguins/issues/n/comments',
      'GET /repos/assay/penguins/pulls/n',
      'POST /graphql',
      'POST /repos/assay/penguins/check-runs',
      'POST /repos/assay/penguins/issues/n/comments',
    ])
  })

  it('keeps its comment through the next pushes', async () => {
    await world.job(world.run(), { record: blocked() })
    const [first] = world.comments()
    expect(first!.body).toContain('### ❌ `penguins` is blocked')
    await world.job(world.run())
    expect(world.comments()).toHaveLength(1)
    expect(world.comments()[0]!.id).toBe(first!.id)
    expect(seen()).toEqual([['### ✅ `penguins` passes the gate']])
  })

  it('shows two models in one comment, what needs attention first and open', async () => {
    const run = world.run()
    await world.job(run, { record: ofModel('adelie') })
    await world.job(run, { record: { ...blocked(), name: 'gentoo' } })
    expect(seen()).toEqual([
      [
        '### ❌ 1 of 2 models is blocked',
        '❌ <code>gentoo</code> is blocked',
        '✅ <code>adelie</code> passes the gate',
      ],
    ])
    const { body } = world.comments()[0]!
    expect(body).toContain(
      '<details open>\n<summary>❌ <code>gentoo</code> is blocked · <code>accuracy</code> ▼',
    )
    expect(body).toContain('<details>\n<summary>✅ <code>adelie</code> passes the gate')
  })

  it('shows the jobs of a matrix by their values', async () => {
    const run = world.run()
    await world.job(run, { of: leg(1) })
    await world.job(run, { of: leg(2) })
    expect(seen()[0]).toEqual([
      '### ✅ All 2 jobs pass the gate',
      '✅ <code>penguins (seed: 1)</code> passes the gate',
      '✅ <code>penguins (seed: 2)</code> passes the gate',
    ])
    expect(world.checks().map(({ name }) => name)).toEqual([
      'modelassay: penguins (seed: 1) → main',
      'modelassay: penguins (seed: 2) → main',
    ])
  })

  it('gets a comment of each of two workflows', async () => {
    await world.job(world.run())
    await world.job(world.run('.github/workflows/nightly.yml'), { record: blocked() })
    expect(seen()).toEqual([['### ✅ `penguins` passes the gate'], ['### ❌ `penguins` is blocked']])
  })

  it('shows all twelve jobs that tell at once, whoever is slow', async () => {
    for (const seed of [0, 1]) {
      const run = world.run()
      await Promise.all(
        Array.from({ length: 12 }, (_, i) =>
          world.job(run, {
            record: { ...(i === 3 ? blocked() : gateRecord()), name: `model-${i}` },
            turn: () => wait(((i * 7 + seed * 13) % 10) * 6),
          }),
        ),
      )
      expect(seen()).toEqual([
        [
          '### ❌ 1 of 12 models is blocked',
          '❌ <code>model-3</code> is blocked',
          ...[0, 1, 10, 11, 2, 4, 5, 6, 7, 8, 9].map((i) => `✅ <code>model-${i}</code> passes the gate`),
        ],
      ])
    }
  }, 60_000)

  it('shows a job that was run again in its newest attempt, beside those that were not', async () => {
    const run = world.run()
    await world.job(run, { record: ofModel('adelie') })
    await world.job(run, { record: { ...blocked(), name: 'gentoo' } })
    world.github.rerun(run, 'failed')
    await world.job(run, { record: ofModel('gentoo') })
    expect(seen()).toEqual([
      [
        '### ✅ All 2 models pass the gate',
        '✅ <code>adelie</code> passes the gate',
        '✅ <code>gentoo</code> passes the gate',
      ],
    ])
    expect(world.comments()[0]!.body).toContain(`/actions/runs/${run.id}/attempts/2`)
  })

  it('keeps its comment among 300 others, on whichever page it is', async () => {
    const say = (count: number) => {
      for (let i = 0; i < count; i += 1)
        world.github.addComment({ issue: world.pull.number, body: `Comment ${i}`, author: 'ada' })
    }
    say(250)
    await world.job(world.run(), { record: blocked() })
    say(50)
    await world.job(world.run())
    expect(seen()).toEqual([['### ✅ `penguins` passes the gate']])
    expect(world.github.state.comments.size).toBe(301)
  })

  it('gets a new comment where somebody deleted it, before the job or under its hands', async () => {
    await world.job(world.run())
    world.github.state.comments.clear()
    await world.job(world.run(), { record: blocked() })
    expect(seen()).toEqual([['### ❌ `penguins` is blocked']])
    const slow = world.job(world.run(), { turn: () => wait(100) })
    await wait(60)
    world.github.state.comments.clear()
    await slow
    expect(seen()).toEqual([['### ✅ `penguins` passes the gate']])
  })

  it('keeps the comments of people, who may have copied ours', async () => {
    const copied = `${markerOf({ workflow })}\n### ✅ all is well`
    const theirs = world.github.addComment({ issue: world.pull.number, body: copied, author: 'mallory' })
    await world.job(world.run(), { record: blocked() })
    expect(theirs.body).toBe(copied)
    expect(seen()).toEqual([['### ❌ `penguins` is blocked']])
  })

  it('is told in time what is too long for a comment', async () => {
    const comparisons = Array.from({ length: 3000 }, (_, i) =>
      noWorse({ metric: `metrik_ä${i}`, zone: 'worse' }),
    )
    await world.job(world.run(), {
      record: blocked({ comparisons, decided_by: comparisons.map((_, i) => i) }),
    })
    const { body } = world.comments()[0]!
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_000)
    expect(body).toContain('Left out here, for length:')
    expect(body).toContain('2,980 metrics with rules')
    expect(seen()).toEqual([['### ❌ `penguins` is blocked']])
  })
})

describe('gate.comment', () => {
  const others = async (comment: string) => {
    await world.job(world.run(), { gate: { comment } })
    return seen()
  }

  it('on-failure comments on a failure, and mends the comment when it is mended', async () => {
    expect(await others('on-failure')).toEqual([])
    await world.job(world.run(), { record: blocked(), gate: { comment: 'on-failure' } })
    expect(seen()).toEqual([['### ❌ `penguins` is blocked']])
    expect(await others('on-failure')).toEqual([['### ✅ `penguins` passes the gate']])
  })

  it('on-change comments where the model measures otherwise', async () => {
    const [base] = gateRecord().baselines!
    const same = gateRecord({
      baselines: [{ ...base!, evaluations: [{ name: 'test', metrics: gateRecord().metrics! }] }],
      comparisons: [noWorse({ zone: 'identical', change: 0 })],
    })
    const said = await world.job(world.run(), { record: same, gate: { comment: 'on-change' } })
    expect([seen(), said.log]).toEqual([
      [],
      [`No comment on #${world.pull.number}: gate.comment is on-change.`],
    ])
    expect(await others('on-change')).toEqual([['### ✅ `penguins` passes the gate']])
  })

  it('never leaves the model out of the comment of the others', async () => {
    const run = world.run()
    await world.job(run, { record: ofModel('quiet'), gate: { comment: 'never' } })
    expect(seen()).toEqual([])
    await world.job(run, { record: ofModel('loud') })
    expect(seen()).toEqual([['### ✅ `loud` passes the gate']])
  })
})

describe('what is in the way', () => {
  it('is waited for: limits, and a server that stumbles', async () => {
    world.github.faults.inject(secondaryRateLimit('/comments', { method: 'POST', retryAfter: 5 }))
    world.github.faults.inject({ method: 'POST', path: '/check-runs', status: 502 })
    const { log } = await world.job(world.run())
    expect(seen()).toEqual([['### ✅ `penguins` passes the gate']])
    expect(world.checks()).toHaveLength(1)
    expect(log).toEqual([])
    expect([...world.waits].sort((a, b) => a - b)).toEqual([1000, 5000])
  })

  it('is a warning past the bound, and the verdict stands', async () => {
    world.github.faults.inject(secondaryRateLimit('/comments', { method: 'POST', retryAfter: 600 }))
    const { log, outputs, summary } = await world.job(world.run())
    expect(log).toHaveLength(1)
    expect(log[0]).toMatch(
      /^warning: Could not comment on the pull request: GitHub's rate limit left no room to comment on #\d+: .*Run this again in 600 s.* The verdict stands\.$/,
    )
    expect(outputs['check-url']).toBeDefined()
    expect(summary).toContain('passes the gate')
  })

  it('is told with the line to add where a permission is missing', async () => {
    const { log } = await world.job(world.run(), {
      record: blocked(),
      permissions: { contents: 'read', actions: 'read', 'pull-requests': 'write' },
    })
    expect(log[0]).toBe(
      `warning: Could not create the check run: the token may not create the check run "modelassay: penguins → main": it lacks the permission "checks: write" (Resource not accessible by integration). Add under "permissions:" of this job in ${workflow}: "checks: write"; a pull request from a fork can only read. The verdict stands.`,
    )
    expect(log.slice(1)).toEqual([
      'modelassay.yml:5: accuracy: out of bounds',
      'modelassay.yml:5: accuracy: worse',
    ])
    expect(seen()).toEqual([['### ❌ `penguins` is blocked']])
  })

  it('is told of a conversation that is locked', async () => {
    world.github.faults.inject({
      method: 'POST',
      path: '/comments',
      status: 403,
      body: { message: 'Unable to create comment because issue is locked.' },
    })
    const { log } = await world.job(world.run())
    expect(log).toEqual([
      `warning: Could not comment on the pull request: the conversation is locked, so that GitHub would not comment on #${world.pull.number}. Unlock it, or leave it: the verdict is in the check run and in the job summary. The verdict stands.`,
    ])
    expect(world.checks()).toHaveLength(1)
  })

  it('keeps a fork from everything but its summary', async () => {
    const { number, headSha } = world.pull
    const said = await world.job(world.run(), {
      trigger: {
        event: 'pull_request',
        defaultBranch: 'main',
        pullRequest: { number, headSha, baseRef: 'main', baseSha: headSha, fork: true },
      },
      permissions: { contents: 'read' },
    })
    expect(said.log[0]).toContain('comes from a fork, whose token can only read')
    expect(said.summary).toContain('passes the gate')
    expect(calls()).toEqual([])
  })
})

it('a merge group gets a check on its own commit, under the name of the branch, and no comment', async () => {
  const sha = (await world.git.commit('harmless'))!
  await world.job(world.run(), {
    of: {
      sha,
      ref: 'refs/heads/gh-readonly-queue/main/pr-12-0123abc',
      head_sha: undefined,
      pull_request: undefined,
    },
    trigger: { event: 'merge_group', defaultBranch: 'main', baseSha: sha },
  })
  expect(world.comments()).toEqual([])
  expect(world.checks()).toMatchObject([{ name: 'modelassay: penguins → main', headSha: sha }])
})
