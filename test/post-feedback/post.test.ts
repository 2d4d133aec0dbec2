import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../../src/record/digest.ts'
import { expectClean, type ForgeFixture, newForgeFixture } from '../forge/github/forge-on-localhost.ts'
import type { Run } from '../github/state.ts'
import { gateRecord } from '../report/gate-records.ts'
import { gateFiles, predictions, rules, type Strangers, strangers } from './strangers-run.ts'

let fixture: ForgeFixture
let world: Strangers
beforeAll(async () => {
  fixture = await newForgeFixture()
})
beforeEach(async () => {
  for (const kind of ['comments', 'checkRuns', 'artifacts', 'runs', 'pulls'] as const)
    fixture.github.state[kind].clear()
  world = await strangers(fixture)
})
afterEach(() => expectClean(fixture))
afterAll(() => fixture.close())

const gate = 'modelassay-penguins-evaluate-gate-1'
const comments = () => [...fixture.github.state.comments.values()].map(({ body }) => body)
const headings = () => comments().map((body) => body.split('\n').find((line) => line.startsWith('### ')))
const checks = () =>
  [...fixture.github.state.checkRuns.values()].map(({ conclusion, title }) => [conclusion, title])

describe('what a fork uploaded', () => {
  it('is judged again by the rules of the base, and is neutral at best', async () => {
    const { run, pull } = await world.fork()
    fixture.github.addArtifact(run, { name: gate, files: gateFiles(run, predictions(6)) })
    const posted = await world.post(run)
    expect(posted.log).toEqual([])
    expect(headings()).toEqual(["### ⚠️ `penguins` passes the gate by the fork's own predictions"])
    const [body] = comments()
    expect(body).toContain(
      `Judged again by [modelassay.yml](<https://github.com/assay/penguins/blob/${world.base}/modelassay.yml>) of the base, from predictions that are the fork's own word; nothing of the run was executed.\n`,
    )
    expect(body).toContain('| `accuracy` | 0.9700 | 0.9500 | ▲ 0.0200 better')
    expect(checks()).toEqual([['neutral', "penguins passes the gate by the fork's own predictions"]])
    expect([...fixture.github.state.checkRuns.values()][0]!.headSha).toBe(pull.headSha)
    expect([posted.passes, posted.summary.includes('passes the gate')]).toEqual([true, true])
  })

  it('is blocked where its predictions are bad, whatever its record says', async () => {
    const { run } = await world.fork()
    const claims = { verdict: 'pass', passes: true, metrics: { accuracy: 1 } } as const
    fixture.github.addArtifact(run, { name: gate, files: gateFiles(run, predictions(60), claims) })
    const posted = await world.post(run)
    expect(headings()).toEqual(['### ❌ `penguins` is blocked'])
    expect(comments()[0]).toContain('below the minimum of 0.9')
    expect(checks()).toEqual([['failure', 'penguins is blocked']])
    expect(posted.passes).toBe(false)
  })

  it('is not compared where its labels are others, or its test set is', async () => {
    for (const files of [
      (run: Parameters<typeof gateFiles>[0]) =>
        gateFiles(
          run,
          predictions(0, () => 1),
        ),
      (run: Parameters<typeof gateFiles>[0]) =>
        gateFiles(run, predictions(0), {
          evaluations: [
            {
              ...gateRecord().evaluations![0]!,
              rows: 200,
              task: 'binary',
              positive: '1',
              identity: { kind: 'content', value: sha256('easier') },
            },
          ],
        }),
    ]) {
      fixture.github.state.comments.clear()
      const { run } = await world.fork()
      fixture.github.addArtifact(run, { name: gate, files: files(run) })
      expect((await world.post(run)).passes).toBe(false)
      expect(headings()[0]).toMatch(/❌ `penguins` (is blocked: it cannot be compared|could not be judged)/)
    }
  })

  it('is an error where nothing was kept that could be judged', async () => {
    const { run } = await world.fork()
    const { 'record.json': record } = gateFiles(run, '', { evidence: [] })
    fixture.github.addArtifact(run, { name: gate, files: { 'record.json': record } })
    expect((await world.post(run)).passes).toBe(false)
    expect(headings()).toEqual(['### ❌ `penguins` could not be judged'])
    expect(comments()[0]).toContain('that run kept no predictions of the evaluation test')
    expect(checks()).toEqual([['failure', 'penguins could not be judged']])
  })

  it('is told as unreadable where it is not what it should be', async () => {
    const { run } = await world.fork()
    const files = gateFiles(run, predictions(0))
    const other = gateFiles({ ...run, id: 1 }, predictions(0))
    for (const [name, bad] of [
      ['modelassay-a-evaluate-gate-1', { 'record.json': '{"schema": 1}' }],
      ['modelassay-b-evaluate-gate-1', { ...files, '../../escaped.txt': 'x' }],
      ['modelassay-c-evaluate-gate-1', { ...files, 'predictions-test.csv': 'id,label,prediction\n' }],
      [gate, other],
      ['modelassay-penguins-evaluate-gate-7', files],
    ] as const)
      fixture.github.addArtifact(run, { name, files: bad })
    const posted = await world.post(run)
    expect(posted.passes).toBe(false)
    expect(checks()).toEqual([])
    expect(comments()[0]!.match(/Its record could not be read/g)).toHaveLength(4)
    expect(posted.log.join('\n')).toMatch(/modelassay-b-evaluate-gate-1 is not posted: .*escaped/)
  })

  it('is judged by rules of the base, whichever file its record names', async () => {
    for (const file of ['../../../etc/passwd.yml', 'nowhere/modelassay.yml']) {
      fixture.github.state.comments.clear()
      const { run } = await world.fork()
      const policy = { ...gateRecord().policy!, file }
      fixture.github.addArtifact(run, { name: gate, files: gateFiles(run, predictions(60), { policy }) })
      expect((await world.post(run)).passes).toBe(false)
      expect(headings()[0]).toMatch(/❌ `penguins` (is blocked|could not be judged)/)
    }
  })
})

describe('an author who wants to pass', () => {
  const lax = rules.replace('min: 0.9, max_worsening: 0.02', 'min: 0.1')
  const judged = (files: ReturnType<typeof gateFiles>, run: Run, name = gate) => {
    fixture.github.addArtifact(run, { name, files })
    return world.post(run)
  }

  it('cannot choose another file of the base for a model that was judged by one before', async () => {
    world = await strangers(fixture, { files: { 'old/modelassay.yml': lax } })
    const { run } = await world.fork()
    const policy = { ...gateRecord().policy!, file: 'old/modelassay.yml' }
    expect((await judged(gateFiles(run, predictions(60), { policy }), run)).passes).toBe(false)
    expect(headings()).toEqual(['### ❌ `penguins` is blocked'])
    expect(comments()[0]).toContain('Judged again by [modelassay.yml](')
  })

  it('is found out with the predictions of another model, and of which rules judged them', async () => {
    const toy = lax.replace('name: penguins', 'name: toy').replace('[base]', '[]')
    world = await strangers(fixture, { files: { 'toy/modelassay.yml': toy } })
    const { run } = await world.fork()
    const policy = { ...gateRecord().policy!, file: 'toy/modelassay.yml' }
    const files = gateFiles(run, predictions(60), { name: 'toy', policy })
    expect((await judged(files, run, 'modelassay-toy-evaluate-gate-1')).passes).toBe(false)
    expect(headings()).toEqual(['### ⚠️ 1 of 2 models pass the gate with a reservation, 1 was not judged'])
    const [body] = comments()
    expect(body).toMatch(
      /These rules are not protected\*\*: no accepted run of this workflow on main has judged toy, .*\(toy\/modelassay\.yml\)/,
    )
    expect(body).toMatch(
      /<summary>⚠️ <code>penguins<\/code> was not judged<\/summary>\n\nThe run \d+ of main at [0-9a-f]{7} judged it/,
    )
    expect(checks()).toEqual([['neutral', "toy passes the gate by the fork's own predictions"]])
  })

  it('gets no baseline out of the way with a workflow of his own', async () => {
    const { run } = await world.fork('.github/workflows/mine.yml')
    const { passes } = await judged(gateFiles(run, predictions(6)), run)
    expect([passes, headings()]).toEqual([false, ['### ❌ `penguins` is blocked: it cannot be compared']])
  })

  it('passes no bound by rows of his choice, where the base knows the test set', async () => {
    world = await strangers(fixture, { rules: rules.replace(', max_worsening: 0.02', '') })
    const { run } = await world.fork()
    const easy = predictions(60)
      .split('\n')
      .filter((_, i) => i === 0 || i > 60)
    expect((await judged(gateFiles(run, easy.join('\n')), run)).passes).toBe(false)
    expect(headings()).toEqual(['### ❌ `penguins` could not be judged'])
    expect(comments()[0]).toContain('says that test is the test set of run')
  })

  it('has every gate told, those past the bound as unread', async () => {
    const { run } = await world.fork()
    for (let i = 0; i < 51; i += 1)
      fixture.github.addArtifact(run, { name: `modelassay-m${i}-evaluate-gate-1`, files: { x: 'y' } })
    const { passes } = await judged(gateFiles(run, predictions(6)), run)
    expect(passes).toBe(false)
    expect(comments()[0]!.match(/Its record could not be read/g)?.length).toBeGreaterThanOrEqual(51)
  })

  it.each([
    [
      'by an error of his own',
      { error: { code: 'x', message: 'Look, @everyone', hint: 'y' }, verdict: 'error', passes: false },
    ],
    ['by a model that is not there', { name: 'ghost' }],
  ] as const)('gets no comment where the rules want none, %s', async (_how, changes) => {
    world = await strangers(fixture, { rules: `${rules}  comment: never\n` })
    const { run } = await world.fork()
    const { name = 'penguins' } = changes as { name?: string }
    await judged(gateFiles(run, predictions(6), changes), run, `modelassay-${name}-evaluate-gate-1`)
    expect(comments()).toEqual([])
    expect(checks()).toEqual([['failure', `${name} could not be judged`]])
  })
})

describe('nothing is posted', () => {
  const silent = async (run: Parameters<Strangers['post']>[0], why: string, event?: string) => {
    const { log } = await world.post(run, event)
    expect(log).toEqual([expect.stringContaining(why)])
    expect([comments(), checks()]).toEqual([[], []])
  }

  it('where the pull request has moved on', async () => {
    const { run, pull } = await world.fork()
    pull.headSha = world.base
    await silent(run, 'No open pull request has the head')
  })

  it('where two pull requests have the head', async () => {
    const { run, pull } = await world.fork()
    await fixture.commit('release', { x: 'y' })
    await fixture.github.openPullRequest({
      title: 'Again',
      head: pull.headRef,
      base: 'release',
      fork: { owner: 'stranger', sha: pull.headSha },
    })
    await silent(run, 'More than one open pull request')
  })

  it('for a run that no pull request started', async () => {
    const run = fixture.github.addRun({
      workflow: '.github/workflows/model.yml',
      event: 'push',
      headBranch: 'main',
      headSha: world.base,
    })
    await silent(run, 'was started by push')
  })

  it('with the token of a fork, which can only read', async () => {
    const { run } = await world.fork()
    fixture.github.addArtifact(run, { name: gate, files: gateFiles(run, predictions(0)) })
    await silent(run, 'post from a workflow of the event workflow_run', 'pull_request')
  })
})

it('a pull request of the repository itself is posted as its own job would, under one comment', async () => {
  const sha = await fixture.commit('own', { 'params.json': '{}' })
  await fixture.github.openPullRequest({ title: 'Own', head: 'own' })
  const run = fixture.github.addRun({
    workflow: '.github/workflows/model.yml',
    event: 'pull_request',
    headBranch: 'own',
    headSha: sha,
  })
  fixture.github.addArtifact(run, { name: gate, files: gateFiles(run, predictions(6)) })
  await world.post(run)
  await world.post(run)
  expect(headings()).toEqual(['### ✅ `penguins` passes the gate'])
  expect(checks()[0]).toEqual(['success', 'penguins passes the gate'])
})
