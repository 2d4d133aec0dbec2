import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EvaluateGateRecord } from '../../../src/record/evaluate-gate.ts'
import { appendMove } from '../../../src/registry/local/aliases.ts'
import { withCommand, workplace } from '../../cli/command.ts'
import { type StagesHere, stagesHere } from '../../cli/stages-here.ts'

/** A registered version keeps its model, and its tag names the commit whose code can read it. */

withCommand()
let place: StagesHere

const table = (first: number) =>
  `id,age,churned\n${Array.from({ length: 40 }, (_, i) => `${first + i},${i},${i >= 20 ? 1 : 0}`).join('\n')}\n`

const config = (baselines: string) => `name: churn
data:
  tables: { train: data/train.csv, test: { path: data/test.csv, role: test } }
train: { run: node train.mjs, output: model/ }
evaluate:
  run: node predict.mjs
  predictions: predictions.csv
  baseline: rerun-else-stored
  task: binary
  truth: { table: test, column: churned, id: id }
gate:
  baselines: [${baselines}]
  rules: { accuracy: { max_worsening: 0.01 } }
`
const train = (file: string, threshold: number) => `import { mkdirSync, writeFileSync } from 'node:fs'
mkdirSync('model', { recursive: true })
writeFileSync('model/${file}', '${threshold}')
`
/** Reads the model from a file of that name: newer code cannot read an older model. */
const predict = (file: string) => `import { readFileSync, writeFileSync } from 'node:fs'
const threshold = Number(readFileSync(process.env.MODELASSAY_MODEL_DIR + '/${file}', 'utf8'))
const rows = readFileSync('data/test.csv', 'utf8').trim().split('\\n').slice(1).map((line) => line.split(','))
writeFileSync('predictions.csv', 'id,prediction\\n' + rows.map(([id, age]) => id + ',' + (Number(age) >= threshold ? 1 : 0)).join('\\n') + '\\n')
`

beforeAll(async () => {
  place = stagesHere(
    await workplace({
      'modelassay.yml': config('base'),
      'data/train.csv': 'id,age,churned\n1,1,0\n',
      'data/test.csv': table(100),
      'train.mjs': train('threshold', 20),
      'predict.mjs': predict('threshold'),
      '.gitignore': 'model/\npredictions.csv\n',
    }),
  )
  const { code, said } = await place.all('train', 'evaluate-gate', 'register-model')
  expect(code, said).toBe(0)
  const registry = join(place.folder, '.modelassay', 'registry')
  await appendMove(registry, 'churn', { alias: 'production', version: '0.1.0' }, () => new Date())
})
afterAll(() => place.remove())

test('production, the best and a named version are evaluated again by the code of their commit, once for all three', async () => {
  await place.commit({
    'modelassay.yml': config('production, best, "version:0.1.0"'),
    'data/test.csv': table(500),
    'train.mjs': train('limit', 28),
    'predict.mjs': predict('limit'),
  })
  expect((await place.modelassay(['train'])).code).toBe(0)
  const { ran, record } = await place.json(['evaluate-gate'])
  const { verdict, baselines, comparisons } = record as EvaluateGateRecord
  expect(verdict).toBe('fail')
  expect(baselines).toMatchObject(
    ['production', 'best', 'version:0.1.0'].map((name) => ({
      name,
      outcome: 'found',
      evaluations: [{ name: 'test', rerun: true, metrics: { accuracy: 1 } }],
    })),
  )
  const old = 'old test of production, best, version:0.1.0'
  expect(comparisons).toMatchObject(
    ['test', old].flatMap((evaluation) =>
      baselines!.map(({ name }) => ({
        baseline: { name },
        evaluation,
        zone: 'worse',
        baseline_value: 1,
        candidate_value: 0.8,
      })),
    ),
  )
  expect(ran.stderr.match(/Checking out/g)).toHaveLength(1)
  expect(place.git('worktree', 'list').trim().split('\n')).toHaveLength(1)
})
