import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'
import { withCommand, workplace } from '../cli/command.ts'
import { type StagesHere, stagesHere } from '../cli/stages-here.ts'

/** The labels that judge are nobody's to write while a model is judged. */

withCommand()
let place: StagesHere
let first: string

const table = `id,age,churned\n${Array.from({ length: 40 }, (_, i) => `${i},${i},${i % 2}`).join('\n')}\n`
const contract = `fields: [{ name: id }, { name: age, type: integer }, { name: churned, type: integer }]\n`

const config = (truth = 'truth: { table: test, column: churned, id: id }') => `name: churn
data:
  contract: contract.yml
  tables: { train: train.csv, test: test.csv }
train: { run: node train.mjs, output: model/ }
evaluate: { run: node predict.mjs, predictions: predictions.csv, task: binary, ${truth} }
gate: { baselines: [], rules: { accuracy: { min: 0.9 } } }
`

const train = (extra = '') => `import { mkdirSync, writeFileSync } from 'node:fs'
mkdirSync('model', { recursive: true })
writeFileSync('model/one', 'x')
${extra}
`

/** Always says 1, and may write the table anew so that this is right. */
const predict = (extra = '', label = '') => `import { writeFileSync } from 'node:fs'
const ids = Array.from({ length: 40 }, (_, i) => i)
writeFileSync('predictions.csv', 'id,${label && 'label,'}prediction\\n' + ids.map((i) => i + ',${label && '1,'}1').join('\\n') + '\\n')
${extra}
`
const rewrite =
  "writeFileSync('test.csv', 'id,age,churned\\n' + Array.from({ length: 40 }, (_, i) => i + ',' + i + ',1').join('\\n') + '\\n')"

beforeAll(async () => {
  place = stagesHere(
    await workplace({
      'modelassay.yml': config(),
      'contract.yml': contract,
      'train.csv': table.replace(/^(?=\d)/gm, '9'),
      'test.csv': table,
      'train.mjs': train(),
      'predict.mjs': predict(),
      '.gitignore': 'model/\npredictions.csv\n',
    }),
  )
  first = place.git('rev-parse', 'HEAD').trim()
})
beforeEach(() => void place.git('reset', '--quiet', '--hard', first))
afterAll(() => place.remove())

const gated = async () => {
  const { ran, record } = await place.json(['evaluate-gate'])
  return { code: ran.code, record: record as EvaluateGateRecord }
}
const trained = async () => expect((await place.modelassay(['train'])).code).toBe(0)

describe('a test table that changes', () => {
  test('while the evaluation runs is no test table', async () => {
    await place.commit({ 'predict.mjs': predict(rewrite) })
    await trained()
    const { code, record } = await gated()
    expect(code).toBe(2)
    expect(record.error).toMatchObject({ code: 'test-set-changed', file: 'test.csv' })
    expect(record.error!.message).toContain('changed while its evaluation ran')
  })

  test('is none either where it only says which rows there are', async () => {
    await place.commit({ 'modelassay.yml': config('columns: {}'), 'predict.mjs': predict(rewrite, 'label') })
    await trained()
    expect((await gated()).record.error).toMatchObject({ code: 'test-set-changed' })
  })

  test('after it was validated is none, whoever changed it', async () => {
    await place.commit({ 'train.mjs': train(rewrite) })
    expect((await place.modelassay(['data-validate'])).code).toBe(0)
    await trained()
    const { record } = await gated()
    expect(record.error).toMatchObject({ code: 'test-set-changed' })
    expect(record.error!.message).toContain('since data-validate of this run looked at it')
  })

  test('by the command that trains is none, until data-validate has looked at it', async () => {
    await place.commit({ 'train.mjs': train(rewrite) })
    await trained()
    const { record } = await gated()
    expect(record.error).toMatchObject({ code: 'test-set-changed', file: 'test.csv' })
    expect(record.error!.message).toContain('since train of this run looked at it')
    expect((await place.modelassay(['data-validate'])).code).toBe(0)
    expect((await gated()).record).toMatchObject({ metrics: { accuracy: 1 } })
  })

  test('by a file more that its pattern matches, while the evaluation runs or after it was validated, is none', async () => {
    const several = config().replace('test: test.csv', 'test: { path: test*.csv, role: test }')
    const more = "writeFileSync('test-b.csv', 'id,age,churned\\n40,1,1\\n')"
    await place.commit({
      'modelassay.yml': several,
      'predict.mjs': predict(
        `${more}\nwriteFileSync('predictions.csv', 'id,prediction\\n' + [...ids, 40].map((i) => i + ',1').join('\\n') + '\\n')`,
      ),
    })
    await trained()
    expect((await gated()).record.error).toMatchObject({ code: 'test-set-changed', file: 'test*.csv' })
    place.git('clean', '--quiet', '--force', '.')
    await place.commit({ 'predict.mjs': predict(), 'train.mjs': train(more.replace('40,', '-1,')) })
    expect((await place.modelassay(['data-validate'])).code).toBe(0)
    await trained()
    expect((await gated()).record.error).toMatchObject({
      code: expect.stringMatching(/^(test-set-changed|rows-do-not-join)$/),
    })
  })

  test('not at all is judged as ever', async () => {
    expect((await place.modelassay(['data-validate'])).code).toBe(0)
    await trained()
    const { record } = await gated()
    expect(record).toMatchObject({ verdict: 'fail', metrics: { accuracy: 0.5 } })
    expect(record.error).toBeUndefined()
  })
})

test('a baseline that the evaluation itself writes is told', async () => {
  const compared = config().replace(
    'baselines: [], rules: { accuracy: { min: 0.9 } }',
    'baselines: ["file:old.csv"], rules: { accuracy: { max_worsening: 0.01 } }',
  )
  const right = Array.from({ length: 40 }, (_, i) => `${i},${i % 2}`).join('\n')
  await place.commit({ 'modelassay.yml': compared, 'old.csv': `id,prediction\n${right}\n` })
  await trained()
  const honest = (await gated()).record
  expect(honest).toMatchObject({ verdict: 'fail', passes: false })
  expect(honest.reason).not.toContain('was written while')
  const copy = "import('node:fs').then(({ copyFileSync }) => copyFileSync('predictions.csv', 'old.csv'))"
  await place.commit({ 'predict.mjs': predict(copy) })
  await trained()
  expect((await gated()).record.reason).toContain(
    'old.csv, which the model is compared with, was written while its own evaluation ran.',
  )
})

test('a test table that only the evaluation makes is told', async () => {
  place.git('rm', '--quiet', 'test.csv')
  await place.commit({ 'predict.mjs': predict(rewrite), '.gitignore': 'model/\npredictions.csv\ntest.csv\n' })
  await trained()
  const { record } = await gated()
  expect(record.reason).toContain('test.csv was not there before the evaluation ran')
})
