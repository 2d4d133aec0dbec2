import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { EvaluateGateRecord } from '../../../src/record/evaluate-gate.ts'
import { withCommand, workplace } from '../../cli/command.ts'
import { type StagesHere, stagesHere } from '../../cli/stages-here.ts'

withCommand()
let place: StagesHere
let first: string

/** Row `i` of all customers there are, as one table or another writes it; the last column is what is to be predicted. */
const row = (i: number, label = i % 2) => `${i},${i / 10},${i % 3 === 0 ? 'North' : ''},${label}`
const table = (from: number, to: number, more: readonly string[] = []) =>
  `id,age,region,churned\n${[...Array.from({ length: to - from }, (_, i) => row(from + i)), ...more].join('\n')}\n`

const config = (more = '', rules = '{ accuracy: { max_worsening: 0.01 } }') => `name: churn
data:
  tables: { train: data/train.csv, test: { path: data/test.csv, role: test } }
train: { run: node train.mjs, output: model/ }
evaluate:
  run: node predict.mjs
  predictions: predictions.csv
  task: binary
  truth: { table: test, column: churned, id: id }
gate:
  baselines: [base]
  rules: ${rules}
  ${more}
`
/** Wrong on the rows of which \`wrong\` is true. */
const files = (wrong: string, train = table(0, 100)): Record<string, string> => ({
  'train.mjs': `import { mkdirSync, writeFileSync } from 'node:fs'
mkdirSync('model', { recursive: true })
writeFileSync('model/code', ${JSON.stringify(wrong)})
`,
  'predict.mjs': `import { writeFileSync } from 'node:fs'
const lines = []
for (let i = 100; i < 200; i++) lines.push(i + ',' + (${wrong} ? 1 - (i % 2) : i % 2))
writeFileSync('predictions.csv', 'id,prediction\\n' + lines.join('\\n') + '\\n')
`,
  'data/train.csv': train,
})

beforeAll(async () => {
  place = stagesHere(
    await workplace({
      'modelassay.yml': config(),
      'data/test.csv': table(100, 200),
      '.gitignore': 'model/\npredictions.csv\n',
      ...files('i >= 190'),
    }),
  )
  first = place.git('rev-parse', 'HEAD').trim()
  expect((await place.all('train', 'evaluate-gate')).code).toBe(0)
})
beforeEach(() => void place.git('reset', '--quiet', '--hard', first))
afterAll(() => place.remove())

async function judged(change: Record<string, string>): Promise<EvaluateGateRecord> {
  await place.commit(change)
  const trained = await place.modelassay(['train'])
  expect(trained.code, trained.said).toBe(0)
  return (await place.json(['evaluate-gate'])).record as EvaluateGateRecord
}

/** The first eight test rows, one of them relabelled, one with its number written otherwise. */
const leaked = [row(100, 1), '101,1.010e1,,1', ...Array.from({ length: 6 }, (_, i) => row(102 + i))]

describe('test rows that a model was trained on', () => {
  test('are none where the tables share no row', async () => {
    const record = await judged(files('i >= 191'))
    expect(record.evaluations![0]!.trained_on).toBe(0)
    expect(record.baselines![0]!.evaluations![0]!.trained_on).toBe(0)
    expect(record.comparisons![0]).toMatchObject({ rows: 100, candidate_value: 0.91, baseline_value: 0.9 })
  })

  test('are left out of the comparison, whatever their label and however a number is written', async () => {
    // Right on all rows that it has seen, and worse on the others.
    const record = await judged(files('i >= 170', table(0, 100, leaked)))
    expect(record.evaluations![0]!.trained_on).toBe(8)
    expect(record.comparisons![0]).toMatchObject({
      rows: 92,
      candidate_value: 62 / 92,
      baseline_value: 82 / 92,
      zone: 'worse',
    })
    expect(record.reason).toContain(
      '8 test rows of 100 of test are among the rows that this model was trained on',
    )
  })

  test('make nothing comparable where they are too many, bounds included', async () => {
    const many = Array.from({ length: 20 }, (_, i) => row(100 + i))
    const record = await judged({
      ...files('false', table(0, 100, many)),
      'modelassay.yml': config('', '{ accuracy: { min: 0.5, max_worsening: 0.01 } }'),
    })
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
    expect(record.comparisons!.map(({ zone }) => zone)).toEqual(['not-comparable', 'not-comparable'])
    expect(record.reason).toContain('more than gate.max_overlap (0.1) allows')
  })

  test('count where only the baseline was trained on them', async () => {
    await judged(files('i >= 190', table(0, 100, leaked)))
    const record = await judged(files('i >= 190 && i < 199'))
    expect(record.evaluations![0]!.trained_on).toBe(0)
    expect(record.baselines![0]!.evaluations![0]!.trained_on).toBe(8)
    expect(record.comparisons![0]).toMatchObject({
      rows: 92,
      candidate_value: 83 / 92,
      baseline_value: 82 / 92,
    })
  })

  test('are judged by the share that the configuration allows', async () => {
    const record = await judged({
      ...files('i >= 190', table(0, 100, leaked)),
      'modelassay.yml': config('max_overlap: 0.05'),
    })
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
  })
})

test('a column that only the training rows have leaves it untold, and that is said', async () => {
  const wider = table(100, 150)
    .split('\n')
    .map((line, i) => (line === '' ? '' : `${line},${i === 0 ? 'extra' : i}`))
    .join('\n')
  const record = await judged(files('i >= 190', wider))
  expect(record.evaluations![0]).not.toHaveProperty('trained_on')
  expect(record.reason).toContain(
    'Whether test rows of test are among those that this model was trained on cannot be told: the training rows have a column "extra", which data/test.csv lacks.',
  )
})
