import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type TrainRepository, trainRepository } from '../train-run.ts'

let repository: TrainRepository
beforeEach(async () => {
  repository = await trainRepository()
})
afterEach(() => rm(repository.folder, { recursive: true, force: true }))

const script = `mkdir -p model
echo "weights of seed $MODELASSAY_SEED" > model/weights.txt
case $MODELASSAY_SEED in 0) loss=0.4;; 1) loss=0.1;; 2) loss=0.3;; *) loss=0.5;; esac
echo "{\\"val_loss\\": $loss, \\"epochs\\": 3}" > metrics.json
printf 'id,prediction\\n1,%s\\n' "$MODELASSAY_SEED" > predictions.csv
`

const commit = (seeds: string) =>
  repository.commit({
    '.gitignore': 'model/\nmetrics.json\npredictions.csv\n',
    'train.sh': script,
    'modelassay.yml': `name: churn\ntrain: { run: sh train.sh, output: model/, metrics: metrics.json, seeds: ${seeds} }\n`,
  })

describe('seeds', () => {
  it('ship the one with the best validation metric, and its files stay', async () => {
    await commit('{ values: 3, ship: { best: val_loss, direction: lower } }')
    const { record } = await repository.train()
    expect(record).toMatchObject({
      verdict: 'trained',
      seeds: [0, 1, 2],
      shipped: { seed: 1, metric: 'val_loss', value: 0.1 },
      metrics: { val_loss: 0.1, epochs: 3 },
    })
    expect(await readFile(join(repository.folder, 'model', 'weights.txt'), 'utf8')).toBe(
      'weights of seed 1\n',
    )
    expect(await readFile(join(repository.folder, 'metrics.json'), 'utf8')).toContain('0.1')
  })

  it.each([
    [
      'MLflow run',
      'mlflow: true',
      `run=mlruns/1/run$MODELASSAY_SEED; mkdir -p $run/metrics $run/tags
printf 'lifecycle_stage: active\\nstart_time: %s\\n' $(date +%s%3N) > $run/meta.yaml
echo "$MLFLOW_RUN_CONTEXT" | sed 's/.*:"//; s/".*//' | tr -d '\\n' > $run/tags/modelassay.training
echo "1 $(sed 's/.*"val_loss": *\\([0-9.]*\\).*/\\1/' metrics.json) 0" > $run/metrics/val_loss\n`,
    ],
    ['DVC pipeline', 'dvc: dvc.yaml', ''],
  ])('ship the one that is best by a metric of its %s', async (_what, where, more) => {
    await repository.commit({
      '.gitignore': 'model/\nmetrics.json\npredictions.csv\nmlruns/\n',
      'dvc.yaml': 'stages: {fit: {cmd: sh train.sh, metrics: [metrics.json]}}\n',
      'train.sh': script + more,
      'modelassay.yml': `name: churn\ntrain: { run: sh train.sh, output: model/, ${where}, seeds: { values: 3, ship: { best: val_loss, direction: lower } } }\n`,
    })
    const { record, log } = await repository.train()
    expect(record, log).toMatchObject({
      shipped: { seed: 1, metric: 'val_loss', value: 0.1 },
      metrics: { val_loss: 0.1 },
    })
    const weights = await readFile(join(repository.folder, 'model', 'weights.txt'), 'utf8')
    expect(weights).toBe('weights of seed 1\n')
  })

  it('tell how far the metrics lie apart', async () => {
    await commit('3')
    const { record } = await repository.train()
    expect(record.spread?.val_loss).toEqual({
      mean: expect.closeTo(0.8 / 3, 12),
      sd: expect.closeTo(0.152752523165, 10),
      min: 0.1,
      max: 0.4,
      seeds: 3,
    })
    expect(record.shipped).toBeUndefined()
    expect(await readFile(join(repository.folder, 'model', 'weights.txt'), 'utf8')).toBe(
      'weights of seed 0\n',
    )
  })

  it('keep the predictions of each, also where the model is taken from an earlier attempt', async () => {
    await commit('{ values: [4, 2], predictions: predictions.csv }')
    const kept = [
      { seed: 2, evaluation: 'test', evidence: 'predictions-seed-2.csv' },
      { seed: 4, evaluation: 'test', evidence: 'predictions-seed-4.csv' },
    ]
    for (const verdict of ['trained', 'reused']) {
      const { record, evidence } = await repository.train()
      expect(record).toMatchObject({ verdict, seed_predictions: kept })
      expect(await evidence('predictions-seed-2.csv')).toBe('id,prediction\n1,2\n')
      expect(await evidence('predictions-seed-4.csv')).toBe('id,prediction\n1,4\n')
    }
  })

  it('fail where a seed lacks the metric that is to choose', async () => {
    await commit('{ values: 2, ship: { best: val_auc, direction: higher } }')
    expect((await repository.train()).record).toMatchObject({
      verdict: 'failed',
      passes: false,
      error: { code: 'seed-without-metric' },
    })
  })

  it('ask which way a metric of an unknown name is better', async () => {
    await commit('{ values: 2, ship: { best: val_loss } }')
    const { record, exitCode } = await repository.train()
    expect(exitCode).toBe(2)
    expect(record.error).toMatchObject({
      code: 'direction-missing',
      hint: expect.stringContaining('direction: lower'),
    })
  })
})
