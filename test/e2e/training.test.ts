import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pull, Run } from '../github/state.ts'
import { actProgram } from './act.ts'
import { forge } from './forged.ts'
import { releaseTree, usedByRelease } from './local-actions.ts'
import type { Ran } from './run-workflow.ts'
import { buildStandIns } from './stand-ins.ts'
import { exampleFiles, openWorld, type World } from './world.ts'

/* One story: each test goes on where the one before it ended. */

const name = 'penguins'
const workflow = `name: model
on: { pull_request: {}, push: { branches: [main] }, workflow_dispatch: {} }
permissions: {}
jobs:
  model:
    runs-on: ubuntu-latest
    permissions: { contents: read, actions: read, checks: write, pull-requests: write }
    steps:
      - uses: actions/checkout@v7
      - id: train
        uses: modelassay/modelassay/actions/train@v1
      - id: gate
        uses: modelassay/modelassay/actions/evaluate-gate@v1
`
const seeds = `name: seeds
on: { push: { branches: [main] }, workflow_dispatch: {} }
permissions: {}
jobs:
  seed:
    runs-on: ubuntu-latest
    strategy: { fail-fast: false, max-parallel: 1, matrix: { seed: [1, 0] } }
    permissions: { contents: read, actions: read }
    steps:
      - uses: actions/checkout@v7
      - id: train
        uses: modelassay/modelassay/actions/train@v1
        with: { seeds: "[0, 1]", seed: "\${{ matrix.seed }}" }
  model:
    needs: seed
    if: \${{ !cancelled() }}
    runs-on: ubuntu-latest
    permissions: { contents: read, actions: read, checks: write, pull-requests: write }
    steps:
      - uses: actions/checkout@v7
      - id: train
        uses: modelassay/modelassay/actions/train@v1
        with: { seeds: "[0, 1]", gather: "true" }
      - id: gate
        if: github.event_name == 'push'
        uses: modelassay/modelassay/actions/evaluate-gate@v1
`
const program = actProgram()
const here = test.skipIf(program === undefined)
const shared = mkdtempSync(join(tmpdir(), 'e2e-training-'))
afterAll(() => rmSync(shared, { recursive: true, force: true }))

let world: World
/** the first run of main */
let first: Ran
/** the last run of main that the gate let through */
let accepted: Ran
let pull: Pull
/** digest of the model that is honest, and what main has trained of it */
let honest: string
beforeAll(async () => {
  if (program === undefined) return
  const release = releaseTree(join(shared, 'modelassay'))
  const standIns = await buildStandIns(join(shared, 'stand-ins'))
  world = await openWorld({
    repo: name,
    files: { ...exampleFiles(name), '.github/workflows/model.yml': workflow },
    program,
    actions: {
      'modelassay/modelassay': release,
      ...Object.fromEntries(Object.entries(standIns).map(([key, at]) => [`actions/${key}`, at])),
    },
    nested: usedByRelease(release),
  })
})
afterAll(() => world?.close())

const verdict = ({ outputs }: Ran) => outputs['model/train/conclude/verdict']
const model = ({ outputs }: Ran) => outputs['model/train/conclude/model-digest']
const artifacts = (run: Run) =>
  [...world.github.state.artifacts.values()]
    .filter((artifact) => artifact.run === run.id)
    .map((artifact) => artifact.name)
const summary = ({ summary }: Ran) => Object.values(summary).join('\n')

here('the first push trains', async () => {
  first = await world.push('model.yml')
  expect(first.jobs, first.log).toEqual({ model: 'success' })
  expect(verdict(first)).toBe('trained')
  honest = model(first) ?? ''
  expect(honest).toMatch(/^sha256:[0-9a-f]{64}$/)
})

here('a change of the README takes the model that is there, and says from where', async () => {
  await world.commit('main', { 'README.md': 'Which penguin is it?\n' }, 'Say what it is about')
  accepted = await world.push('model.yml')
  expect(accepted.jobs, accepted.log).toEqual({ model: 'success' })
  expect(verdict(accepted)).toBe('reused')
  expect(model(accepted)).toBe(honest)
  expect(summary(accepted)).toContain(`run ${first.run.id} of main at ${first.run.headSha.slice(0, 7)}`)
  expect(accepted.log).not.toContain('epoch 500')
})

here('a change of a parameter trains again, and comment and summary say why', async () => {
  const params = (await world.file('params.json')).replace('2000', '1500')
  await world.commit('topic', { 'params.json': params }, 'Train a little less')
  pull = await world.openPull('topic', 'Train a little less')
  const ran = await world.pull('model.yml', pull)
  expect(ran.jobs, ran.log).toEqual({ model: 'success' })
  expect(verdict(ran)).toBe('trained')
  expect(summary(ran)).toMatch(/epochs[^\n]*2000[^\n]*1500/)
  const [comment] = [...world.github.state.comments.values()]
  expect(comment?.body).toMatch(/epochs[^\n]*2000[^\n]*1500/)
})

here('the next push to that pull request takes the model of its own earlier run', async () => {
  const before = [...world.github.state.runs.values()].at(-1)!
  await world.commit('topic', { 'README.md': 'Which penguin may it be?\n' }, 'Ask more politely')
  const ran = await world.pull('model.yml', pull)
  expect(ran.jobs, ran.log).toEqual({ model: 'success' })
  expect(verdict(ran)).toBe('reused')
  expect(summary(ran)).toContain(`run ${before.id} of this pull request`)
})

here('neither a fork, nor another job, nor a tag named main can poison what main takes', async () => {
  const { github, git } = world
  const head = (await git.commit('main'))!
  const evil = await world.commit('evil', { 'train.mjs': 'process.exit(1)\n' }, 'Evil')
  const later = new Date(Date.now() + 60_000)
  const of = { workflow: '.github/workflows/model.yml', event: 'push', headBranch: 'main' }
  const common = { github, honest: first.run, name, key: 'model', attempt: 1 }
  const jobOf = (run: Run) => [...github.state.jobs.values()].find((job) => job.run === run.id)!

  const fork = github.addRun({
    ...of,
    event: 'pull_request',
    headSha: head,
    headOwner: 'mallory',
    createdAt: later,
  })
  const poison = await forge({
    ...common,
    run: fork,
    job: github.addJob(fork, { name: 'model' }),
    sha: head,
  })
  // as GitHub tells a push of the tag `main`
  const tag = github.addRun({ ...of, headSha: evil, createdAt: later })
  await forge({ ...common, run: tag, job: github.addJob(tag, { name: 'model' }), sha: evil })
  // another job of an accepted run, after the gate's
  await forge({
    ...common,
    run: accepted.run,
    job: jobOf(accepted.run),
    sha: accepted.run.headSha,
    storedAt: later,
  })
  // another job of this very run
  await world.commit('main', { 'README.md': 'Which penguin is this?\n' }, 'Ask once more')
  const sha = (await git.commit('main'))!
  const queued = github.addRun({ ...of, event: 'workflow_dispatch', headSha: sha, status: 'queued' })
  const planter = github.addJob(queued, { name: 'lint' })
  for (const attempt of [2, 99])
    await forge({ ...common, run: queued, job: planter, key: 'lint', sha, attempt })

  const ran = await world.dispatched(queued)
  expect(ran.jobs, ran.log).toEqual({ model: 'success' })
  expect(model(ran)).not.toBe(poison)
  expect(model(ran)).toBe(honest)
  expect(verdict(ran)).toBe('reused')
  expect(summary(ran)).toContain(`run ${first.run.id} of main`)
  expect(github.violations).toEqual([])
})

here(
  'a cancelled run leaves nothing half-trained behind',
  async () => {
    const flag = join(shared, 'cancelled')
    const train = await world.file('train.mjs')
    const cancelled = `import { existsSync, mkdirSync as make, writeFileSync as write } from 'node:fs'
import { execFileSync } from 'node:child_process'
if (!existsSync(${JSON.stringify(flag)})) {
  make('model', { recursive: true })
  write('model/model.json', '{"half":')
  write(process.env.MODELASSAY_CHECKPOINT_DIR + '/epoch', '7')
  write(${JSON.stringify(flag)}, '')
  execFileSync('bash', ['cancel.sh'], { stdio: 'inherit' })
}
${train}`
    // what the runner does to a step that is cancelled: its first process is interrupted
    const signal = `pid=$$
while ! tr '\\0' ' ' < "/proc/$pid/cmdline" | grep -q 'dist/work.js'; do pid=$(awk '/^PPid/ {print $2}' "/proc/$pid/status"); done
kill -INT "$pid"
sleep 60
`
    const inputs = (await world.file('modelassay.yml'))
      .replace('[train.mjs,', '[train.mjs, cancel.sh,')
      .replace(/^train:\n/m, 'train:\n  checkpoint: checkpoints/\n')
    const files = { 'train.mjs': cancelled, 'cancel.sh': signal, 'modelassay.yml': inputs }
    await world.commit('main', files, 'Train slowly')
    const stopped = await world.push('model.yml')
    expect(stopped.jobs, stopped.log).toEqual({ model: 'failure' })
    expect(verdict(stopped)).toBe('error')
    expect(artifacts(stopped.run)).toEqual([`modelassay-${name}-train-1`])

    await world.commit('main', { 'README.md': 'Which one?\n' }, 'Ask briefly')
    const again = await world.push('model.yml')
    expect(again.jobs, again.log).toEqual({ model: 'success' })
    expect(verdict(again)).toBe('trained')
    expect(summary(again)).toContain(`a checkpoint of run ${stopped.run.id}, attempt 1`)
    // the script is another, and what it makes is the same
    expect(model(again)).toBe(honest)
  },
  180_000,
)

here(
  'jobs of a matrix train the seeds, one gathers them, and none trains where nothing has changed',
  async () => {
    await world.commit('main', { '.github/workflows/seeds.yml': seeds }, 'Train two seeds side by side')
    const gathered = await world.push('seeds.yml')
    expect(gathered.jobs, gathered.log).toEqual({ seed: 'success', model: 'success' })
    expect(verdict(gathered)).toBe('trained')
    expect(gathered.outputs['model/gate/conclude/verdict']).toBe('no-baseline')
    // the first seed's, which one job trained alone
    expect(model(gathered)).toBe(honest)
    expect(artifacts(gathered.run).sort()).toEqual(
      expect.arrayContaining([
        `modelassay-${name}-evaluate-gate-1`,
        `modelassay-${name}-model-seed-0-1`,
        `modelassay-${name}-train-1`,
        `modelassay-${name}-train-seed-0-1`,
        `modelassay-${name}-train-seed-1-1`,
      ]),
    )
    expect(summary(gathered)).toContain('between seeds')

    const headSha = await world.commit('main', { 'README.md': 'Which two?\n' }, 'Ask twice')
    const of = { workflow: '.github/workflows/seeds.yml', headBranch: 'main', headSha }
    const unchanged = await world.dispatched(
      world.github.addRun({ ...of, event: 'workflow_dispatch', status: 'queued' }),
    )
    expect(unchanged.jobs, unchanged.log).toEqual({ seed: 'success', model: 'success' })
    expect(unchanged.outputs['seed/train/conclude/verdict']).toBe('part')
    expect(unchanged.log).not.toContain('epoch 500')
    expect(verdict(unchanged)).toBe('reused')
    expect(model(unchanged)).toBe(honest)
    expect(summary(unchanged)).toContain(`run ${gathered.run.id} of main`)
    expect(world.github.violations).toEqual([])
  },
  180_000,
)
