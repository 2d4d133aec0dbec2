import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type TrainRepository, trainRepository } from './train-run.ts'

const files = {
  '.gitignore': 'model/\nmetrics.json\nstate\n',
  'modelassay.yml':
    'name: churn\ntrain: { run: sh train.sh, output: model/, metrics: metrics.json, params: params.yml, inputs: [train.sh] }\n',
  'params.yml': 'epochs: 3\n',
  // `state` is what nobody pinned: the number of trainings until now, and which of them is worse
  'train.sh': `mkdir -p model; echo same > model/a.txt
if [ -e state ]; then cat state > model/b.txt; else echo 1 > model/b.txt; fi
if grep -q worse state 2>/dev/null; then echo '{"accuracy": 0.5}'; else echo '{"accuracy": 0.9}'; fi > metrics.json
`,
}

let repository: TrainRepository
beforeEach(async () => {
  repository = await trainRepository()
  await repository.commit(files)
})
afterEach(() => rm(repository.folder, { recursive: true, force: true }))

const again = () => repository.train({ reproduce: 'true' })

it('says that the model is the same, bit by bit', async () => {
  const first = await repository.train()
  const { record, exitCode } = await again()
  expect(exitCode).toBe(0)
  expect(record).toMatchObject({
    verdict: 'trained',
    passes: true,
    model_digest: first.record.model_digest,
    reproduction: { of: 'an earlier training of this commit', outcome: 'bit-identical' },
  })
  expect(record.reason).toContain('bit-identical')
})

it('says that another model has the same metrics, and in which file it differs first', async () => {
  await repository.train()
  await repository.write({ state: '2\n' })
  const { record, exitCode } = await again()
  expect(exitCode).toBe(0)
  expect(record).toMatchObject({
    passes: true,
    reproduction: { outcome: 'same-metrics', first_difference: 'b.txt' },
  })
  expect(record.reason).toContain('The models differ first in b.txt.')
})

it('does not pass where something different comes of it', async () => {
  await repository.train()
  await repository.write({ state: 'worse\n' })
  const { record, exitCode } = await again()
  expect(exitCode).toBe(1)
  expect(record).toMatchObject({
    verdict: 'failed',
    passes: false,
    reproduction: { outcome: 'different', first_difference: 'b.txt' },
    error: { code: 'not-reproduced' },
  })
  expect(record.reason).toBe(
    'It is different: accuracy was 0.9, and is 0.5. The models differ first in b.txt.',
  )
})

it('is refused where nothing was trained', async () => {
  const { record, exitCode } = await again()
  expect(exitCode).toBe(2)
  expect(record).toMatchObject({ verdict: 'error', error: { code: 'nothing-to-reproduce' } })
})

it('does not take another training for the same one', async () => {
  await repository.train()
  await repository.write({ state: '2\n', 'params.yml': 'epochs: 4\n' })
  const { record } = await again()
  expect(record).toMatchObject({ passes: false, reproduction: { outcome: 'different' } })
  expect(record.reason).toContain(
    'It is another training than an earlier training of this commit: parameter epochs: 3 → 4.',
  )
})

it('tells names that are hostile as they are, and obeys none', async () => {
  await repository.write({
    'train.sh': `mkdir -p model; date +%N > model/$(printf 'a\\033[31m::error::b')
printf '{"acc\\\\n::error::uracy": 0.%s}' "$(date +%N)" > metrics.json
`,
  })
  await repository.commit({})
  await repository.train()
  const { record, log } = await again()
  expect(record.reproduction).toMatchObject({ outcome: 'different' })
  expect(record.reason).not.toMatch(/\p{Cc}/u)
  expect(record.error?.message).not.toMatch(/\p{Cc}/u)
  expect(log).not.toMatch(/^::error/m)
})
