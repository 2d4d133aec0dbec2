import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TrainRecord } from '../../../src/record/train.ts'
import { type TrainRepository, trainRepository } from '../train-run.ts'

const script = `mkdir -p model
echo "weights of seed $MODELASSAY_SEED" > model/weights.txt
case $MODELASSAY_SEED in 0) loss=0.4;; 1) loss=0.1;; 2) loss=0.3;; *) loss=0.5;; esac
[ "$MODELASSAY_SEED" = "$FAILS" ] && exit 3
echo "{\\"val_loss\\": $loss, \\"epochs\\": 3}" > metrics.json
printf 'step,val_loss\\n1,0.9\\n2,%s\\n' "$loss" > history.csv
printf 'id,prediction\\n1,%s\\n' "$MODELASSAY_SEED" > predictions.csv
`
const written = 'output: model/, metrics: metrics.json, history: history.csv'
const first = '{ values: 3, predictions: predictions.csv }'
const best = '{ values: 3, ship: { best: val_loss, direction: lower }, predictions: predictions.csv }'

async function repositoryWith(seeds: string, data = ''): Promise<TrainRepository> {
  const repository = await trainRepository()
  await repository.commit({
    '.gitignore': 'model/\nmetrics.json\npredictions.csv\nhistory.csv\n',
    'data/train.csv': 'age,label\n1,0\n2,1\n',
    'train.sh': script,
    'modelassay.yml': `name: churn\n${data}train: { run: sh train.sh, ${written}, seeds: ${seeds} }\n`,
  })
  return repository
}

/** What a record says, without when and where, and without what it was gathered from. */
function found({ run: _run, observed, built_on, reason: _reason, model, evidence, ...rest }: TrainRecord) {
  const { runs } = observed
  const seeds = (runs as { seed: number; metrics: unknown }[]).map(({ seed, metrics }) => ({ seed, metrics }))
  return {
    ...rest,
    model: { ...model, store: undefined },
    built_on: built_on.filter(({ kind }) => kind === 'file'),
    evidence: [...(evidence ?? [])].sort((a, b) => (a.path < b.path ? -1 : 1)),
    seeds_observed: seeds,
  }
}

describe.each([
  ['the first seed’s model', first, 'data: { tables: { train: data/train.csv } }\n', 0],
  ['the best seed’s model', best, '', 1],
])('parts that ship %s', (_what, seeds, data, shipped) => {
  let repository: TrainRepository
  beforeAll(async () => {
    repository = await repositoryWith(seeds, data)
  })
  afterAll(() => rm(repository.folder, { recursive: true, force: true }))

  it('are gathered to the training that one job would have made', async () => {
    const whole = await repository.train()
    for (const seed of ['2', '0, 1']) {
      const { record, exitCode } = await repository.train({ seed, 'skip-unchanged': 'false' })
      expect(record).toMatchObject({ verdict: 'part', passes: false, part: { of: [0, 1, 2] } })
      expect(record.model).toBeUndefined()
      expect(exitCode).toBe(0)
    }
    const { record, exitCode, evidence } = await repository.train({ gather: 'true' })
    expect(exitCode).toBe(0)
    expect(record).toMatchObject({ verdict: 'trained', reason: expect.stringContaining('in 2 parts') })
    expect(found(record)).toEqual(found(whole.record))
    expect(await evidence('predictions-seed-2.csv')).toBe('id,prediction\n1,2\n')
    expect(record.built_on.filter(({ kind }) => kind === 'record').map(({ name }) => name)).toEqual([
      'train-seed-0',
      'train-seed-2',
    ])
    const { runner } = await repository.ports()
    const artifact = record.model?.store.uri.split('/')[1] ?? ''
    expect(await readFile(join(runner.runs, runner.run.id, artifact, 'weights.txt'), 'utf8')).toBe(
      `weights of seed ${shipped}\n`,
    )
  })

  it('are not trained again where nothing has changed, and neither is the whole', async () => {
    for (const seed of ['0, 1', '2']) {
      const { record } = await repository.train({ seed })
      expect(record).toMatchObject({
        verdict: 'part',
        passes: false,
        reused_from: 'an earlier training of this commit',
        reason: expect.stringMatching(/Nothing .* has changed .*: seeds? .* not trained\.$/),
      })
      expect(record.observed.runs).toBeUndefined()
    }
    const { record, evidence } = await repository.train({ gather: 'true' })
    expect(record).toMatchObject({ verdict: 'reused', passes: true, seeds: [0, 1, 2] })
    expect(record.model_digest).toMatch(/^sha256:/)
    expect(record.spread?.val_loss?.seeds).toBe(3)
    expect(await evidence('predictions-seed-1.csv')).toBe('id,prediction\n1,1\n')
    expect(await evidence('fingerprint.json')).toContain(record.fingerprint)
  })
})

describe('parts are no training', () => {
  let repository: TrainRepository
  beforeEach(async () => {
    repository = await repositoryWith(first)
  })
  afterEach(() => rm(repository.folder, { recursive: true, force: true }))

  it('for those who look for one, a failed seed fails the whole until its next attempt ends well, and a refused one changes nothing', async () => {
    await repository.train({ seed: '0, 1' })
    const { trust } = await repository.ports()
    expect(await trust.ofThisRun('churn', 'train')).toBeUndefined()
    expect(await trust.ownTrainings('churn')).toEqual([])
    repository.env.FAILS = '2'
    const failed = await repository.train({ seed: '2' })
    expect(failed).toMatchObject({ exitCode: 1, record: { verdict: 'failed', part: { of: [0, 1, 2] } } })
    const { record, exitCode } = await repository.train({ gather: 'true' })
    expect(exitCode).toBe(1)
    expect(record).toMatchObject({
      verdict: 'failed',
      passes: false,
      error: {
        code: 'seed-failed',
        message: expect.stringMatching(/^seed 2 ended as failed: .*exit code 3/),
      },
    })
    expect(record.model).toBeUndefined()
    repository.env.FAILS = ''
    await repository.train({ seed: '2' })
    for (const seed of ['2', '1'])
      expect(await repository.train({ seed, output: '../elsewhere/' })).toMatchObject({
        exitCode: 2,
        record: { error: { code: 'output-outside' } },
      })
    expect((await repository.train({ gather: 'true' })).record).toMatchObject({
      verdict: 'trained',
      spread: { val_loss: { seeds: 3 } },
    })
    const { runner } = await repository.ports()
    const model = join(runner.runs, runner.run.id, 'modelassay-churn-model-seed-0-1', 'weights.txt')
    await writeFile(model, 'planted')
    expect((await repository.train({ gather: 'true' })).record).toMatchObject({
      verdict: 'error',
      error: { code: 'model-digest' },
    })
  })
})
