import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../../src/record/digest.ts'
import { writeIndex } from '../../src/trust/build-index.ts'
import { createTrust } from '../../src/trust/create-trust.ts'
import { githubHistory } from '../../src/trust/github-history.ts'
import { type FakeRunner, fakeRunner } from './fake-runner.ts'
import { ended, type FakeForge, type FakeRun, fakeForge } from './github-fake.ts'
import { gateBundle, trainBundle } from './records.ts'

const [c3, c2, c1] = ['3', '2', '1'].map((digit) => digit.repeat(40)) as [string, string, string]

let forge: FakeForge
let runner: FakeRunner
beforeEach(async () => {
  forge = fakeForge([c3, c2, c1])
  runner = await fakeRunner({ sha: c3 }, { baseSha: c2, branch: 'main' })
})

interface Made {
  /** gates by model, and whether each passed */
  readonly models?: Readonly<Record<string, boolean>>
  /** what its plan kept, by model */
  readonly index?: Readonly<Record<string, string>>
  readonly indexRun?: object
}

/** A run of the default branch whose matrix built these models. */
async function run(sha: string, { models = {}, index, indexRun }: Made, changes: Partial<FakeRun> = {}) {
  const id = `${100 + forge.runs.length}`
  const of = { id, attempt: 1, event: 'push', sha, job: { key: 'model', id: `job-${id}` } }
  const artifacts: FakeRun['artifacts'][number][] = []
  const keep = (name: string, folder: string) =>
    void artifacts.push({ id: `${id}-${name}`, name, expired: false, createdAt: new Date(1), folder })
  for (const [i, [name, passes]] of Object.entries(models).entries()) {
    const leg = `0000000${i}`
    const train = await trainBundle({ ...of, leg }, { name, sources_digest: sha256(`${name} of ${id}`) })
    const gate = await gateBundle(
      { ...of, leg },
      {
        name,
        passes,
        verdict: passes ? 'pass' : 'fail',
        built_on: [{ kind: 'record', name: 'train', digest: train.digest }],
      },
    )
    keep(`modelassay-${name}-train-${leg}-1`, train.folder)
    keep(`modelassay-${name}-evaluate-gate-${leg}-1`, gate.folder)
  }
  if (index) {
    const folder = await mkdtemp(join(tmpdir(), 'index-'))
    const entries = Object.entries(index).map(([name, from]) => [
      name,
      { sources_digest: sha256(from), from, run_id: '1', artifact: `modelassay-${name}-train-1` },
    ])
    const written = { ...of, job: { key: 'plan', id: `plan-${id}` }, ...indexRun }
    await writeIndex(folder, {
      schema: 'modelassay/plan/1',
      run: written,
      models: Object.fromEntries(entries),
    })
    keep('modelassay-plan-1', folder)
  }
  const made: FakeRun = {
    id,
    attempt: 1,
    event: 'push',
    headSha: sha,
    headBranch: 'main',
    path: '.github/workflows/model.yml',
    repositoryId: '1',
    headRepositoryId: '1',
    headOwner: 'acme',
    status: 'completed',
    conclusion: 'success',
    createdAt: new Date(Number(id)),
    url: `https://example.org/runs/${id}`,
    jobs: ['model', 'plan'].map((key) => ended(key === 'model' ? `job-${id}` : `plan-${id}`, key)),
    artifacts,
    ...changes,
  }
  forge.runs.push(made)
  return made
}

const builds = async (...names: string[]) => {
  const trust = createTrust({ runner, history: githubHistory({ forge, runner }) })
  const found = await trust.builds(names, c3)
  return Object.fromEntries([...found].map(([name, { sources_digest }]) => [name, sources_digest]))
}

describe('what is built', () => {
  it('is what the gates of the last runs let through, and older ones by the index of a plan', async () => {
    await run(c1, { models: { a: true } })
    await run(c2, { models: { b: true, c: false }, index: { a: 'indexed a', b: 'old b', c: 'old c' } })
    expect(await builds('a', 'b', 'c', 'd')).toEqual({
      a: sha256('indexed a'),
      b: sha256('b of 101'),
      c: sha256('old c'),
    })
  })

  it('costs two lists a run, however many models the index holds', async () => {
    const many = Array.from({ length: 500 }, (_, i) => `m${i}`)
    await run(c2, { models: { m1: true }, index: Object.fromEntries(many.map((name) => [name, name])) })
    const calls: string[] = []
    const counted =
      <A extends unknown[], R>(name: string, call: (...args: A) => R) =>
      (...args: A) => {
        calls.push(name)
        return call(...args)
      }
    const { artifacts, jobs, downloadArtifact } = forge.workflows
    Object.assign(forge.workflows, {
      artifacts: counted('artifacts', artifacts),
      jobs: counted('jobs', jobs),
      downloadArtifact: counted('download', downloadArtifact),
    })
    expect(Object.keys(await builds(...many))).toHaveLength(500)
    expect(calls.sort()).toEqual(['artifacts', 'download', 'download', 'download', 'jobs'])
  })

  it.each<[string, Partial<FakeRun>]>([
    ['a pull request', { event: 'pull_request' }],
    ['a fork', { headRepositoryId: '2' }],
    ['another workflow', { path: '.github/workflows/other.yml' }],
    ['another branch', { headBranch: 'feature' }],
    ['a workflow_run at the tip of main', { event: 'workflow_run' }],
    ['a tag named main at a commit that is not of the branch', { headSha: 'f'.repeat(40) }],
  ])('is not what %s says', async (_what, changes) => {
    await run(changes.headSha ?? c2, { models: { a: true }, index: { b: 'poison' } }, changes)
    expect(await builds('a', 'b')).toEqual({})
  })

  it.each<[string, object]>([
    ['of another run', { id: '7' }],
    ['of another commit', { sha: c1 }],
    ['of another attempt', { attempt: 2 }],
    ['of edited files', { dirty: true }],
    ['of a job that there is not', { job: { key: 'plan', id: 'nobody' } }],
  ])('is not what an index %s says', async (_what, indexRun) => {
    await run(c2, { index: { a: 'poison' }, indexRun })
    expect(await builds('a')).toEqual({})
  })

  it('is not what the index of a job that failed says', async () => {
    await run(
      c2,
      { index: { a: 'poison' } },
      {
        jobs: [ended('plan-100', 'plan', 'failure')],
      },
    )
    expect(await builds('a')).toEqual({})
  })
})
