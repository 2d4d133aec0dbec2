import { beforeEach, describe, expect, it } from 'vitest'
import type { RunOfRecord } from '../../src/record/run.ts'
import type { TrainRecord } from '../../src/record/train.ts'
import { createTrust } from '../../src/trust/create-trust.ts'
import { githubHistory } from '../../src/trust/github-history.ts'
import { type FakeRunner, fakeRunner } from './fake-runner.ts'
import { ended, type FakeForge, type FakeRun, fakeForge } from './github-fake.ts'
import { gateBundle, trainBundle } from './records.ts'

const [c3, c2, c1] = ['3', '2', '1'].map((digit) => digit.repeat(40)) as [string, string, string]
const [h3, h2] = ['f', 'e'].map((digit) => digit.repeat(40)) as [string, string]
const workflow = '.github/workflows/model.yml'

let forge: FakeForge
let runner: FakeRunner
const own = () => createTrust({ runner, history: githubHistory({ forge, runner }) }).ownTrainings('churn')

function run(changes: Partial<FakeRun>): FakeRun {
  const made: FakeRun = {
    id: '900',
    attempt: 1,
    event: 'push',
    headSha: c3,
    headBranch: 'main',
    path: workflow,
    repositoryId: '1',
    headRepositoryId: '1',
    headOwner: 'acme',
    status: 'completed',
    conclusion: 'success',
    createdAt: new Date(Number(changes.id ?? '900')),
    url: 'https://example.org/runs/1',
    jobs: [ended('j', 'model')],
    artifacts: [],
    ...changes,
  }
  forge.runs.push(made)
  return made
}

const artifact = (name: string, folder: string, createdAt = new Date(1)) => ({
  id: `${name} ${folder}`,
  name: `modelassay-churn-${name}`,
  expired: false,
  createdAt,
  folder,
})

describe('on a pull request', () => {
  beforeEach(async () => {
    forge = fakeForge([c3, c2, c1])
    forge.compared[`${h2}...${h3}`] = { status: 'ahead', changed: ['train.py'] }
    const pullRequest = { number: 5, headSha: h3, baseRef: 'main', baseSha: c3, fork: false }
    runner = await fakeRunner(
      { sha: 'd'.repeat(40), head_sha: h3, event: 'pull_request', pull_request: 5 },
      { event: 'pull_request', baseSha: c3, pullRequest },
    )
    run({ event: 'pull_request', headSha: h3, headBranch: 'topic', status: 'in_progress' })
  })

  /** An earlier run of this pull request, with what the test changes. */
  async function earlier(
    changes: Partial<FakeRun> = {},
    of: Partial<RunOfRecord> = {},
    record: Partial<TrainRecord> = {},
  ) {
    const id = changes.id ?? '800'
    const told = { id, attempt: 1, event: 'pull_request', sha: 'c'.repeat(40), head_sha: h2, pull_request: 5 }
    const { folder, digest } = await trainBundle({ ...told, job: { key: 'model' }, ...of }, record)
    run({
      id,
      event: 'pull_request',
      headSha: h2,
      headBranch: 'topic',
      artifacts: [artifact('train-1', folder)],
      ...changes,
    })
    return digest
  }

  it('a training of its earlier runs may be taken, also where the gate failed', async () => {
    const digest = await earlier({ conclusion: 'failure', jobs: [ended('j', 'model', 'failure')] })
    expect(await own()).toMatchObject([
      { digest, origin: { description: 'run 800 of this pull request at eeeeeee', runId: '800', sha: h2 } },
    ])
  })

  it('of several runs the newest comes first', async () => {
    const first = await earlier({ id: '801' })
    const second = await earlier({ id: '802' })
    expect((await own()).map(({ digest }) => digest)).toEqual([second, first])
  })

  it('a training of an earlier attempt of this run may be taken', async () => {
    runner = await fakeRunner({ ...runner.run, attempt: 2 }, runner.trigger)
    const { folder, digest } = await trainBundle({ ...runner.run, attempt: 1, job: { key: 'model' } })
    forge.runs = [{ ...forge.runs[0]!, attempt: 2, artifacts: [artifact('train-1', folder)] }]
    expect(await own()).toMatchObject([{ digest, origin: { runId: '900' } }])
  })

  it.each<[string, Partial<FakeRun>, Partial<RunOfRecord>, Partial<TrainRecord>]>([
    ['of a fork’s branch of the same name', { headRepositoryId: '2' }, {}, {}],
    ['in a repository that is gone', { headRepositoryId: '' }, {}, {}],
    ['of another branch', { headBranch: 'other' }, {}, {}],
    ['of another event', { event: 'workflow_dispatch' }, {}, {}],
    ['of pull_request_target', { event: 'pull_request_target' }, {}, {}],
    ['of another workflow', { path: '.github/workflows/other.yml' }, {}, {}],
    ['that began later', { createdAt: new Date(5000) }, {}, {}],
    ['of another pull request of the branch', {}, { pull_request: 4 }, {}],
    ['of another commit than its run', {}, { head_sha: c1 }, {}],
    ['of another run', {}, { id: '7' }, {}],
    ['of another attempt than its artifact', {}, { attempt: 2 }, {}],
    ['of a dirty working tree', {}, { dirty: true }, {}],
    ['of another model', {}, {}, { name: 'other' }],
    ['that failed', {}, {}, { verdict: 'failed', passes: false }],
    ['that names a job that was not there', {}, { job: { key: 'lint' } }, {}],
    [
      'while its job still runs',
      { jobs: [{ id: 'j', name: 'model', status: 'in_progress', startedAt: new Date(0) }] },
      {},
      {},
    ],
  ])('none is taken %s', async (_what, changes, of, record) => {
    await earlier(changes, of, record)
    expect(await own()).toEqual([])
  })

  it('none is taken that was stored when no job that trained was running', async () => {
    const { folder } = await trainBundle({
      id: '800',
      attempt: 1,
      event: 'pull_request',
      sha: c1,
      head_sha: h2,
      pull_request: 5,
      job: { key: 'model' },
    })
    await earlier({ artifacts: [artifact('train-1', folder, new Date(90_000))] })
    expect(await own()).toEqual([])
  })

  it('none is taken where the workflow was another then, or an action that it calls', async () => {
    await earlier()
    forge.compared[`${h2}...${h3}`] = { status: 'ahead', changed: [workflow] }
    expect(await own()).toEqual([])
    expect(runner.said.join('\n')).toContain(`${workflow} was another then`)
    forge.files[`${workflow}@${h3}`] = 'jobs: { model: { steps: [{ uses: ./tools/train }] } }'
    forge.compared[`${h2}...${h3}`] = { status: 'ahead', changed: ['tools/train/main.js'] }
    expect(await own()).toEqual([])
  })

  it('none is taken of a commit that a force-push has removed', async () => {
    await earlier()
    forge.compared[`${h2}...${h3}`] = { status: 'diverged', changed: [] }
    expect(await own()).toEqual([])
  })

  it('what another job of this very run has left under its name is not taken', async () => {
    const { folder } = await trainBundle({ ...runner.run, job: { key: 'model' } })
    await runner.bundles.save('modelassay-churn-train-1', folder)
    expect(await own()).toEqual([])
  })
})

describe('on the default branch', () => {
  beforeEach(async () => {
    forge = fakeForge([c3, c2, c1])
    runner = await fakeRunner({ sha: c3 }, { baseSha: c2, branch: 'main' })
  })

  it('what a pull request trained is never taken', async () => {
    const of = { id: '800', attempt: 1, event: 'pull_request', sha: c3, head_sha: c3, pull_request: 5 }
    const { folder } = await trainBundle({ ...of, job: { key: 'model' } })
    run({})
    run({ id: '800', event: 'pull_request', artifacts: [artifact('train-1', folder)] })
    expect(await own()).toEqual([])
  })

  it.each(['train-1', 'train-99', 'train-0badcafe-1'])(
    'what another job of this run has left as %s is not taken',
    async (name) => {
      const { folder } = await trainBundle({ ...runner.run, job: { key: 'model' } })
      await runner.bundles.save(`modelassay-churn-${name}`, folder)
      expect(await own()).toEqual([])
    },
  )

  it('what this very job wrote is taken', async () => {
    const { folder, digest } = await trainBundle(runner.run)
    await runner.bundles.save('modelassay-churn-train-1', folder)
    runner.handed.set('churn', 'train', { artifact: 'modelassay-churn-train-1', digest })
    expect(await own()).toMatchObject([{ digest }])
  })

  describe('in a second attempt', () => {
    const first = { id: '900', attempt: 1, event: 'push', sha: c3, job: { key: 'model', id: 'j' } }
    const attempts = async (changes: Partial<FakeRun> = {}, stored = new Date(1)) => {
      runner = await fakeRunner({ sha: c3, attempt: 2 }, { baseSha: c2, branch: 'main' })
      const train = await trainBundle(first)
      const gate = await gateBundle(first, {
        built_on: [{ kind: 'record', name: 'train', digest: train.digest }],
      })
      const artifacts = [artifact('train-1', train.folder), artifact('evaluate-gate-1', gate.folder, stored)]
      run({ attempt: 2, status: 'in_progress', artifacts, ...changes })
      return train.digest
    }

    it('the first one’s training is taken where its gate passed', async () => {
      const digest = await attempts()
      expect(await own()).toMatchObject([{ digest, origin: { runId: '900' } }])
    })

    it.each<[string, Partial<FakeRun>, Date?]>([
      ['where the gate’s job failed', { jobs: [ended('j', 'model', 'failure')] }],
      ['of another branch', { headBranch: 'v1' }],
      ['of an event that strangers cause', { event: 'pull_request_target' }],
      ['whose gate record another job has put in its place', {}, new Date(90_000)],
    ])('it is not taken %s', async (_what, changes, stored) => {
      await attempts(changes, stored)
      expect(await own()).toEqual([])
    })

    it('it is not taken in a run of another branch or tag', async () => {
      await attempts()
      runner = await fakeRunner({ sha: c3, attempt: 2 }, { baseSha: c2 })
      expect(await own()).toEqual([])
    })
  })
})
