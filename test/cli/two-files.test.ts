import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Workplace, withCommand, workplace } from './command.ts'

withCommand()
let place: Workplace
beforeEach(async () => {
  place = await workplace({ 'base.csv': predictions(40) })
  await rm(join(place.folder, '.git'), { recursive: true })
})
afterEach(() => place.remove())

const predictions = (wrong: number) =>
  `id,label,prediction\n${Array.from({ length: 500 }, (_, i) => `r${i},${i % 2},${i < wrong ? 1 - (i % 2) : i % 2}`).join('\n')}\n`

const rules = '{accuracy: {max_worsening: 0.01}}'
const gate = () =>
  place.json(['evaluate-gate', '--predictions', 'cand.csv', '--baselines', 'file:base.csv', '--rules', rules])

test.each([
  ['a worse model is blocked', 90, 1, 'fail', 'worse'],
  ['an equal one passes', 40, 0, 'pass', 'no-worse'],
])('two files in a folder without any repository: %s', async (_what, wrong, code, verdict, zone) => {
  await place.write({ 'cand.csv': predictions(wrong) })
  const { ran, record } = await gate()
  expect(ran.code).toBe(code)
  expect(record).toMatchObject({
    verdict,
    comparisons: [{ zone, method: 'tango+mcnemar', baseline: { name: 'file:base.csv' }, rows: 500 }],
    policy: { protected: false },
  })
})

test('two files in a folder without any repository: other rows are no pass', async () => {
  await place.write({ 'cand.csv': predictions(0).replaceAll('r', 'q').replace('pqediction', 'prediction') })
  const { ran, record } = await gate()
  expect(ran.code).toBe(1)
  expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
})

test('two files with labels of words: the positive one and the task are options', async () => {
  const worded = (text: string) => text.replace(/,([01])/g, (_, label) => (label === '1' ? ',yes' : ',no'))
  const scored = (text: string) =>
    worded(text)
      .replace('label,prediction', 'label,score')
      .replace(/,(yes|no)\n/g, (_, said) => `,${said === 'yes' ? 0.9 : 0.1}\n`)
  await place.write({ 'base.csv': scored(predictions(40)), 'cand.csv': scored(predictions(90)) })
  const { ran, record } = await place.json([
    'evaluate-gate',
    ...[
      '--predictions',
      'cand.csv',
      '--baselines',
      'file:base.csv',
      '--rules',
      '{recall: {max_worsening: 0.01}}',
    ],
    ...['--task', 'binary', '--positive', 'yes'],
  ])
  expect(ran.code).toBe(1)
  expect(record).toMatchObject({
    verdict: 'fail',
    evaluations: [{ task: 'binary' }],
    comparisons: [{ metric: 'recall', zone: 'worse' }],
  })
})

test('the line of evaluate-gate does for gate-test, which names a file that is not there', async () => {
  await place.write({ 'cand.csv': predictions(40) })
  const line = ['--baselines', 'file:base.csv', '--rules', rules]
  const tested = await place.modelassay(['gate-test', '--predictions', 'cand.csv', ...line])
  expect(tested.said).not.toContain('unknown option')
  expect(tested.code).toBe(0)
  const missing = await place.modelassay(['gate-test', '--predictions', 'gone.csv', ...line])
  expect(missing.code).toBe(2)
  expect(missing.stderr).toContain('gone.csv')
})

test('two files with labels of words and no task: the next line is one to paste, and then it is judged', async () => {
  const worded = (text: string) => text.replace(/,1/g, ',yes').replace(/,0/g, ',no')
  await place.write({ 'base.csv': worded(predictions(40)), 'cand.csv': worded(predictions(40)) })
  const line = [
    'evaluate-gate',
    '--predictions',
    'cand.csv',
    '--baselines',
    'file:base.csv',
    '--rules',
    rules,
  ]
  const refused = await place.modelassay(line)
  expect(refused.code).toBe(2)
  const [, options = ''] = /Next: Give (.*), or --positive no /.exec(refused.stdout) ?? []
  expect(options).toBe('--task binary --positive yes')
  expect((await place.modelassay([...line, ...options.split(' ')])).code).toBe(0)
})

const against = (given: readonly string[], baseline: string) =>
  place.modelassay(['evaluate-gate', ...given, '--baselines', `file:${baseline}`, '--rules', rules])

test('a metrics file against predictions: which side is what, and what to give instead', async () => {
  await place.write({
    'new.json': '{"accuracy": 0.9}',
    'cand.csv': predictions(90),
    'old.json': '{"accuracy": 0.95}',
  })
  const { code, stdout } = await against(['--metrics', 'new.json'], 'base.csv')
  expect(code).toBe(1)
  expect(stdout).toContain(
    "Next: Give both sides as the same kind of file: of this model there is a metrics file, and base.csv holds predictions. Give this model's own predictions (evaluate.predictions, --predictions), or as the baseline a metrics file of the earlier model.",
  )
  expect(stdout).not.toContain('Compare files of one test set')
  expect((await against(['--predictions', 'cand.csv'], 'base.csv')).stdout).not.toContain('kind of file')
  expect((await against(['--metrics', 'new.json'], 'old.json')).stdout).not.toContain('kind of file')
})

test('predictions against a metrics file: that chance is told from a loss by rows alone', async () => {
  await place.write({ 'cand.csv': predictions(90), 'old.json': '{"accuracy": 0.95}' })
  const { code, stdout } = await against(['--predictions', 'cand.csv'], 'old.json')
  expect(code).toBe(1)
  expect(stdout).toContain(
    'Next: Give the predictions of the earlier model as the baseline, if you have them: old.json holds values alone, and only rows can tell a loss from chance.',
  )
  expect((await against(['--predictions', 'cand.csv'], 'base.csv')).stdout).not.toContain('values alone')
})

test.each([
  ['--predictions', 'new.json', 'A file of metrics is given as evaluate.metrics (--metrics).'],
  ['--metrics', 'base.csv', 'Predictions by row are given as evaluate.predictions (--predictions).'],
])('%s %s: what the file seems to be, and the option for it', async (option, file, hint) => {
  await place.write({ 'new.json': '{"accuracy": 0.9}' })
  const { code, stdout } = await place.modelassay([
    'evaluate-gate',
    option,
    file,
    '--rules',
    rules,
    '--baselines',
    'file:base.csv',
  ])
  expect(code).toBe(2)
  expect(stdout).toContain(hint)
})

test('a rule on what a metrics file does not report: that, and what it reports', async () => {
  await place.write({ 'new.json': '{"accuracy": 0.9}' })
  const { code, stdout } = await place.modelassay([
    'evaluate-gate',
    '--metrics',
    'new.json',
    '--rules',
    'f1: {min: 0.5}',
  ])
  expect(code).toBe(2)
  expect(stdout).toContain('a rule on f1, which the metrics file does not report')
  expect(stdout).toContain('Next: Write f1 into the metrics file, or give the predictions')
  expect(stdout).toContain('Reported: accuracy.')
})

test('a column of another name, where there is no modelassay.yml: what to write into one, and then it is judged', async () => {
  await place.write({ 'cand.csv': predictions(40).replace('prediction', 'p') })
  const line = ['evaluate-gate', '--predictions', 'cand.csv', '--rules', '{accuracy: {min: 0.5}}']
  const { code, stdout } = await place.modelassay(line)
  expect(code).toBe(2)
  expect(stdout).toContain(
    'Next: Name it in modelassay.yml, as evaluate: {columns: {prediction: <its name>}}; without',
  )
  expect(stdout).toContain('There is no modelassay.yml here yet: write one, beside what you gave.')
  await place.write({ 'modelassay.yml': 'evaluate: {columns: {prediction: q}}\n' })
  const misnamed = await place.modelassay(line)
  expect(misnamed.stdout).toContain('which evaluate.columns.prediction names')
  expect(misnamed.stdout).not.toContain('There is no modelassay.yml')
  await place.write({ 'modelassay.yml': 'evaluate: {columns: {prediction: p}}\n' })
  expect((await place.modelassay(line)).code).toBe(0)
})
