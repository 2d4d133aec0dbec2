import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../src/mlflow/open-store.ts'
import type { TrackedRun, TrackingStore } from '../../src/mlflow/store.ts'
import { trackedRuns } from '../../src/record/tracked-runs.ts'
import {
  type MlflowServer,
  mlflowPython,
  pathWithMlflow,
  startMlflowServer,
  trainingScript,
} from '../mlflow/mlflow.ts'
import { type TrainRepository, trainRepository } from './train-run.ts'

let repository: TrainRepository
beforeEach(async () => {
  repository = await trainRepository()
})
afterEach(() => rm(repository.folder, { recursive: true, force: true }))

const commit = (train: string, files: Readonly<Record<string, string>> = {}) =>
  repository.commit({
    '.gitignore': 'model/\n',
    'train.py': trainingScript,
    'modelassay.yml': `name: churn\ntrain:\n  output: model/\n${train.replace(/^/gm, '  ')}\n`,
    ...files,
  })

it.each([
  [
    'nothing at all',
    'run: mkdir -p model; echo x > model/a\nmlflow: true',
    /no MLflow run in mlflow\.db and mlruns/,
  ],
  [
    'nothing where it is looked for',
    'run: mkdir -p model; echo x > model/a\nmlflow: { tracking_uri: elsewhere }',
    /no MLflow run in elsewhere/,
  ],
])('a training that logs %s has failed', async (_what, train, reason) => {
  await commit(train)
  const { record } = await repository.train()
  expect(record).toMatchObject({ verdict: 'failed', passes: false, error: { code: 'mlflow-run-missing' } })
  expect(record.reason).toMatch(reason)
})

it('a store that cannot be read is the configuration’s fault', async () => {
  await commit(
    'run: mkdir -p model; echo x > model/a\nmlflow: { tracking_uri: "databricks://me:secret-1@host" }',
  )
  const { record, log } = await repository.train()
  expect(record).toMatchObject({ verdict: 'error', error: { code: 'mlflow-store' } })
  expect(JSON.stringify(record) + log).not.toContain('secret-1')
})

describe.runIf(mlflowPython !== undefined)('MLflow itself', () => {
  beforeEach(() => {
    Object.assign(repository.env, { PATH: pathWithMlflow(), MLFLOW_DISABLE_TELEMETRY: 'true' })
  })

  const logged = {
    metrics: { val_loss: 0.5, 'val/accuracy': 0.875 },
    params: { C: '0.5', solver: 'lbfgs' },
    curves: { val_loss: { values: 3, best: { step: 1, value: 0.4 } } },
  }

  /** The one run of a store that is told by its record. */
  async function runIn(store: TrackingStore, id: string | undefined): Promise<TrackedRun | undefined> {
    return (await store.runsSince(0)).find((run) => run.id === id)
  }

  const storeAt = (uri: string) => openStore(uri, { root: repository.folder, environment: {}, fetch })

  it('logs into its database: what the run holds is recorded, and each names the other', async () => {
    await commit('run: "[ -e mlflow.db ] || python train.py"\nmlflow: true')
    const { record, log } = await repository.train()
    expect(record, log).toMatchObject({ verdict: 'trained', ...logged })
    const [link] = trackedRuns(record)
    expect(link).toMatchObject({
      seed: 0,
      tracking_uri: 'sqlite:///mlflow.db',
      run_id: expect.stringMatching(/^\w{32}$/),
    })
    expect(await storeAt('sqlite:///mlflow.db').tagsOf({ id: link!.run_id })).toMatchObject({
      'modelassay.commit': repository.git('rev-parse', 'HEAD'),
      'modelassay.fingerprint': record.fingerprint,
      'modelassay.model': record.model_digest,
      'modelassay.verdict': 'trained',
    })

    // The database is what the training wrote, and no change of its inputs.
    const again = await repository.train({ 'skip-unchanged': 'false' })
    expect(again.record.fingerprint).toBe(record.fingerprint)
    expect(again.record.environment).toMatchObject({ dirty: false })
  }, 180_000)

  describe('with a server', () => {
    let server: MlflowServer
    let folder: string
    beforeAll(async () => {
      folder = join((await trainRepository()).folder, 'server')
      server = await startMlflowServer(folder)
    }, 120_000)
    afterAll(async () => {
      await server.close()
      await rm(join(folder, '..'), { recursive: true, force: true })
    })

    it('runs a project as it is; the run that it created is found and tagged', async () => {
      await commit('run: mlflow run . --env-manager local\nmlflow: true', {
        MLproject: 'name: churn\nentry_points:\n  main:\n    command: python train.py\n',
      })
      repository.env.MLFLOW_TRACKING_URI = `${server.uri}/`
      repository.env.MLFLOW_TRACKING_TOKEN = 'token-of-nobody'
      const { record, log } = await repository.train()
      expect(record, log).toMatchObject({ verdict: 'trained', ...logged })
      const [link] = trackedRuns(record)
      expect(link?.tracking_uri).toBe(server.uri)
      const tags = (await runIn(storeAt(server.uri), link?.run_id))?.tags
      expect(tags).toMatchObject({
        'mlflow.source.type': 'PROJECT',
        'modelassay.commit': repository.git('rev-parse', 'HEAD'),
        'modelassay.verdict': 'trained',
      })
      expect(JSON.stringify(record) + log).not.toContain('token-of-nobody')
    }, 180_000)
  })
})
