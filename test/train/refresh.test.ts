import { appendFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writtenFiles } from '../../src/config/written-files.ts'
import { runStage } from '../../src/launch/command.ts'
import { explainTraining } from '../../src/train/explain/explain.ts'
import { planModels } from '../../src/train/many/plan.ts'
import { type TrainRepository, trainRepository } from './train-run.ts'

const configuration = `name: churn
data: { contract: contract.yml, tables: { train: data/train.csv } }
train: { run: sh train.sh, refresh: sh refresh.sh, output: model/, inputs: [train.sh] }
`
const files = {
  '.gitignore': 'model/\ndata/\n',
  'modelassay.yml': configuration,
  'contract.yml': 'fields: [{ name: age, type: integer }]\n',
  // what the warehouse holds is outside of the repository
  'refresh.sh': 'mkdir -p data && cp "$WAREHOUSE" data/train.csv\n',
  'train.sh': 'mkdir -p model; cat data/train.csv > model/weights.txt\n',
}

let repository: TrainRepository
let warehouse: string
beforeEach(async () => {
  repository = await trainRepository()
  warehouse = `${repository.folder}-warehouse.csv`
  repository.env.WAREHOUSE = warehouse
  await writeFile(warehouse, 'age\n1\n2\n')
  await repository.commit(files)
})
afterEach(async () => {
  await rm(repository.folder, { recursive: true, force: true })
  await rm(warehouse, { force: true })
})

it('runs first, and what it brings decides whether there is anything to train', async () => {
  const first = await repository.train()
  expect(first.record, first.log).toMatchObject({ verdict: 'trained', run: { dirty: false } })
  expect((await repository.train()).record).toMatchObject({
    verdict: 'reused',
    fingerprint: first.record.fingerprint,
  })
  await appendFile(warehouse, '3\n')
  const second = await repository.train()
  expect(second.record.verdict).toBe('trained')
  expect(second.record.fingerprint).not.toBe(first.record.fingerprint)
  expect(second.record.model_digest).not.toBe(first.record.model_digest)
  expect(second.record.reason).toContain('train: ')
})

it('trains nothing where it fails, and says what it said last', async () => {
  await repository.commit({ 'refresh.sh': 'echo age > data.tmp; echo no route to the warehouse; exit 7\n' })
  const { record, exitCode } = await repository.train()
  expect(exitCode).toBe(3)
  expect(record).toMatchObject({ verdict: 'error', passes: false, error: { code: 'refresh-failed' } })
  expect(record.reason).toContain('no route to the warehouse')
  expect(record.model).toBeUndefined()
})

it('forbids to take a trained model where no table says what it brings', async () => {
  const untold = configuration.replace('data/train.csv }', '{ path: data/train.csv, role: other } }')
  await repository.commit({ 'modelassay.yml': untold })
  await repository.train()
  const { record } = await repository.train()
  expect(record.verdict).toBe('trained')
  expect(record.observed.not_reusable_because).toEqual([
    'train.refresh brings data, and data.tables has no table of role train that says which',
  ])
})

it('trains nothing on data that data-validate of this run has not looked at', async () => {
  await repository.write({ 'data/train.csv': 'age\n1\n2\n' })
  const ports = await repository.ports()
  const host = Object.assign(repository.process, { env: repository.env }) as unknown as NodeJS.Process
  const validated = await runStage('data-validate', {}, ports, host)
  expect(validated.record.verdict).toBe('valid')
  expect((await repository.train()).record.verdict).toBe('trained')
  await appendFile(warehouse, 'x\n')
  const { record, exitCode } = await repository.train()
  expect(exitCode).toBe(2)
  expect(record).toMatchObject({ verdict: 'error', error: { code: 'data-not-validated' } })
  expect(record.model).toBeUndefined()
})

it('is no matter of a plan or an explanation, which run nothing: both say so', async () => {
  await repository.train()
  const ports = await repository.ports()
  const { openProject } = await import('../../src/launch/open-project.ts')
  const { loadStage } = await import('../../src/launch/stages.ts')
  const { project } = await openProject(await loadStage('train'), {}, ports)
  await appendFile(warehouse, '3\n')
  const scratch = await repository.ports().then(({ runner }) => runner.temp)
  const bench = {
    log: ports.runner.log,
    evidence: scratch,
    scratch,
    engine: ports.runner.engine,
    environment: repository.env as Record<string, string>,
  }
  // what it writes is no change of the working tree
  expect(writtenFiles(project)).toContain(join(project.root, 'data/train.csv'))
  const told = await explainTraining({ project }, ports, bench)
  expect(told.notes).toContain('train.refresh would run first; this is about the data as they are now')
  const planned = await planModels(ports, repository.env as Record<string, string>, 'needed')
  expect(planned).toMatchObject([
    { name: 'churn', needed: true, reason: expect.stringContaining('train.refresh') },
  ])
})
