import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { AssayError } from '../../src/errors.ts'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'
import type { Patience } from '../../src/trust/base.ts'
import { createTrust } from '../../src/trust/create-trust.ts'
import { githubHistory } from '../../src/trust/github-history.ts'
import { type FakeRunner, fakeRunner } from './fake-runner.ts'
import { ended, type FakeForge, type FakeRun, fakeForge } from './github-fake.ts'
import { gateBundle } from './records.ts'

const [c4, c3, c2, c1] = ['4', '3', '2', '1'].map((digit) => digit.repeat(40)) as [
  string,
  string,
  string,
  string,
]
const workflow = '.github/workflows/model.yml'

let forge: FakeForge
let runner: FakeRunner

beforeEach(async () => {
  forge = fakeForge([c4, c3, c2, c1])
  runner = await fakeRunner({ sha: c4 }, { baseSha: c3, branch: 'main' })
})

/** A run of the default branch whose gate passed, with what the test changes. */
async function acceptable(
  sha: string,
  { record, ...changes }: Partial<FakeRun> & { record?: Partial<EvaluateGateRecord> } = {},
): Promise<FakeRun> {
  const id = changes.id ?? `10${forge.runs.length}`
  const attempt = changes.attempt ?? 1
  const job = { key: 'model', id: `job-${id}` }
  const { folder } = await gateBundle({ id, attempt, event: 'push', sha, job }, record)
  const run: FakeRun = {
    id,
    attempt,
    event: 'push',
    headSha: sha,
    headBranch: 'main',
    path: workflow,
    repositoryId: '1',
    headRepositoryId: '1',
    headOwner: 'acme',
    status: 'completed',
    conclusion: 'success',
    createdAt: new Date(Number(id)),
    url: `https://example.org/runs/${id}`,
    jobs: [ended(job.id, 'model')],
    artifacts: [
      {
        id: `artifact-${id}`,
        name: `modelassay-churn-evaluate-gate-${attempt}`,
        expired: false,
        createdAt: new Date(1),
        folder,
      },
    ],
    ...changes,
  }
  forge.runs.push(run)
  return run
}

const base = (known: { registered: boolean; config?: string } = { registered: false }, patience?: Patience) =>
  createTrust({ runner, history: githubHistory({ forge, runner }), ...(patience && { patience }) }).base(
    'churn',
    known,
  )

describe('an accepted run', () => {
  it('is the one at the commit where the search starts', async () => {
    const run = await acceptable(c3)
    await acceptable(c2)
    const found = await base()
    expect(found).toMatchObject({
      outcome: 'found',
      value: {
        record: { name: 'churn', passes: true, run: { id: run.id, sha: c3 } },
        origin: {
          description: `run ${run.id} of main at 3333333`,
          runId: run.id,
          sha: c3,
          behind: 0,
          url: run.url,
        },
      },
    })
  })

  it('is otherwise the nearest one behind it, and the answer says how far', async () => {
    await acceptable(c2)
    await acceptable(c1)
    expect(await base()).toMatchObject({ outcome: 'found', value: { origin: { sha: c2, behind: 1 } } })
    // One question for the first commit and one for all others, however long the line.
    expect(forge.asked).toEqual([c3, 'branch main'])
  })

  it.each(['push', 'schedule', 'workflow_dispatch'])('may be of the event %s', async (event) => {
    await acceptable(c3, { event })
    expect(await base()).toMatchObject({ outcome: 'found' })
  })

  it('may have failed after the gate’s job: a deployment that went wrong does not count against it', async () => {
    const run = await acceptable(c3, { conclusion: 'failure' })
    forge.runs = [
      {
        ...run,
        jobs: [...run.jobs, ended('j', 'release', 'failure')],
      },
    ]
    expect(await base()).toMatchObject({ outcome: 'found', value: { origin: { sha: c3 } } })
  })

  it('of a commit with several is the newest by time, whatever its id', async () => {
    const old = await acceptable(c3, { id: '205', createdAt: new Date(1) })
    const young = await acceptable(c3, { id: '204', createdAt: new Date(2) })
    expect(await base()).toMatchObject({ value: { origin: { runId: young.id } } })
    expect(old.id).not.toBe(young.id)
  })

  it('is judged by its newest attempt that judged anything', async () => {
    const run = await acceptable(c3, { attempt: 2 })
    const first = await gateBundle({ id: run.id, attempt: 1, event: 'push', sha: c3, job: { key: 'model' } })
    const artifact = (folder: string, attempt: number) => ({
      ...run.artifacts[0]!,
      id: `a${attempt}`,
      name: `modelassay-churn-evaluate-gate-${attempt}`,
      folder,
    })
    const second = { id: run.id, attempt: 2, event: 'push', sha: c3, job: { key: 'model' } }
    const failed = await gateBundle(second, { verdict: 'fail', passes: false })
    forge.runs = [{ ...run, artifacts: [artifact(first.folder, 1), artifact(failed.folder, 2)] }]
    expect((await base()).outcome).not.toBe('found')

    const broken = await gateBundle(second, { verdict: 'error', passes: false })
    forge.runs = [{ ...run, artifacts: [artifact(first.folder, 1), artifact(broken.folder, 2)] }]
    expect(await base()).toMatchObject({ outcome: 'found', value: { record: { run: { attempt: 1 } } } })
  })

  describe('is told by its job', () => {
    const named = async (names: readonly string[], conclusions: readonly string[]) => {
      const run = await acceptable(c3, {
        jobs: names.map((name, i) => ended(`${i}`, name, conclusions[i]!)),
      })
      const { folder } = await gateBundle({
        id: run.id,
        attempt: 1,
        event: 'push',
        sha: c3,
        job: { key: 'model' },
      })
      forge.runs = [{ ...run, artifacts: [{ ...run.artifacts[0]!, folder }] }]
      return (await base()).outcome
    }
    it.each(['model', 'model (3.12, ubuntu)', 'caller / model', 'caller / model (3.12)'])(
      'named %s after the key of the record, where it tells no id',
      async (name) => expect(await named(['other', name], ['failure', 'success'])).toBe('found'),
    )
    it.each(['models', 'model-2', 'other / models', 'the model'])('and not by one named %s', async (name) =>
      expect(await named([name], ['success'])).not.toBe('found'),
    )
    it('and all of a matrix must have succeeded where the record does not tell which', async () =>
      expect(await named(['model (a)', 'model (b)'], ['success', 'failure'])).not.toBe('found'))
  })
})

describe('a run is no baseline', () => {
  it.each<[string, Partial<FakeRun>]>([
    ['of another repository', { repositoryId: '2' }],
    ['whose code is of a fork with a branch of the same name', { headRepositoryId: '2' }],
    ['of another workflow with an artifact of the same name', { path: '.github/workflows/other.yml' }],
    ['of a pull request', { event: 'pull_request' }],
    ['of pull_request_target at the tip of main', { event: 'pull_request_target' }],
    ['of workflow_run at the tip of main', { event: 'workflow_run' }],
    ['of issue_comment at the tip of main', { event: 'issue_comment' }],
    ['of another branch', { headBranch: 'release' }],
    ['whose gate job failed though its record passes', { jobs: [job('failure')] }],
    ['whose gate job was cancelled', { jobs: [job('cancelled')] }],
    ['whose gate job was skipped', { jobs: [job('skipped')] }],
    ['without the job that its record names', { jobs: [{ ...job('success'), id: 'another' }] }],
    ['without artifacts', { artifacts: [] }],
    ['that is this very run', { id: '900' }],
  ])('%s', async (_what, changes) => {
    const run = await acceptable(c3, { id: '101', ...changes })
    expect(forge.runs).toContain(run)
    expect((await base()).outcome).not.toBe('found')
  })

  it.each<[string, Partial<EvaluateGateRecord>]>([
    ['of another model', { name: 'other' }],
    ['that does not pass', { verdict: 'fail', passes: false }],
    ['of another run', { run: { id: '7', attempt: 1, event: 'push', sha: c3, job: { key: 'model' } } }],
    [
      'of another attempt than its artifact',
      { run: { id: '101', attempt: 2, event: 'push', sha: c3, job: { key: 'model' } } },
    ],
    ['of another commit', { run: { id: '101', attempt: 1, event: 'push', sha: c2, job: { key: 'model' } } }],
    ['of no commit', { run: { id: '101', attempt: 1, event: 'push', job: { key: 'model' } } }],
    [
      'of a dirty working tree',
      { run: { id: '101', attempt: 1, event: 'push', sha: c3, dirty: true, job: { key: 'model' } } },
    ],
    ['that names no job', { run: { id: '101', attempt: 1, event: 'push', sha: c3 } }],
  ])('with a gate record %s', async (_what, record) => {
    await acceptable(c3, { id: '101', record })
    expect((await base()).outcome).not.toBe('found')
  })

  it('with a gate record of an older attempt under the name of a newer one', async () => {
    const run = await acceptable(c3, { id: '101', attempt: 2 })
    const { folder } = await gateBundle({
      id: '101',
      attempt: 1,
      event: 'push',
      sha: c3,
      job: { key: 'model' },
    })
    forge.runs = [{ ...run, artifacts: [{ ...run.artifacts[0]!, folder }] }]
    expect((await base()).outcome).not.toBe('found')
  })

  it('with a gate record of an attempt that there was not', async () => {
    const run = await acceptable(c3, { id: '101' })
    const { folder } = await gateBundle({
      id: '101',
      attempt: 9,
      event: 'push',
      sha: c3,
      job: { key: 'model' },
    })
    forge.runs = [
      { ...run, artifacts: [{ ...run.artifacts[0]!, name: 'modelassay-churn-evaluate-gate-9', folder }] },
    ]
    expect((await base()).outcome).not.toBe('found')
  })

  describe('with a gate record that was stored', () => {
    const stored = async (createdAt: Date) => {
      const run = await acceptable(c3)
      forge.runs = [{ ...run, artifacts: [{ ...run.artifacts[0]!, createdAt }] }]
      return (await base()).outcome
    }
    it('after its job had ended, as a job of a later attempt would', async () =>
      expect(await stored(new Date(120_000))).not.toBe('found'))
    it('before its job began', async () => expect(await stored(new Date(-60_000))).not.toBe('found'))
    it('but not within the seconds by which two clocks differ', async () =>
      expect(await stored(new Date(64_000))).toBe('found'))
  })

  it('whose gate job does not tell when it ended', async () => {
    const run = await acceptable(c3)
    const { completedAt: _unknown, ...open } = run.jobs[0]!
    forge.runs = [{ ...run, jobs: [open] }]
    expect((await base()).outcome).not.toBe('found')
  })

  it('of a commit that was taken off the branch', async () => {
    const gone = '9'.repeat(40)
    forge.lines[gone] = [gone, c1]
    runner = await fakeRunner({ sha: c4 }, { baseSha: gone })
    await acceptable(gone)
    expect((await base()).outcome).not.toBe('found')
    await acceptable(c1)
    expect(await base()).toMatchObject({ outcome: 'found', value: { origin: { sha: c1, behind: 1 } } })
  })

  it('when a later one is asked for that the API answers by mistake', async () => {
    await acceptable(c4)
    forge.workflows.runs = async () => forge.runs
    expect((await base()).outcome).not.toBe('found')
  })
})

describe('a baseline that was and is not', () => {
  it('is lost when its artifact has expired, and the answer says what to do', async () => {
    const run = await acceptable(c3)
    forge.runs = [{ ...run, artifacts: [{ ...run.artifacts[0]!, expired: true }] }]
    const found = await base()
    expect(found).toMatchObject({
      outcome: 'lost',
      reason: `the gate record of run ${run.id} of main at 3333333 has expired`,
    })
    expect(found).toHaveProperty('hint', expect.stringContaining('Run the workflow on main again'))
  })

  it('gives way to an older one that has not expired', async () => {
    const run = await acceptable(c3)
    forge.runs = [{ ...run, artifacts: [{ ...run.artifacts[0]!, expired: true }] }]
    await acceptable(c2)
    expect(await base()).toMatchObject({ outcome: 'found', value: { origin: { sha: c2 } } })
  })

  it('is lost, and no older one is taken, when its digest chain is broken', async () => {
    const run = await acceptable(c3)
    await acceptable(c2)
    await appendFile(join(run.artifacts[0]!.folder, 'predictions.csv'), '2,b\n')
    const found = await base()
    expect(found).toMatchObject({ outcome: 'lost' })
    expect(found).toHaveProperty(
      'reason',
      expect.stringMatching(/predictions\.csv has digest sha256:\w+, but it has/),
    )
  })

  it('is lost when its record is no record', async () => {
    const run = await acceptable(c3)
    await writeFile(join(run.artifacts[0]!.folder, 'record.json'), '{"stage": "evaluate-gate"}')
    expect(await base()).toMatchObject({
      outcome: 'lost',
      reason: expect.stringContaining('is not one of this suite'),
    })
  })

  it('is an error, not a loss, when the token may not see it', async () => {
    await acceptable(c3)
    forge.workflows.downloadArtifact = () =>
      Promise.reject(new AssayError('outside', 'permission-denied', 'no', { hint: 'actions: read' }))
    await expect(base()).rejects.toMatchObject({ code: 'permission-denied' })
  })
})

describe('that there never was a baseline', () => {
  it('holds where no run of the branch had a gate that passed', async () => {
    expect(await base()).toEqual({ outcome: 'never', reason: 'no run of main has ever passed this gate' })
    await acceptable(c3, { record: { verdict: 'fail', passes: false }, jobs: [job('failure')] })
    expect((await base()).outcome).toBe('never')
  })

  it('holds at the first commit', async () => {
    runner = await fakeRunner({ sha: c1 })
    expect(await base()).toEqual({ outcome: 'never', reason: 'there is no earlier commit' })
  })

  it('does not hold where a gate job succeeded whose artifacts are gone', async () => {
    await acceptable(c1, { artifacts: [] })
    expect(await base()).toMatchObject({
      outcome: 'lost',
      reason: expect.stringContaining('cannot be had any more'),
    })
  })

  it('holds where only runs had one that nobody vouches for', async () => {
    await acceptable(c3, { event: 'pull_request' })
    await acceptable(c2, { headRepositoryId: '2' })
    expect((await base()).outcome).toBe('never')
  })

  it('holds where that job had no gate yet: its workflow file says so', async () => {
    await acceptable(c1, { artifacts: [] })
    forge.files[`${workflow}@${c1}`] = 'jobs: { model: { steps: [{ run: make }] } }'
    expect((await base()).outcome).toBe('never')
    forge.files[`${workflow}@${c1}`] = 'jobs: { model: { uses: ./.github/workflows/other.yml } }'
    expect((await base()).outcome).toBe('lost')
  })

  it('does not hold where today’s workflow shows no gate either, because it is inside an action', async () => {
    await acceptable(c1, { artifacts: [] })
    const hidden = 'jobs: { model: { steps: [{ uses: team/actions/gate@v1 }] } }'
    forge.files[`${workflow}@${c1}`] = hidden
    expect((await base()).outcome).toBe('never')
    forge.files[`${workflow}@${c4}`] = hidden
    expect((await base()).outcome).toBe('lost')
  })

  it('does not hold after so many failures that the last success is out of sight', async () => {
    await acceptable(c1, { artifacts: [] })
    const failed = forge.runs[0]!
    const failures = Array.from({ length: 60 }, (_, i) => ({
      ...failed,
      id: `${500 + i}`,
      headSha: c3,
      jobs: [job('failure')],
    }))
    forge.runs = [...failures, failed]
    expect(await base()).toMatchObject({
      outcome: 'lost',
      reason: 'the gate passed in none of the last 50 runs of main, and older ones are not looked at',
    })
    forge.files[`${workflow}@${c3}`] = 'jobs: { model: { steps: [{ run: make }] } }'
    expect((await base()).outcome).toBe('never')
  })

  it('does not hold where a version is registered', async () => {
    expect(await base({ registered: true })).toMatchObject({ outcome: 'lost' })
  })

  it('does not hold on a pull request to a base that has the configuration', async () => {
    const pullRequest = { number: 1, headSha: c4, baseRef: 'main', baseSha: c3, fork: false }
    runner = await fakeRunner(
      { sha: c4, event: 'pull_request' },
      { event: 'pull_request', baseSha: c3, pullRequest },
    )
    expect((await base({ registered: false, config: 'models/churn.yml' })).outcome).toBe('never')
    forge.files[`models/churn.yml@${c3}`] = 'name: churn'
    expect(await base({ registered: false, config: 'models/churn.yml' })).toMatchObject({
      outcome: 'lost',
      hint: expect.stringContaining('Run the workflow once on main'),
    })
  })
})

describe('while the run of the first commit is still going', () => {
  const going = async () => {
    const run = await acceptable(c3, {
      status: 'in_progress',
      jobs: [{ ...job('success'), status: 'in_progress' }],
    })
    const { conclusion: _none, ...open } = run.jobs[0]!
    forge.runs = [{ ...run, artifacts: [], jobs: [open] }]
    return run
  }

  it('it is waited for', async () => {
    const run = await going()
    const pauses: number[] = []
    const found = await base(undefined, {
      seconds: 60,
      pollSeconds: 15,
      pause: async (seconds) => {
        pauses.push(seconds)
        if (pauses.length === 2)
          forge.runs = [{ ...run, status: 'completed', jobs: [{ ...job('success'), id: `job-${run.id}` }] }]
      },
    })
    expect(found).toMatchObject({ outcome: 'found', value: { origin: { sha: c3, behind: 0 } } })
    expect(pauses).toEqual([15, 15])
  })

  it('it is not waited for longer than said, and the answer tells how far behind it is', async () => {
    await going()
    await acceptable(c1)
    const pauses: number[] = []
    const pause = async (seconds: number) => void pauses.push(seconds)
    const found = await base(undefined, { seconds: 30, pollSeconds: 15, pause })
    expect(found).toMatchObject({ outcome: 'found', value: { origin: { sha: c1, behind: 2 } } })
    expect(pauses).toEqual([15, 15])
    expect(runner.said.join('\n')).toContain('still going after 30 s')
  })

  it('it is taken at once when its gate job has succeeded and only a later job runs', async () => {
    await acceptable(c3, { status: 'in_progress' })
    const pause = () => Promise.reject(new Error('waited'))
    expect(await base(undefined, { seconds: 60, pollSeconds: 15, pause })).toMatchObject({ outcome: 'found' })
  })
})

function job(conclusion: string) {
  return ended('job-101', 'model', conclusion)
}
