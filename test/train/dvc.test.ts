import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dvcEnvironment, dvcPython } from '../data-versions/dvc-repository.ts'
import { type TrainRepository, trainRepository } from './train-run.ts'

let repository: TrainRepository
beforeEach(async () => {
  repository = await trainRepository()
})
afterEach(() => rm(repository.folder, { recursive: true, force: true }))

const md5 = (character: string) => character.repeat(32)
const lock = (dep: string, out: string) =>
  `schema: '2.0'\nstages:\n  fit:\n    cmd: sh fit.sh\n    deps:\n    - {path: data.csv, md5: ${dep}}\n    params:\n      params.yaml: {C: 1.5}\n    outs:\n    - {path: model.txt, md5: ${out}}\n`

const pipeline = `stages:
  fit:
    cmd: sh fit.sh
    deps: [data.csv]
    params: [C]
    outs: [model.txt]
    metrics: [{metrics.json: {cache: false}}]
    plots: [{log.csv: {cache: false, x: step}}]
`
const files = {
  '.gitignore': '/model.txt\n/metrics.json\n/log.csv\n/home\n/.dvc\n/dvc.lock.log\n/big.json\n',
  'dvc.yaml': pipeline,
  'params.yaml': 'C: 1.5\n',
  'data.csv': 'a\n1\n',
  'fit.sh':
    'cp data.csv model.txt; echo \'{"loss": 0.5}\' > metrics.json; printf "step,val_loss\\n0,0.9\\n1,0.4\\n2,0.5\\n" > log.csv\n',
  'modelassay.yml': 'name: churn\ntrain: { run: sh fit.sh, output: model.txt, dvc: dvc.yaml }\n',
}

it('the outputs that a lock recorded decide nothing, its data does', async () => {
  await repository.commit({ ...files, 'dvc.lock': lock(md5('a'), md5('b')) })
  const first = await repository.train()
  await repository.commit({ 'dvc.lock': lock(md5('a'), md5('c')) })
  expect((await repository.train()).record.fingerprint).toBe(first.record.fingerprint)
  await repository.commit({ 'dvc.lock': lock(md5('d'), md5('c')) })
  expect((await repository.train()).record.fingerprint).not.toBe(first.record.fingerprint)
})

it('a model that is not what the lock names is none of the pipeline’s', async () => {
  await repository.commit({ ...files, '.dvc/config': '', 'dvc.lock': lock(md5('a'), md5('b')) })
  const { record } = await repository.train()
  expect(record).toMatchObject({ verdict: 'failed', error: { code: 'dvc-mismatch' } })
})

it.each([
  ['is not there', undefined, /dvc\.yaml cannot be read.*does not exist/],
  ['is something else', '- 1\n', /is not as DVC writes it/],
  ['names metrics that nobody wrote', 'metrics: [gone.json]\n', /names the metrics gone\.json/],
  [
    'names metrics that are none',
    'metrics: [big.json]\n',
    /big\.json has 17\.0 MB, .* at most 16\.0 MB are read/,
  ],
])('a dvc.yaml that %s is told', async (_what, text, reason) => {
  const { 'dvc.yaml': _, ...others } = files
  await repository.commit({ ...others, ...(text !== undefined && { 'dvc.yaml': text }) })
  await writeFile(join(repository.folder, 'big.json'), '')
  await truncate(join(repository.folder, 'big.json'), 17_000_000)
  const { record } = await repository.train()
  expect(record.verdict).toBe('failed')
  expect(record.reason).toMatch(reason)
})

describe.skipIf(!dvcPython)('DVC itself', () => {
  it('runs as it is: metrics, parameters, curves, data and outputs are those of the pipeline', async () => {
    Object.assign(repository.env, dvcEnvironment(join(repository.folder, 'home')))
    execFileSync(dvcPython!, ['-m', 'dvc', 'init', '-q'], {
      cwd: repository.folder,
      env: { ...process.env, ...dvcEnvironment(repository.folder) },
    })
    await repository.commit({
      ...files,
      '.gitignore': files['.gitignore'].replace('/.dvc\n', ''),
      'modelassay.yml': files['modelassay.yml'].replace('sh fit.sh', 'python -m dvc repro'),
    })
    const { record, log } = await repository.train()
    expect(record, log).toMatchObject({
      verdict: 'trained',
      metrics: { loss: 0.5 },
      params: { C: 1.5 },
      curves: { val_loss: { best: { step: 1, value: 0.4 } } },
      dvc: [
        {
          name: 'fit',
          deps: [{ path: 'data.csv', md5: createHash('md5').update(files['data.csv']).digest('hex') }],
        },
      ],
    })
    expect(await readFile(join(repository.folder, 'dvc.lock'), 'utf8')).toContain('model.txt')
  }, 180_000)
})
