import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Pull } from '../github/state.ts'
import { actProgram } from './act.ts'
import { releaseTree, usedByRelease } from './local-actions.ts'
import { health, stopServing } from './serving.ts'
import { buildStandIns } from './stand-ins.ts'
import { seenIn, stories } from './stories.ts'
import { exampleFiles, openWorld, type World } from './world.ts'

/*
 * One file for both examples: both serve on the port that their modelassay.yml names, so they take turns. Each test
 * goes on where the one before it ended.
 */
const program = actProgram()
const shared = mkdtempSync(join(tmpdir(), 'e2e-'))
afterAll(() => rmSync(shared, { recursive: true, force: true }))
let actions: Record<string, string>
let nested: readonly string[]
beforeAll(async () => {
  const release = releaseTree(join(shared, 'modelassay'))
  const standIns = await buildStandIns(join(shared, 'stand-ins'))
  nested = usedByRelease(release)
  actions = {
    'modelassay/modelassay': release,
    ...Object.fromEntries(Object.entries(standIns).map(([name, folder]) => [`actions/${name}`, folder])),
  }
})

describe.each(stories)('the example $example', (story) => {
  const { example: name, judging } = story
  const python = program === undefined ? false : story.python()
  const here = test.skipIf(program === undefined || python === false)
  const judged = Object.fromEntries(judging.map((job) => [job, 'success']))
  let world: World
  let harmless: Pull

  beforeAll(async () => {
    if (program === undefined || python === false) return
    await stopServing()
    world = await openWorld({
      repo: name,
      files: exampleFiles(name),
      program,
      actions,
      nested,
      ...(python === undefined ? {} : { python }),
    })
  })
  afterAll(async () => {
    await stopServing()
    await world?.close()
  })

  const tags = async () => (await world.git.text(['tag', '--list'])).split('\n').filter(Boolean)
  const verdict = (ran: { outputs: Readonly<Record<string, string>> }) =>
    ran.outputs[`${story.gate}/conclude/verdict`]
  const checks = (sha: string) =>
    [...world.github.state.checkRuns.values()].filter(({ headSha }) => headSha === sha)
  const comments = (pull: Pull) =>
    [...world.github.state.comments.values()].filter(({ issue }) => issue === pull.number)
  const issues = () =>
    [...world.github.state.issues.values()].filter(({ number }) => !world.github.state.pulls.has(number))
  const deployments = () =>
    [...world.github.state.deployments.values()].map(({ environment, sha, statuses }) => ({
      environment,
      sha,
      state: statuses.at(-1)?.state,
    }))
  const releases = () =>
    [...world.github.state.releases.values()].map(({ tagName, draft }) => ({ tagName, draft }))
  const flawless = () => expect(world.github.violations).toEqual([])

  here('the first push to main registers and deploys, and says that there was no baseline', async () => {
    const ran = await world.push('model.yml')
    expect(ran.jobs, ran.log).toEqual({ ...judged, release: 'success' })
    expect(verdict(ran)).toBe('no-baseline')
    expect(checks(ran.run.headSha)).toMatchObject([{ status: 'completed', conclusion: 'neutral' }])
    expect(checks(ran.run.headSha)[0]?.summary).toMatch(/there is nothing to compare it with yet/)
    expect(Object.values(ran.summary).join('\n')).toMatch(/there is nothing to compare it with yet/)
    expect(await tags()).toEqual([`${name}#production#1`, `${name}@v0.1.0`])
    expect(releases()).toEqual([{ tagName: `${name}@v0.1.0`, draft: false }])
    expect(deployments()).toMatchObject([{ environment: 'production', state: 'success' }])
    expect(await health()).toMatchObject({ status: 'ok', name, version: '0.1.0' })
    flawless()
  })

  here('a pull request with a model as good passes, with the metric diff and a green check', async () => {
    await world.commit('harmless', await story.harmless(world.file), 'Train a little differently')
    harmless = await world.openPull('harmless', 'Train a little differently')
    const ran = await world.pull('model.yml', harmless)
    expect(ran.jobs, ran.log).toEqual(judged)
    expect(verdict(ran)).toBe('pass')
    expect(comments(harmless)).toMatchObject([{ author: 'github-actions[bot]' }])
    expect(comments(harmless)[0]?.body).toContain('| `accuracy` | 0.9806 | 0.9806 | equal')
    const linked = /\[report\]\(<[^>]*\/artifacts\/(\d+)>\)/.exec(comments(harmless)[0]!.body)
    const report = world.github.state.artifacts.get(Number(linked?.[1]))!
    expect(world.github.artifactBytes(report).toString('utf8')).toMatch(/^<!doctype html>/i)
    expect(checks(harmless.headSha)).toMatchObject([
      { name: `modelassay: ${name} → main`, status: 'completed', conclusion: 'success' },
    ])
    flawless()
  })

  here('a pull request with a worse model is blocked, and its script finds no token', async () => {
    const before = await tags()
    await world.commit('harmful', await story.harmful(world.file), 'Measure no bills')
    const pull = await world.openPull('harmful', 'Measure no bills')
    const ran = await world.pull('model.yml', pull)
    expect(ran.exitCode).not.toBe(0)
    expect(ran.jobs, ran.log).toEqual({ ...judged, [judging.at(-1)!]: 'failure' })
    expect(verdict(ran)).toBe('fail')
    expect(comments(pull)).toHaveLength(1)
    expect(comments(pull)[0]?.body).toContain('| `accuracy` | 0.7767 | 0.9806 | ▼ 0.2039 worse')
    expect(checks(pull.headSha)).toMatchObject([{ status: 'completed', conclusion: 'failure' }])
    expect(await tags()).toEqual(before)

    const [own, ...ancestors] = seenIn(ran.log)
    expect(own).toBe('')
    expect(ancestors.length).toBeGreaterThan(2)
    // act alone gives a step of a composite the inputs of the action in INPUT_…; the runner's own token is not there
    const beyond = ancestors
      .flatMap((found) => found.split('\n'))
      .filter((line) => !/^(INPUT_.*)?$/.test(line))
    expect(beyond).toEqual([])
    expect(ran.log).not.toContain(ran.token)
    flawless()
  })

  here('the next push to main is measured against the first, and takes its place in production', async () => {
    await world.github.mergePullRequest(harmless.number)
    const ran = await world.push('model.yml')
    expect(ran.jobs, ran.log).toEqual({ ...judged, release: 'success' })
    expect(verdict(ran)).toBe('pass')
    const baselines = JSON.parse(ran.outputs[`${story.gate}/conclude/comparisons`] ?? '[]') as {
      baseline?: { name: string }
    }[]
    expect(new Set(baselines.flatMap(({ baseline }) => (baseline ? [baseline.name] : [])))).toEqual(
      new Set(['base', 'production']),
    )
    expect(await tags()).toEqual([
      `${name}#production#1`,
      `${name}#production#2`,
      `${name}@v0.1.0`,
      `${name}@v0.1.1`,
    ])
    expect(releases().map(({ draft }) => draft)).toEqual([false, false])
    expect(deployments().map(({ state }) => state)).toEqual(['inactive', 'success'])
    expect(await health()).toMatchObject({ version: '0.1.1' })
    flawless()
  })

  here('drift opens an issue, and dispatches nothing while there is nothing new to learn from', async () => {
    const drifted = await world.file('data/live-drifted.csv')
    await world.commit('main', { 'data/live.csv': drifted }, 'Live data of today [skip ci]')
    const ran = await world.schedule('drift.yml')
    expect(ran.jobs, ran.log).toEqual({ drift: 'success' })
    expect(issues()).toMatchObject([{ state: 'open', author: 'github-actions[bot]' }])
    expect(issues()[0]?.body).toContain('body_mass_g')
    expect(issues()[0]?.body).toMatch(/no new training data/)
    expect(world.github.state.dispatches).toEqual([])
    flawless()
  })

  here('drift with new training data dispatches a retraining, which registers what it trains', async () => {
    await world.commit('main', await story.newData(world.file), 'Training data of today [skip ci]')
    const ran = await world.schedule('drift.yml')
    expect(ran.jobs, ran.log).toEqual({ drift: 'success' })
    expect(issues()).toHaveLength(1)
    expect(issues()[0]?.body).toMatch(/dispatched/)
    const [dispatch, ...more] = world.github.state.dispatches
    expect(more).toEqual([])
    expect(dispatch).toMatchObject({ kind: 'workflow_dispatch', ref: 'main' })
    if (dispatch?.kind !== 'workflow_dispatch') throw new Error('nothing was dispatched')

    const queued = world.github.state.runs.get(dispatch.run)!
    const retrained = await world.dispatched(queued)
    expect(retrained.jobs, retrained.log).toEqual({ ...judged, release: 'success' })
    expect(await tags()).toContain(`${name}@v0.1.2`)
    expect(await health()).toMatchObject({ version: '0.1.2' })
    flawless()
  })

  here('a person goes back to a version that served before', async () => {
    const ran = await world.byHand('rollback.yml', { version: '0.1.1' })
    expect(ran.jobs, ran.log).toEqual({ rollback: 'success' })
    expect(await tags()).toContain(`${name}#production#4`)
    expect(deployments().at(-1)).toMatchObject({ environment: 'production', state: 'success' })
    expect(await health()).toMatchObject({ version: '0.1.1' })
    flawless()
  })
})
