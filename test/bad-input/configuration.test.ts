import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { churn, type Workplace, withCommand, workplace } from '../cli/command.ts'
import { expectClearEnd } from './clear.ts'

withCommand()
let place: Workplace
beforeAll(async () => {
  place = await workplace()
  const file = (name: string) => join(place.folder, name)
  await place.write({
    'broken.yml': 'name: churn\ndata:\n  tables: {train: [data/train.csv\n',
    'deep.yml': `name: churn\ntrain: ${'['.repeat(200_000)}\n`,
    'twice.yml': 'name: churn\nname: again\n',
    'list.yml': '- name: churn\n',
    'keys.yml': 'name: churn\ntrain:\n  rum: node train.mjs\n',
    'values.yml': 'name: churn\ntrain:\n  timeout_seconds: soon\n',
    'metric.yml': churn['modelassay.yml']!.replace('accuracy:', 'acuracy:'),
    'no-rule.yml': churn['modelassay.yml']!.replace('{ min: 0.5 }', '{}'),
    'nan.yml': churn['modelassay.yml']!.replace('{ min: 0.5 }', '{ min: .nan }'),
  })
  await writeFile(file('binary.yml'), Buffer.from(Array.from({ length: 300 }, (_, i) => (i * 37) % 256)))
  await mkdir(file('folder.yml'))
})
afterAll(() => place.remove())

describe('a configuration', () => {
  test.each([
    ['that is not there', 'nowhere.yml', 'there is no file nowhere.yml', 'Name the configuration file'],
    ['that is a folder', 'folder.yml', 'folder.yml is a folder, not a file', 'Name the configuration file'],
    ['that is binary', 'binary.yml', 'binary.yml is no text in UTF-8', 'save it as UTF-8'],
    ['that is no YAML', 'broken.yml', 'broken.yml is not readable YAML', /Mend line \d+, column \d+/],
    ['that nests too deep', 'deep.yml', 'nest deeper than 100 levels: write them with fewer', 'Mend line 2'],
    ['with a key twice', 'twice.yml', 'unique', 'Mend line 2'],
    ['that is a list', 'list.yml', 'list.yml must be a map of keys', 'name: <model>'],
    ['with an unknown key', 'keys.yml', 'unknown key train.rum', 'Did you mean "run"?'],
    ['with a value of another type', 'values.yml', 'train.timeout_seconds: must be a number', 'schema/'],
  ])('%s', async (_, file, cause, remedy) => {
    await expectClearEnd(place, ['train', '--config', file], { code: 2, cause, remedy })
  })

  test('says where, as an editor finds it', async () => {
    const { said } = await place.modelassay(['train', '--config', 'keys.yml'])
    expect(said).toContain('at keys.yml:3:3')
    const { record } = await place.json(['train', '--config', 'keys.yml'])
    expect(record.error).toMatchObject({ file: 'keys.yml', line: 3, column: 3 })
  })
})

describe('a contract', () => {
  test.each([
    ['that is not there', 'nowhere.yml', 'there is no file nowhere.yml', 'modelassay contract infer'],
    ['that is a folder', 'folder.yml', 'folder.yml is a folder, not a file', 'modelassay contract infer'],
    ['that is no YAML', 'broken.yml', 'broken.yml is not readable YAML', /Mend line \d+/],
    ['that nests too deep', 'deep.yml', 'nest deeper than 100 levels: write them with fewer', 'Mend line 2'],
    ['that is binary', 'binary.yml', 'binary.yml is no text in UTF-8', 'save it as UTF-8'],
    ['that is a list', 'list.yml', 'list.yml: must be a map of keys', /./],
  ])('%s', async (_, file, cause, remedy) => {
    await expectClearEnd(place, ['data-validate', '--contract', file], { code: 2, cause, remedy })
  })
})

describe('a rule', () => {
  test('on an unknown metric is an error, not a pass', async () => {
    const record = await expectClearEnd(place, ['evaluate-gate', '--config', 'metric.yml'], {
      code: 2,
      cause: 'gate.rules.acuracy is a rule on "acuracy", which nothing measures; did you mean "accuracy"?',
      remedy: 'A metric of your own is named under metrics',
    })
    expect(record.error).toMatchObject({ file: 'metric.yml', line: expect.any(Number) })
    expect(await place.modelassay(['register-model'])).toMatchObject({ code: 1 })
  })

  test.each([
    [
      'without a bound',
      'no-rule.yml',
      'a rule needs min, max, max_worsening, max_worsening_ratio, must_improve, max_gap or better_than_naive',
    ],
    ['with a bound that is no number', 'nan.yml', 'gate.rules.accuracy.min'],
  ])('%s is an error', async (_, file, cause) => {
    await expectClearEnd(place, ['evaluate-gate', '--config', file], { code: 2, cause, remedy: /./ })
  })
})
