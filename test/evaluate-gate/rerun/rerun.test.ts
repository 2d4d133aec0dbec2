import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { EvaluateGateRecord } from '../../../src/record/evaluate-gate.ts'
import { withCommand, workplace } from '../../cli/command.ts'
import { type StagesHere, stagesHere } from '../../cli/stages-here.ts'

withCommand()
let place: StagesHere
let first: string
beforeAll(async () => {
  place = stagesHere(await workplace(files()))
  first = place.git('rev-parse', 'HEAD').trim()
  const { code, said } = await place.all('train', 'evaluate-gate')
  expect(said).toContain('nothing to compare it with yet')
  expect(code).toBe(0)
})
beforeEach(() => void place.git('reset', '--quiet', '--hard', first))
afterAll(() => place.remove())

/** Forty customers; those above the model's threshold are predicted to leave. */
const table = (first: number) =>
  `id,age,churned\n${Array.from({ length: 40 }, (_, i) => `${first + i},${i},${i >= 20 ? 1 : 0}`).join('\n')}\n`

const config = (
  more = 'baseline: rerun-else-stored',
  predict = 'predict.mjs',
  gate = 'max_worsening: 0.01',
) => `name: churn
data:
  tables: { train: data/train.csv, test: { path: data/test.csv, role: test } }
train: { run: node train.mjs, output: model/ }
evaluate:
  run: node ${predict}
  predictions: predictions.csv
  ${more}
  task: binary
  truth: { table: test, column: churned, id: id }
gate:
  baselines: [base]
  rules: { accuracy: { ${gate} } }
`

const train = (threshold: number) => `import { mkdirSync, writeFileSync } from 'node:fs'
mkdirSync('model', { recursive: true })
writeFileSync('model/threshold', '${threshold}')
`

/** The model of this code is the file \`name\`: a newer predict.mjs cannot read an older model. */
const predict = (name = 'threshold', extra = '') => `import { readFileSync, writeFileSync } from 'node:fs'
const threshold = Number(readFileSync(process.env.MODELASSAY_MODEL_DIR + '/${name}', 'utf8'))
const rows = readFileSync('data/test.csv', 'utf8').trim().split('\\n').slice(1).map((line) => line.split(','))
writeFileSync('predictions.csv', 'id,prediction\\n' + rows.map(([id, age]) => id + ',' + (Number(age) >= threshold ? 1 : 0)).join('\\n') + '\\n')
${extra}
`

const files = (more?: string): Record<string, string> => ({
  'modelassay.yml': config(more),
  'data/train.csv': 'id,age,churned\n1,1,0\n',
  'data/test.csv': table(100),
  'train.mjs': train(20),
  'predict.mjs': predict(),
  '.gitignore': 'model/\npredictions.csv\n',
})

async function judged(): Promise<{ record: EvaluateGateRecord; stderr: string }> {
  const trained = await place.modelassay(['train'])
  expect(trained.code, trained.said).toBe(0)
  const { ran, record } = await place.json(['evaluate-gate'])
  expect(place.git('worktree', 'list').trim().split('\n')).toHaveLength(1)
  return { record: record as EvaluateGateRecord, stderr: ran.stderr }
}

describe('a baseline whose test set is another', () => {
  test('is evaluated again on the new one, by its own code, which need not be the new', async () => {
    await place.commit({
      'data/test.csv': table(500),
      'train.mjs': train(28).replace('model/threshold', 'model/limit'),
      'predict.mjs': predict('limit'),
    })
    const { record } = await judged()
    expect(record.verdict).toBe('fail')
    expect(record.comparisons![0]).toMatchObject({
      zone: 'worse',
      baseline_value: 1,
      candidate_value: 0.8,
      rows: 40,
      method: 'tango+mcnemar',
    })
    expect(record.baselines![0]!.changes).toMatchObject([
      { kind: 'commit', before: first.slice(0, 12), after: place.git('rev-parse', 'HEAD').slice(0, 12) },
      { kind: 'data', name: 'test' },
    ])
    expect(record.baselines![0]).toMatchObject({
      evaluations: [{ name: 'test', rerun: true, metrics: { accuracy: 1 } }],
    })
    // What the old code wrote is not taken for what the new one wrote.
    expect(await place.read('predictions.csv')).toContain('527,0')
    expect(await readdir(join(place.folder, '.modelassay', 'temp'))).toEqual([])
  })

  test('passes where the model is no worse on it', async () => {
    await place.commit({ 'data/test.csv': table(500), 'train.mjs': `${train(20)}// the same\n` })
    const { record } = await judged()
    expect(record.verdict).toBe('pass')
    expect(record.baselines![0]!.evaluations).toMatchObject([{ rerun: true }])
  })

  test('is evaluated again on all files of the new one, and on none that is gone', async () => {
    const several = (text: string) =>
      text
        .replace('path: data/test.csv', 'path: data/test/*.csv')
        .replace(
          "readFileSync('data/test.csv', 'utf8').trim().split('\\n').slice(1)",
          "readdirSync('data/test').flatMap((name) => readFileSync('data/test/' + name, 'utf8').trim().split('\\n').slice(1))",
        )
        .replace('import { readFileSync', 'import { readdirSync, readFileSync')
    await place.commit({
      'modelassay.yml': several(config(undefined, undefined, 'min: 0.9')),
      'predict.mjs': several(predict()),
      'data/test/a.csv': table(100),
      'data/test/b.csv': table(200),
    })
    expect((await judged()).record.verdict).toBe('pass')
    place.git('rm', '--quiet', 'data/test/a.csv')
    await place.commit({
      'modelassay.yml': several(config()),
      'data/test/c.csv': table(300),
      'train.mjs': train(28),
    })
    const { record } = await judged()
    expect(record.comparisons![0]).toMatchObject({ baseline_value: 1, candidate_value: 0.8, rows: 80 })
    expect(record.baselines![0]!.evaluations).toMatchObject([{ rerun: true }])
  })

  test('is not comparable where only stored predictions are wanted', async () => {
    await place.commit({ 'modelassay.yml': config('baseline: stored'), 'data/test.csv': table(500) })
    const { record } = await judged()
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
    expect(record.reason).toContain('evaluate.baseline: rerun-else-stored')
  })

  test('may have had its table elsewhere', async () => {
    await place.commit({
      'modelassay.yml': config().replace('path: data/test.csv', 'path: data/new/test.csv'),
      'data/new/test.csv': table(500),
      'predict.mjs': predict().replace('data/test.csv', 'data/new/test.csv'),
    })
    const { record } = await judged()
    expect(record.baselines![0]!.evaluations).toMatchObject([{ rerun: true, metrics: { accuracy: 1 } }])
  })
})

describe('a baseline of the same test set', () => {
  test('keeps its stored predictions, and no code runs', async () => {
    await place.commit({ 'train.mjs': train(21) })
    const { record, stderr } = await judged()
    expect(record.baselines![0]!.evaluations![0]).not.toHaveProperty('rerun')
    expect(stderr).not.toContain('Checking out')
  })

  test('is evaluated again all the same where that is asked for', async () => {
    await place.commit({ 'modelassay.yml': config('baseline: rerun'), 'train.mjs': train(21) })
    const { record } = await judged()
    expect(record.baselines![0]!.evaluations).toMatchObject([{ rerun: true }])
  })
})

describe('a baseline that cannot be evaluated again never lets a model pass', () => {
  /** @param old what the baseline's commit differs in from the first; nothing: the first is the baseline */
  const broken = async (change: Record<string, string>, old?: Record<string, string>) => {
    if (old) {
      await place.commit(old)
      expect((await place.all('train', 'evaluate-gate')).code).toBe(0)
    }
    await place.commit({ 'data/test.csv': table(500), ...change })
    const { record } = await judged()
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
    expect(record.comparisons![0]).not.toHaveProperty('baseline_value')
    return record.reason
  }

  test('because its code fails on the new test set, after it wrote predictions', async () => {
    const fails = `if (rows[0][0] === '500') { console.error('no such column: 500'); process.exit(3) }`
    const reason = await broken({ 'predict.mjs': predict() }, { 'predict.mjs': predict('threshold', fails) })
    expect(reason).toContain('its model cannot be evaluated again')
    expect(reason).toContain('it last said: no such column: 500')
  })

  test('because its code predicts another test set', async () => {
    const fixed = predict().replace(
      "readFileSync('data/test.csv', 'utf8')",
      "readFileSync('data/fixed.csv', 'utf8')",
    )
    const reason = await broken(
      { 'predict.mjs': predict() },
      { 'predict.mjs': fixed, 'data/fixed.csv': table(100) },
    )
    expect(reason).toContain('cannot be evaluated again')
  })

  test('because its setup fails', async () => {
    const reason = await broken(
      { 'modelassay.yml': config() },
      { 'modelassay.yml': config('baseline: rerun-else-stored\n  setup: exit 9') },
    )
    expect(reason).toContain('cannot be evaluated again')
  })

  test('because its commit had no command for it', async () => {
    const reason = await broken(
      { 'modelassay.yml': config() },
      {
        'modelassay.yml': `${config().replace(/ {2}run: node predict.mjs\n/, '')}`,
        'predictions.csv': `id,prediction\n${table(100)
          .trim()
          .split('\n')
          .slice(1)
          .map((line) => `${line.split(',')[0]},${line.split(',')[2]}`)
          .join('\n')}\n`,
      },
    )
    expect(reason).toContain('its commit has no command that evaluates test')
  })

  test('because the code of the change writes into its model', async () => {
    const meddling = `
import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
const temp = dirname(process.env.MODELASSAY_MODEL_DIR)
for (const name of readdirSync(temp).filter((name) => name.startsWith('modelassay-rerun-model')))
  writeFileSync(temp + '/' + name + '/threshold', '99')
`
    const reason = await broken({ 'predict.mjs': `${predict()}${meddling}`, 'train.mjs': train(21) })
    expect(reason).toContain('its model changed after it was fetched')
  })
})

test('a commit stands for itself, whatever the code of a change puts in its place', async () => {
  await place.commit({ 'predict.mjs': predict().replace('>=', '<') })
  const evil = place.git('rev-parse', 'HEAD').trim()
  place.git('reset', '--quiet', '--hard', first)
  const replacing = `
import { execFileSync } from 'node:child_process'
if (!process.cwd().includes('rerun')) execFileSync('git', ['replace', '-f', '${first}', '${evil}'])
`
  await place.commit({
    'data/test.csv': table(500),
    'train.mjs': train(28),
    'predict.mjs': `${predict()}${replacing}`,
  })
  const { record } = await judged()
  place.git('replace', '-d', first)
  expect(record.comparisons![0]).toMatchObject({ zone: 'worse', baseline_value: 1, candidate_value: 0.8 })
})
