import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { sha256 } from '../../src/record/digest.ts'
import type { RunOfRecord } from '../../src/record/run.ts'
import { createTrust } from '../../src/trust/create-trust.ts'
import { githubHistory } from '../../src/trust/github-history.ts'
import { fakeRunner } from './fake-runner.ts'
import { ended, type FakeForge, type FakeRun, fakeForge } from './github-fake.ts'
import { trainBundle } from './records.ts'

const text = '{"format":1}'
const sha = 'a'.repeat(40)

let forge: FakeForge
beforeEach(() => {
  forge = fakeForge([sha])
})

function run(changes: Partial<FakeRun>): void {
  forge.runs.push({
    id: '900',
    attempt: 1,
    event: 'push',
    headSha: sha,
    headBranch: 'main',
    path: '.github/workflows/model.yml',
    repositoryId: '1',
    headRepositoryId: '1',
    headOwner: 'acme',
    status: 'completed',
    conclusion: 'cancelled',
    createdAt: new Date(0),
    url: 'https://example.org/runs/1',
    jobs: [ended('j', 'model', 'cancelled')],
    artifacts: [],
    ...changes,
  })
}

interface Told {
  readonly run?: Partial<FakeRun>
  readonly record?: Partial<RunOfRecord>
  readonly text?: string
  readonly storedAt?: Date
}

/** Why a checkpoint is not believed that says it is of a training in run 800. */
async function why(told: Told = {}, own: Partial<RunOfRecord> = {}, here: Partial<FakeRun> = {}) {
  const left = told.text ?? text
  const { folder } = await trainBundle(
    { id: '800', attempt: 1, event: 'push', job: { key: 'model' }, ...told.record },
    {
      verdict: 'error',
      passes: false,
      evidence: [{ path: 'checkpoint.json', digest: sha256(left), bytes: left.length }],
    },
  )
  await writeFile(join(folder, 'checkpoint.json'), left)
  const createdAt = told.storedAt ?? new Date(1)
  const artifact = { id: 'a', name: 'modelassay-churn-train-1', expired: false, createdAt, folder }
  run({ id: '900', status: 'in_progress', ...here })
  run({ id: '800', artifacts: [artifact], ...told.run })
  const runner = await fakeRunner({ sha, ref: 'refs/heads/main', ...own })
  return createTrust({ runner, history: githubHistory({ forge, runner }) }).whyUnvouched({
    path: 'checkpoint.json',
    digest: sha256(text),
    name: 'churn',
    kind: 'train',
    run: { id: '800', attempt: 1 },
  })
}

it('what a training of this workflow and branch put beside its record is believed, though it was cancelled', async () => {
  expect(await why()).toBeUndefined()
})

it('so is what an earlier run of the same pull request did', async () => {
  const pull = { event: 'pull_request', headBranch: 'topic' }
  expect(await why({ run: pull }, {}, pull)).toBeUndefined()
})

it.each<[string, Told, RegExp]>([
  ['another workflow', { run: { path: '.github/workflows/lint.yml' } }, /none of this workflow and branch/],
  ['another branch', { run: { headBranch: 'topic' } }, /none of this workflow and branch/],
  ['a fork', { run: { headRepositoryId: '2' } }, /none of this workflow and branch/],
  [
    'a pull request from a branch of that name',
    { run: { event: 'pull_request' } },
    /none of this workflow and branch/,
  ],
  [
    'a workflow that runs for strangers',
    { run: { event: 'pull_request_target' } },
    /none of this workflow and branch/,
  ],
  ['another job of the run', { run: { jobs: [ended('l', 'lint')] } }, /no job that trained was running/],
  ['a later attempt of the run', { storedAt: new Date(3_600_000) }, /no job that trained was running/],
  ['another model’s cache', { text: '{}' }, /left something else/],
  ['another attempt', { record: { attempt: 2 } }, /is of something else/],
  ['a run whose artifacts are gone', { run: { artifacts: [] } }, /has no record of it any more/],
])('nothing is believed of %s', async (_what, told, reason) => {
  expect(await why(told)).toMatch(reason)
})

it('this run vouches for an attempt that there has been, and for no other', async () => {
  const asked = async (attempt: number) => {
    forge = fakeForge([sha])
    const { folder } = await trainBundle(
      { id: '900', attempt: 1, event: 'push', job: { key: 'model' } },
      { evidence: [{ path: 'checkpoint.json', digest: sha256(text), bytes: text.length }] },
    )
    await writeFile(join(folder, 'checkpoint.json'), text)
    const artifact = {
      id: 'a',
      name: 'modelassay-churn-train-1',
      expired: false,
      createdAt: new Date(1),
      folder,
    }
    run({ id: '900', attempt, status: 'in_progress', artifacts: [artifact] })
    const runner = await fakeRunner({ attempt })
    const { whyUnvouched } = createTrust({ runner, history: githubHistory({ forge, runner }) })
    const file = { path: 'checkpoint.json', digest: sha256(text), name: 'churn', kind: 'train' } as const
    return whyUnvouched({ ...file, run: { id: '900', attempt: 1 } })
  }
  expect(await asked(2)).toBeUndefined()
  expect(await asked(1)).toMatch(/has had no attempt 1 yet/)
})
