import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runStage } from '../../src/launch/command.ts'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'
import { type TrainRepository, trainRepository } from './train-run.ts'

/** Seed 1 has the best loss, and predicts half of the rows wrong; the others predict all right. */
const script = `mkdir -p model
echo "weights of seed $MODELASSAY_SEED" > model/weights.txt
case $MODELASSAY_SEED in 1) loss=0.1; wrong=1;; *) loss=0.3; wrong=0;; esac
echo "{\\"val_loss\\": $loss}" > metrics.json
printf 'id,label,prediction\\n1,0,%s\\n2,1,1\\n' $wrong > predictions.csv
`

async function repositoryWith(seeds: string): Promise<TrainRepository> {
  const repository = await trainRepository()
  await repository.commit({
    '.gitignore': 'model/\nmetrics.json\npredictions.csv\nother.csv\n',
    'train.sh': script,
    'modelassay.yml': `name: churn
train: { run: sh train.sh, output: model/, metrics: metrics.json, seeds: ${seeds} }
evaluate: { predictions: predictions.csv, task: binary, columns: { id: id, label: label, prediction: prediction } }
gate: { baselines: [], rules: { accuracy: { min: 0.9 } } }
`,
  })
  return repository
}

async function judgedBy(repository: TrainRepository, given: Readonly<Record<string, string>> = {}) {
  const { record } = await runStage(
    'evaluate-gate',
    given,
    await repository.ports(),
    repository.process as unknown as NodeJS.Process,
  )
  return record as EvaluateGateRecord
}

async function gate(repository: TrainRepository, given: Readonly<Record<string, string>> = {}) {
  const { verdict, metrics, error } = await judgedBy(repository, given)
  return { verdict, accuracy: metrics?.accuracy, error: error?.code }
}

const right = 'id,label,prediction\n1,0,0\n2,1,1\n'
const ofShipped = { verdict: 'fail', accuracy: 0.5, error: undefined }

describe('predictions that training wrote', () => {
  let repository: TrainRepository
  const file = () => join(repository.folder, 'predictions.csv')
  beforeAll(async () => {
    repository = await repositoryWith('{ values: 3, ship: { best: val_loss, direction: lower } }')
  })
  afterAll(() => rm(repository.folder, { recursive: true, force: true }))

  it('are judged as those of the shipped seed, not of the last one', async () => {
    const { record } = await repository.train()
    expect(record.judged_files).toEqual([
      { file: 'predictions.csv', written: true, digest: expect.any(String), evidence: 'judgeda-seed-1.csv' },
    ])
    expect(record.evidence?.filter(({ path }) => path.startsWith('judged'))).toHaveLength(1)
    expect(await gate(repository)).toEqual(ofShipped)
  })

  it('stay those of a model that is taken, whatever lies in the tree', async () => {
    await writeFile(file(), right)
    expect((await repository.train()).record.verdict).toBe('reused')
    expect(await gate(repository)).toEqual(ofShipped)
    await rm(file())
    expect(await gate(repository)).toEqual(ofShipped)
  })

  it('pass nothing by a file that nobody knows the model of', async () => {
    await writeFile(join(repository.folder, 'other.csv'), right)
    expect(await gate(repository, { predictions: 'other.csv' })).toMatchObject({
      verdict: 'error',
      error: 'predictions-unknown',
    })
  })

  it('are known of seeds that other jobs trained', async () => {
    for (const seed of ['0', '1, 2']) await repository.train({ seed, 'skip-unchanged': 'false' })
    await rm(file())
    expect((await repository.train({ gather: 'true' })).record.verdict).toBe('trained')
    expect(await gate(repository)).toEqual(ofShipped)
  })
})

it("predictions that another seed than the shipped one wrote alone are nobody's", async () => {
  const repository = await repositoryWith('{ values: 2, ship: { best: val_loss, direction: lower } }')
  await repository.commit({ 'train.sh': script.replace(/^printf/m, '[ $MODELASSAY_SEED = 1 ] || printf') })
  const { record } = await repository.train()
  expect(record.shipped?.seed).toBe(1)
  expect(await gate(repository)).toMatchObject({ verdict: 'error', error: 'predictions-unknown' })
  await rm(repository.folder, { recursive: true, force: true })
})

it('predictions that a step after training makes are taken as they are', async () => {
  const repository = await repositoryWith('1')
  await repository.commit({ 'train.sh': script.replace(/^printf.*$/m, '') })
  await writeFile(join(repository.folder, 'predictions.csv'), 'id,label,prediction\n1,0,1\n2,1,1\n')
  const { record } = await repository.train()
  expect(record.judged_files).toEqual([
    { file: 'predictions.csv', written: false, digest: expect.stringContaining('sha256:') },
  ])
  const { reason } = await judgedBy(repository)
  expect(reason).toContain('predictions.csv lay there before this model was trained')
  await writeFile(join(repository.folder, 'predictions.csv'), right)
  expect(await gate(repository)).toEqual({ verdict: 'pass', accuracy: 1, error: undefined })
  await rm(repository.folder, { recursive: true, force: true })
})

it('metrics that training reported are those of the model, also where a command evaluates it', async () => {
  const repository = await trainRepository()
  const metrics = join(repository.folder, 'metrics.json')
  const configured = (run: string) => `name: churn
train: { run: sh train.sh, output: model/, metrics: metrics.json, inputs: [train.sh] }
evaluate: { run: "${run}", metrics: metrics.json }
metrics: { val_loss: { reported: val_loss, direction: lower } }
gate: { baselines: [], rules: { val_loss: { max: 0.2 } } }
`
  const judged = async () => {
    const { verdict, error } = await gate(repository)
    return error ?? verdict
  }
  await repository.commit({
    '.gitignore': 'model/\nmetrics.json\npredictions.csv\n',
    'train.sh': script.replace('0.3', '0.9'),
    'modelassay.yml': configured('true'),
  })
  await repository.train()
  expect(await judged()).toBe('fail')
  await writeFile(metrics, '{"val_loss": 0.1}')
  expect((await repository.train()).record.verdict).toBe('reused')
  expect(await judged()).toBe('fail')
  await repository.commit({ 'modelassay.yml': configured('echo \'{\\"val_loss\\": 0.15}\' > metrics.json') })
  await repository.train()
  expect(await judged()).toBe('pass')
  await rm(repository.folder, { recursive: true, force: true })
})
