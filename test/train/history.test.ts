import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type TrainRepository, trainRepository } from './train-run.ts'

let repository: TrainRepository
beforeEach(async () => {
  repository = await trainRepository()
})
afterEach(() => rm(repository.folder, { recursive: true, force: true }))

const commit = (script: string, history: string, files: Record<string, string> = {}) =>
  repository.commit({
    '.gitignore': 'logs/\ndvclive/\nmetrics.toml\n/log.*\n',
    'train.sh': `echo 1 > "$MODELASSAY_MODEL_DIR/m"\n${script}\n`,
    'modelassay.yml': `name: churn\ntrain: { run: sh train.sh, ${history} }\n`,
    ...files,
  })

it('keeps the curves that Lightning’s logger left, and those of no earlier run', async () => {
  await commit(
    'mkdir -p logs/version_0; printf "epoch,val_loss\\n0,0.5\\n1,0.2\\n2,0.3\\n" > logs/version_0/metrics.csv',
    'history: logs/',
  )
  await repository.write({ 'logs/version_9/metrics.csv': 'epoch,val_loss\n0,9\n' })
  const { record } = await repository.train()
  expect(record.curves).toMatchObject({
    val_loss: { values: 3, best: { step: 1, value: 0.2 }, last: { step: 2, value: 0.3 } },
  })
})

it('reads DVCLive’s folder, and metrics and parameters in TOML', async () => {
  await commit(
    'mkdir -p dvclive/plots/metrics/train; printf "step\\tloss\\n0\\t2\\n1\\t1\\n" > dvclive/plots/metrics/train/loss.tsv; printf "[val]\\nloss = 0.5\\n" > metrics.toml',
    'history: dvclive/, metrics: metrics.toml, params: params.toml',
    { 'params.toml': 'epochs = 2\n[optimizer]\nlr = 0.1\n' },
  )
  const { record } = await repository.train()
  expect(record).toMatchObject({
    verdict: 'trained',
    metrics: { 'val.loss': 0.5 },
    params: { epochs: 2, optimizer: { lr: 0.1 } },
    curves: { 'train/loss': { best: { step: 1, value: 1 } } },
  })
})

it.each([
  ['log.json', '[{"step": 0, "val_loss": 0.5, "extra": {"a": 1}}, {"step": 1, "val_loss": 0.2}, 7]'],
  [
    'log.yaml',
    'best: 0.2\nlog_history:\n- {epoch: 0, val_loss: 0.5}\n- {epoch: 1, val_loss: 0.2, note: .nan}\n',
  ],
])('reads the records of %s, as DVC plots and trainers write them', async (file, text) => {
  await commit(`cp kept-${file} ${file}`, `history: ${file}`, { [`kept-${file}`]: text })
  expect((await repository.train()).record.curves).toEqual({
    val_loss: expect.objectContaining({ values: 2, last: { step: 1, value: 0.2 } }),
  })
})

it.each([
  ['that are not there', 'true', 'logs/'],
  ['without an end', 'ln -s /dev/zero log.csv', 'log.csv'],
])('goes on without curves %s', async (_what, script, history) => {
  await commit(script, `history: ${history}`)
  const { record, log } = await repository.train()
  expect(record.verdict).toBe('trained')
  expect(record).not.toHaveProperty('curves')
  expect(log).toContain('curves are not kept')
})
