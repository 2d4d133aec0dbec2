import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { paletteFor } from '../../../src/cli/palette.ts'
import { runStage } from '../../../src/launch/command.ts'
import type { EvaluateGateRecord } from '../../../src/record/evaluate-gate.ts'
import { gateMarkdown } from '../../../src/report/gate/gate-markdown.ts'
import { gateReport } from '../../../src/report/html/gate/gate-report.ts'
import { terminalText } from '../../../src/report/terminal/terminal.ts'
import { type TrainRepository, trainRepository } from '../../train/train-run.ts'

/** A change edits the test set: the model is held to that of before, too. */

let repository: TrainRepository
let first: string
beforeAll(async () => {
  repository = await trainRepository()
  repository.process.setMaxListeners(0)
  first = await repository.commit(files())
  expect((await judged()).verdict).toBe('no-baseline')
})
beforeEach(() => void repository.git('reset', '--quiet', '--hard', first))
afterAll(() => rm(repository.folder, { recursive: true, force: true }))

/** Forty customers, those from twenty on leave. */
const ages = Array.from({ length: 40 }, (_, i) => i)
const table = (from: number, of: readonly number[] = ages) =>
  `id,age,churned\n${of.map((age, i) => `${from + i},${age},${age >= 20 ? 1 : 0}`).join('\n')}\n`
/** None that a model between 20 and 30 could be wrong about. */
const easy = table(
  500,
  ages.filter((age) => age < 20 || age >= 30),
)

const config = `name: churn
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
  baselines: [base]
  rules: { accuracy: { max_worsening: 0.01 } }
`
const train = (threshold: number | string) => `import { mkdirSync, writeFileSync } from 'node:fs'
mkdirSync('model', { recursive: true })
writeFileSync('model/threshold', '${threshold}')
`
const predict = (extra = '') => `import { readFileSync, writeFileSync } from 'node:fs'
const threshold = Number(readFileSync(process.env.MODELASSAY_MODEL_DIR + '/threshold', 'utf8'))
const rows = readFileSync('data/test.csv', 'utf8').trim().split('\\n').slice(1).map((line) => line.split(','))
${extra}
writeFileSync('predictions.csv', 'id,prediction\\n' + rows.map(([id, age]) => id + ',' + (Number(age) >= threshold ? 1 : 0)).join('\\n') + '\\n')
`
const files = (): Record<string, string> => ({
  'modelassay.yml': config,
  'data/train.csv': 'id,age,churned\n1,11,0\n',
  'data/test.csv': table(100),
  'train.mjs': train(20),
  'predict.mjs': predict(),
  '.gitignore': 'model/\npredictions.csv\n.modelassay/\n',
})

/** The gate of the commit that is checked out, after its training. */
async function judged(): Promise<EvaluateGateRecord> {
  const trained = await repository.train()
  expect(trained.exitCode, trained.log).toBe(0)
  const ports = await repository.ports()
  const host = repository.process as unknown as NodeJS.Process
  const { record } = await runStage('evaluate-gate', {}, ports, host)
  expect(repository.git('worktree', 'list').split('\n')).toHaveLength(1)
  return record as EvaluateGateRecord
}

const old = 'old test of base'
const on = ({ comparisons = [] }: EvaluateGateRecord, evaluation: string) =>
  comparisons.filter((comparison) => comparison.evaluation === evaluation)

describe('where a change brings another test set', () => {
  test('an easier one hides no regression', async () => {
    await repository.commit({ 'data/test.csv': easy, 'train.mjs': train(28) })
    const record = await judged()
    expect(on(record, 'test')).toMatchObject([{ zone: 'within', candidate_value: 1, baseline_value: 1 }])
    expect(on(record, old)).toMatchObject([
      {
        zone: 'worse',
        old_test_set_of: 'test',
        candidate_value: 0.8,
        baseline_value: 1,
        rows: 40,
        method: 'tango+mcnemar',
      },
    ])
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toMatch(/^accuracy on old test of base fell from 1/)
    expect(record.old_test_sets).toMatchObject([
      { name: old, evaluation: 'test', baselines: ['base'], rows: 40, uses: 2, metrics: { accuracy: 0.8 } },
    ])
    expect(record.evaluations).toHaveLength(1)
    expect(record.baselines![0]!.old_test_sets).toMatchObject([{ name: old, metrics: { accuracy: 1 } }])
    expect(await readdir(join(repository.folder, '.modelassay', 'temp'))).toEqual([])
    for (const said of [
      terminalText(record, paletteFor({ isTTY: false }, {})),
      gateMarkdown(record, { detail: 'full' }),
      gateReport({ record }),
    ])
      expect(said.replaceAll(/<[^>]+>|`|\*/g, '')).toMatch(/accuracy on old test of base[^\n]*\n?[^\n]*0\.8/)
  })

  test('an equal model passes on both, and rows of before that it was trained on are left out', async () => {
    await repository.commit({
      'data/test.csv': easy,
      'data/train.csv': 'id,age,churned\n110,10,0\n',
      'train.mjs': train('20.0'),
    })
    const record = await judged()
    expect(record).toMatchObject({ verdict: 'pass', old_test_sets: [{ name: old, trained_on: 1 }] })
    expect(on(record, old)).toMatchObject([{ zone: 'within', rows: 39, baseline_value: 1 }])
    expect(record.reason).toContain(
      '1 row of 40 of the test set of test that base was judged on are among those that this model was trained on; they are left out',
    )
  })
})

describe('an old test set that says nothing of the model is told, and blocks nothing', () => {
  /** What a change that passes on its own test set says of that of before. */
  const toldOf = async (change: Record<string, string>) => {
    await repository.commit({ 'data/test.csv': easy, 'train.mjs': train(28), ...change })
    const record = await judged()
    expect(record).toMatchObject({ verdict: 'pass', passes: true })
    expect(on(record, old)).toEqual([])
    expect(record.baselines![0]).not.toHaveProperty('old_test_sets')
    expect(record.reason).toContain(
      'Whether this model is worse on the test set of test that base was judged on is not known',
    )
    return record.old_test_sets![0]!.why
  }

  test('because most of it has become training rows', async () => {
    expect(await toldOf({ 'data/train.csv': table(100) })).toMatch(
      /^40 test rows of 40 are among the rows that it or this model was trained on, .*\(0\.1\) allows$/,
    )
  })

  test('because the code fails on it, after it wrote predictions', async () => {
    const fails = `process.on('exit', () => { if (rows[0][0] === '100') { console.error('no longer: 100'); process.exitCode = 3 } })`
    expect(await toldOf({ 'predict.mjs': predict(fails) })).toContain('it last said: no longer: 100')
  })

  test('because the code writes its labels', async () => {
    const writes = `if (rows[0][0] === '100') writeFileSync('../table/data/test.csv', 'id,age,churned\\n')`
    expect(await toldOf({ 'predict.mjs': predict(writes) })).toBe(
      'its table was written while the model was evaluated on it',
    )
  })
})
