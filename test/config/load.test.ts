import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readInputs } from '../../src/config/inputs.ts'
import { loadProject, type Sources } from '../../src/config/load.ts'
import type { PolicyBase } from '../../src/config/policy-base.ts'
import { AssayError } from '../../src/errors.ts'
import { inputCalled } from '../../src/stage/calling.ts'
import type { Input } from '../../src/stage/inputs.ts'

let workspace: string
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'config-'))
})
afterEach(() => rm(workspace, { recursive: true }))

async function put(path: string, text: string) {
  await mkdir(dirname(join(workspace, path)), { recursive: true })
  await writeFile(join(workspace, path), text)
}

const load = (sources: Partial<Sources> = {}) =>
  loadProject({
    workspace,
    file: 'modelassay.yml',
    asked: false,
    overrides: [],
    called: inputCalled('github'),
    onBranch: false,
    ...sources,
  })

const mistake = async (text: string) => {
  await put('modelassay.yml', text)
  const thrown = await load().then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(AssayError)
  const { code, message, hint, place, exitCode } = thrown as AssayError
  expect(exitCode).toBe(2)
  return { code, message, hint, line: place.line, column: place.column, file: place.file }
}

const valid = `name: churn
data:
  contract: contract.yml
  tables:
    train: data/train.csv
    test: {path: data/test.parquet, role: test}
    extra: {path: data/extra.csv}
evaluate:
  run: python predict.py
  predictions: predictions.csv
  task: binary
  positive: yes it is
  truth: {table: test, column: churned, id: customer_id}
gate:
  rules:
    accuracy: {min: 0.8, max_worsening: 0.01}
`

describe('modelassay.yml', () => {
  it('is read with its short forms written out', async () => {
    await put('modelassay.yml', valid)
    await put('contract.yml', 'fields: []')
    const { config, lines, contracts } = await load()
    expect(config.data.tables).toEqual({
      train: { path: 'data/train.csv', role: 'train' },
      test: { path: 'data/test.parquet', role: 'test' },
      extra: { path: 'data/extra.csv', role: 'other' },
    })
    expect(Object.keys(config.evaluations)).toEqual(['test'])
    expect(config.gate.baselines).toEqual(['base', 'production'])
    expect(lines['gate.rules.accuracy']).toBe(16)
    expect(contracts).toEqual({ 'contract.yml': 'fields: []' })
  })

  it.each([
    ['gate:\n  rulez: {}\n', 'unknown-key', 'gate.rulez', 'Did you mean "rules"?', 2],
    [
      'gate:\n  rules:\n    accuracy: {max_worsning: 0.1}\n',
      'unknown-key',
      'gate.rules.accuracy.max_worsning',
      'Did you mean "max_worsening"?',
      3,
    ],
    ['gate:\n  inconclusive: wran\n', 'wrong-value', 'gate.inconclusive', 'Did you mean "warn"?', 2],
    ['gate: {rules: {a: {}}}\n', 'wrong-value', 'gate.rules.a', '', 1],
    [
      'data:\n  tables:\n    train: {file: x.csv}\n',
      'unknown-key',
      'data.tables.train.file',
      'Known here: path, role, contract, ',
      3,
    ],
    ['train:\n  timeout_seconds: soon\n', 'wrong-value', 'train.timeout_seconds', '', 2],
    [
      'evaluate:\n  truth: {table: test, column: y}\n',
      'missing-key',
      'evaluate.truth.id',
      'Add evaluate.truth.id.',
      2,
    ],
    ['register: {aliases: [production]}\n', 'wrong-value', 'register.aliases[0]', '', 1],
    ['name: ../x\n', 'wrong-value', 'name', '', 1],
    ['name: a\nname: b\n', 'yaml-unreadable', 'unique', '', 2],
    ['name: [\n', 'yaml-unreadable', '', '', 2],
  ])('says what is wrong with %j', async (text, code, message, hint, line) => {
    const found = await mistake(text)
    expect(found).toMatchObject({ code, file: 'modelassay.yml', line })
    expect(found.message).toContain(message)
    expect(found.hint).toContain(hint)
  })

  it('says all that is wrong at once, each at its line, and not what only follows', async () => {
    await put(
      'modelassay.yml',
      `nme: x
data:
  tables: {a: {path: 3, rol: test}}
train: {output: 3}
evaluate: {truth: {tabel: test, column: y}}
gate:
  rules:
    accuracy: {mn: 1}
`,
    )
    const thrown = await load().catch((error: unknown) => error)
    const { others, message } = thrown as AssayError
    expect([message, ...others.map((one) => `${one.line}: ${one.message}`)]).toEqual([
      'unknown key data.tables.a.rol',
      '5: unknown key evaluate.truth.tabel',
      '8: unknown key gate.rules.accuracy.mn',
      '1: unknown key nme',
      '3: data.tables.a.path: must be a string, not 3',
      '4: train.output: must be a string, not 3',
      '5: evaluate.truth.id: is missing',
    ])
  })

  it('shows a wrong value or name cut, however long it is', async () => {
    const long = 'x'.repeat(900)
    await put('modelassay.yml', `${long}: 1\nname: "${long}"\ntrain: {timeout_seconds: ${long}}\n`)
    const { message, hint, others } = (await load().catch((error: unknown) => error)) as AssayError
    expect(others.length).toBeGreaterThan(0)
    for (const one of [{ message, hint }, ...others])
      expect(`${one.message}${one.hint}`.length).toBeLessThan(500)
  })

  it('tells twenty mistakes, and how many more there are', async () => {
    await put('modelassay.yml', Array.from({ length: 30 }, (_, i) => `wrong${i}: 1\n`).join(''))
    const { others, othersLeft } = (await load().catch((error: unknown) => error)) as AssayError
    expect([others.length, othersLeft]).toEqual([19, 10])
  })

  it.each([
    [{ input: 'seeds', at: ['train', 'seeds'], value: 'abc' }, '--seeds: must be a number, not "abc"', ''],
    [
      { input: 'rules', at: ['gate', 'rules'], value: { accuracy: { max_worsening: '1.5 %' } } },
      'accuracy.max_worsening of --rules: must be a number, not "1.5 %"',
      "It is in the metric's unit: write 1.5 % of an accuracy as 0.015, 1.5 % of what the baseline has as max_worsening_ratio: 0.015.",
    ],
    [
      { input: 'rules', at: ['gate', 'rules'], value: { accuracy: { min: '90%' } } },
      'accuracy.min of --rules: must be a number, not "90%"',
      'Write 90% as 0.9.',
    ],
    [
      { input: 'rules', at: ['gate', 'rules'], value: { accuracy: { max_worsening: -0.5 } } },
      'accuracy.max_worsening of --rules: must be 0 or more, not -0.5',
      '',
    ],
    [
      { input: 'rules', at: ['gate', 'rules'], value: { accuracy: { max_worsening_ratio: 3 } } },
      'accuracy.max_worsening_ratio of --rules: must be 1 or less, not 3',
      '',
    ],
    [
      { input: 'baselines', at: ['gate', 'baselines'], value: ['base', 'old.json'] },
      '--baselines: "old.json" must be base, production, best, version:<version> or file:<path>',
      'Did you mean "file:old.json"?',
    ],
    [
      { input: 'baselines', at: ['gate', 'baselines'], value: ['v1.2.0'] },
      '--baselines: "v1.2.0" must be',
      'Did you mean "version:1.2.0"?',
    ],
    [
      { input: 'baselines', at: ['gate', 'baselines'], value: ['prodution'] },
      '--baselines: "prodution" must be',
      'Did you mean "production"?',
    ],
    [
      { input: 'rules', at: ['gate', 'rules'], value: { accuracy: { mim: 1 } } },
      'unknown key accuracy.mim of --rules',
      'Did you mean "min"?',
    ],
    [
      { input: 'run', at: ['evaluate', 'task'], value: 'binray' },
      '--run: must be one of',
      'Did you mean "binary"?',
    ],
  ])(
    'blames the option for what it was given, and no line of the file: %j',
    async (override, said, remedy) => {
      await put(
        'modelassay.yml',
        'name: a\ntrain: {seeds: [1]}\nevaluations:\n  test: {predictions: p.csv}\n',
      )
      const overrides = [override]
      const wrong = await load({ overrides, called: inputCalled('local') }).catch(
        (error: AssayError) => error,
      )
      expect((wrong as AssayError).message).toContain(said)
      expect((wrong as AssayError).hint).toContain(remedy)
      expect((wrong as AssayError).place).toEqual({})
      await expect(load({ overrides })).rejects.toThrow(said.replace(/--([a-z]+)/, 'the input `$1`'))
    },
  )

  it('names the line of what stands in the file, beside an option that is well', async () => {
    await put('modelassay.yml', 'name: a\ngate:\n  inconclusive: wran\n')
    const overrides = [{ input: 'run', at: ['train', 'run'], value: 'true' }]
    await expect(load({ overrides })).rejects.toMatchObject({ place: { file: 'modelassay.yml', line: 3 } })
  })

  it('must be there when it was asked for', async () => {
    await expect(load({ file: 'other.yml', asked: true })).rejects.toMatchObject({
      code: 'config-not-found',
      exitCode: 2,
    })
  })

  it('need not be there: the inputs alone are enough, and the folder names the model', async () => {
    const { config, file } = await load({
      overrides: [{ input: 'data', at: ['data', 'tables'], value: { train: 'x.csv' } }],
    })
    expect(file).toBeUndefined()
    expect(config.data.tables.train).toEqual({ path: 'x.csv', role: 'train' })
    expect(workspace).toContain(config.name)
  })

  it('keeps a hostile key an ordinary key', async () => {
    const found = await mistake('__proto__: {polluted: true}\n')
    expect(found.code).toBe('unknown-key')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it.each([
    ['gate:\n  rules:\n    accuracy: {min: 0.8}\n    __proto__: {min: 0.9}\n', 'gate.rules.__proto__', 4],
    ['metrics:\n  __proto__: {reported: a, direction: lower}\n', 'metrics.__proto__', 2],
  ])('does not leave a rule out because of its name: %j', async (text, path, line) => {
    expect(await mistake(text)).toMatchObject({
      code: 'unknown-key',
      message: expect.stringContaining(path),
      line,
    })
  })
})

describe('inputs', () => {
  const inputs: Record<string, Input> = {
    data: { description: '', at: ['data', 'tables'], form: 'tables' },
    run: { description: '', at: ['train', 'run'] },
    rules: { description: '', at: ['gate', 'rules'], form: 'yaml' },
    baselines: { description: '', at: ['gate', 'baselines'], form: 'list' },
    'rollback-to': { description: '' },
  }
  const read = (given: Record<string, string>) =>
    readInputs(given, inputs, { workspace, root: join(workspace, 'models/a'), called: inputCalled('github') })

  it('override keys, with paths relative to the workspace', () => {
    const { overrides, own } = read({
      data: 'models/a/train.csv\nshared/test.csv',
      rules: '{accuracy: {min: 0.5}}',
      baselines: 'base, file:old.csv',
      'rollback-to': '1.0.0',
    })
    expect(Object.fromEntries(overrides.map(({ input, value }) => [input, value]))).toEqual({
      data: { train: 'train.csv', test: '../../shared/test.csv' },
      rules: { accuracy: { min: 0.5 } },
      baselines: ['base', 'file:../../old.csv'],
    })
    expect(own).toEqual({ 'rollback-to': '1.0.0' })
  })

  it('leave the file alone when empty', () => {
    expect(read({ run: '', data: '  ' }).overrides).toEqual([])
  })
})

const lock = (train: string, test: string) => `schema: '2.0'
stages:
  split:
    outs:
    - {path: data/train.csv, md5: "${train}"}
    - {path: data/test.parquet, md5: "${test}"}
`

describe('on a pull request', () => {
  const base = (text: string | undefined, changed: string[] = []): PolicyBase => ({
    sha: 'b'.repeat(40),
    read: async (path) =>
      path === 'modelassay.yml'
        ? text
        : path === 'contract.yml'
          ? 'fields: [base]'
          : path === '.github/workflows/model.yml'
            ? 'jobs: {model: {uses: ./.github/workflows/shared.yml}}'
            : undefined,
    changed: async () => changed,
    workflow: '.github/workflows/model.yml',
  })

  it('what judges comes from the base, and how things are run from the change', async () => {
    await put(
      'modelassay.yml',
      valid
        .replace('min: 0.8, max_worsening: 0.01', 'max_worsening: 1')
        .replace('predict.py', 'renamed.py')
        .replace('column: churned', 'column: easy')
        .replace('positive: yes it is', 'positive: other')
        .replace('data/test.parquet', 'data/easy.parquet')
        .replace('role: test', 'role: other')
        .replace('data/train.csv', 'data/more.csv'),
    )
    await put('contract.yml', 'fields: [loosened]')
    const { config, policy, contracts } = await load({ base: base(valid) })
    expect(config.gate.rules).toEqual({ accuracy: { min: 0.8, max_worsening: 0.01 } })
    expect(config.evaluations.test).toMatchObject({
      run: 'python renamed.py',
      positive: 'yes it is',
      truth: { column: 'churned' },
    })
    expect(config.data.tables.test).toEqual({ path: 'data/test.parquet', role: 'test' })
    expect(config.data.tables.train).toMatchObject({ path: 'data/more.csv' })
    expect(contracts).toEqual({ 'contract.yml': 'fields: [base]' })
    expect(policy).toMatchObject({ protected: true, notes: [], sha: 'b'.repeat(40) })
  })

  it('a contract comes from the base with the files that it refers to, and with what its breaking counts as', async () => {
    const resources =
      '{"resources": [{"name": "train", "path": "train.csv", "schema": "schemas/train.json"}]}'
    const text = valid
      .replace('contract.yml', 'data/datapackage.json')
      .replace('data:', 'data:\n  compatibility: error')
    const ofBase: Readonly<Record<string, string>> = {
      'data/datapackage.json': resources,
      'data/schemas/train.json': '{"fields": [{"name": "base"}]}',
    }
    await put('modelassay.yml', valid.replace('contract.yml', 'data/datapackage.json'))
    await put('data/datapackage.json', resources.replace('schemas/train.json', 'schemas/loosened.json'))
    await put('data/schemas/train.json', '{"fields": [{"name": "change"}]}')
    const { config, contracts } = await load({
      base: { ...base(text), read: async (path) => ofBase[path] ?? base(text).read(path) },
    })
    expect(contracts).toEqual(ofBase)
    expect(config.data.compatibility).toBe('error')
  })

  it.each([
    ['an evaluation', valid.replace(/evaluate:[\s\S]*gate:/, 'gate:')],
    ['the gate', valid.replace(/gate:[\s\S]*/, '')],
    ['the test table', valid.replace(/ {4}test: .*\n/, '')],
    ['the whole file', ''],
  ])('taking away %s changes nothing', async (_what, text) => {
    await put('modelassay.yml', text)
    const { config } = await load({ base: base(valid) })
    expect(config.name).toBe('churn')
    expect(config.gate.rules.accuracy).toEqual({ min: 0.8, max_worsening: 0.01 })
    expect(config.evaluations.test?.truth).toEqual({ table: 'test', column: 'churned', id: 'customer_id' })
    expect(config.data.tables.test?.role).toBe('test')
  })

  it('predictions cannot be taken away for numbers that a file claims', async () => {
    await put(
      'modelassay.yml',
      valid.replace(
        / {2}run: python predict.py\n {2}predictions: predictions.csv\n/,
        '  metrics: claimed.json\n',
      ),
    )
    const { config } = await load({ base: base(valid) })
    expect(config.evaluations.test).toMatchObject({
      predictions: 'predictions.csv',
      metrics: 'claimed.json',
    })
  })

  it('an evaluation that it adds comes after those of the base, and is told apart', async () => {
    const evaluations = (...names: string[]) =>
      `name: m\nevaluations: {${names.map((name) => `${name}: {predictions: ${name}.csv}`).join(', ')}}\ngate: {rules: {accuracy: {min: 0.5}}}\n`
    await put('modelassay.yml', evaluations('easy', 'night', 'day'))
    const { config, policy } = await load({ base: base(evaluations('day', 'night')) })
    expect(Object.keys(config.evaluations)).toEqual(['day', 'night', 'easy'])
    expect(policy.added).toEqual(['easy'])
    const first = await load({ base: base('name: m\nevaluations: {day: {predictions: day.csv}}\n') })
    expect(first.policy.added).toBeUndefined()
  })

  it('labels come from the file that the base names, whatever the table is for', async () => {
    const holdout = valid.replace(
      'test: {path: data/test.parquet, role: test}',
      'test: {path: data/test.csv, role: other}',
    )
    await put('modelassay.yml', holdout.replace('data/test.csv', 'data/easy.csv'))
    const { config, policy } = await load({ base: base(holdout) })
    expect(config.data.tables.test?.path).toBe('data/test.csv')
    await put('modelassay.yml', holdout)
    await put('contract.yml', 'fields: [base]')
    expect((await load()).policy.digest).toBe(policy.digest)
    await put('modelassay.yml', holdout.replace('data/test.csv', 'data/easy.csv'))
    expect((await load()).policy.digest).not.toBe(policy.digest)
  })

  it('findings in the data count as the base says', async () => {
    await put('modelassay.yml', valid.replace('data:\n', 'data:\n  fail_on: never\n'))
    expect((await load({ base: base(valid) })).config.data.fail_on).toBe('error')
  })

  it('checks of the dataset cannot be loosened or taken away, only added', async () => {
    const strict =
      'data:\n  label: churned\n  checks:\n    duplicates: {max_share: 0.01, ignore: [customer_id]}\n    label_leakage: {}\n'
    const loose =
      'data:\n  label: other\n  checks:\n    duplicates: {max_share: 1, severity: warning}\n    shared_rows: {}\n'
    await put('modelassay.yml', valid.replace('data:\n', loose))
    const { config, policy } = await load({ base: base(valid.replace('data:\n', strict)) })
    expect(config.data.label).toBe('churned')
    expect(config.data.checks).toEqual({
      duplicates: { max_share: 0.01, ignore: ['customer_id'], severity: 'error' },
      label_leakage: { max_score: 0.8, ignore: [], severity: 'error' },
      shared_rows: { max_share: 0.05, ignore: [], severity: 'error' },
    })
    await put('modelassay.yml', valid)
    expect((await load({ base: base(valid.replace('data:\n', strict)) })).config.data.checks).toMatchObject({
      duplicates: { max_share: 0.01 },
      label_leakage: {},
    })
    expect((await load({ base: base(valid) })).policy.digest).not.toBe(policy.digest)
  })

  it('seeds are nobody’s to choose where the gate tests them', async () => {
    const over = (seeds: string) =>
      `${valid.replace('gate:\n', 'gate:\n  seeds: {least: 3}\n')}train:\n  seeds: ${seeds}\n`
    await put('modelassay.yml', over('[7, 13, 99]'))
    const { config, policy } = await load({ base: base(over('5')) })
    expect(config.train.seeds.values).toEqual([0, 1, 2, 3, 4])
    expect(policy).toMatchObject({
      protected: true,
      pending: [{ key: 'train.seeds', now: '5', proposed: '[7,13,99]' }],
    })
    const given = { overrides: [{ input: 'seeds', at: ['train', 'seeds'], value: [7] }] }
    expect((await load({ ...given, base: base(over('5')) })).policy.protected).toBe(false)
    await put('modelassay.yml', `${valid}train:\n  seeds: [7]\n`)
    expect((await load({ ...given, base: base(`${valid}train:\n  seeds: 5\n`) })).policy.protected).toBe(true)
  })

  it('how data get here is for the change to say', async () => {
    await put('modelassay.yml', valid.replace('data:\n', 'data:\n  pull: dvc\n'))
    const { config, policy } = await load({ base: base(valid) })
    expect(config.data.pull).toBe('dvc')
    expect(policy.protected).toBe(true)
  })

  it('the same file is found under any spelling of its path', async () => {
    await put('modelassay.yml', valid.replace('min: 0.8', 'min: 0.1'))
    const { config, policy } = await load({
      base: base(valid),
      file: './models/../modelassay.yml',
      asked: true,
    })
    expect(config.gate.rules.accuracy?.min).toBe(0.8)
    expect(policy.protected).toBe(true)
  })

  it('the first gate of a repository judges the change that brings it, and is called unprotected', async () => {
    await put('modelassay.yml', valid)
    await put('contract.yml', 'fields: [base]')
    const without = valid.slice(0, valid.indexOf('gate:'))
    const { config, policy } = await load({ base: base(without) })
    expect(config.gate.rules).toEqual({ accuracy: { min: 0.8, max_worsening: 0.01 } })
    expect(policy).toMatchObject({
      protected: false,
      notes: ["modelassay.yml has no rules at the base commit, so they are this change's own"],
    })
  })

  const waiver = 'waivers: [{metric: accuracy, ceiling: 0.5, until: 2099-12-31, reason: please}]\n'
  const waiversOf = async (sources: Partial<Sources>) => {
    const { config, policy } = await load(sources)
    return { count: config.waivers.length, notes: policy.notes, protected: policy.protected }
  }

  it('waivers count from the base alone', async () => {
    await put('modelassay.yml', `${valid}${waiver}`)
    expect((await waiversOf({ base: base(valid) })).count).toBe(0)
    await put('modelassay.yml', valid)
    expect(await waiversOf({ base: base(`${valid}${waiver}`) })).toMatchObject({ count: 1, protected: true })
  })

  it('waivers of a change whose base has no configuration count for nothing', async () => {
    await put('modelassay.yml', `${valid}${waiver}`)
    await put('contract.yml', 'fields: [own]')
    const { count, notes } = await waiversOf({ base: base(undefined), waivers: 'own' })
    expect(count).toBe(0)
    expect(notes.join()).toContain('the waivers in modelassay.yml do not count before they are on the branch')
  })

  it('waivers of any branch count for nothing, those of the branch itself do', async () => {
    await put('modelassay.yml', `${valid}${waiver}`)
    await put('contract.yml', 'fields: [own]')
    expect((await waiversOf({})).count).toBe(0)
    expect((await waiversOf({ waivers: 'none' })).count).toBe(0)
    expect((await waiversOf({ waivers: 'own' })).count).toBe(1)
  })

  it('a change of the rules is shown, and judges nothing yet', async () => {
    await put(
      'modelassay.yml',
      valid.replace('min: 0.8, max_worsening: 0.01', 'max_worsening: 1').replace('predict.py', 'other.py') +
        waiver,
    )
    const { policy, config } = await load({ base: base(valid) })
    expect(config.gate.rules.accuracy).toEqual({ min: 0.8, max_worsening: 0.01 })
    expect(policy.protected).toBe(true)
    expect(policy.pending?.map(({ key, now, proposed }) => [key, now, proposed])).toEqual([
      ['gate.rules.accuracy.max_worsening', '0.01', '1'],
      ['gate.rules.accuracy.min', '0.8', undefined],
      ['waivers', undefined, expect.stringContaining('"ceiling":0.5')],
    ])
    await put('modelassay.yml', valid)
    expect((await load({ base: base(valid) })).policy).not.toHaveProperty('pending')
  })

  it('waivers are part of the policy that a verdict names', async () => {
    const digest = async (text: string) => {
      await put('modelassay.yml', text)
      return (await load({ waivers: 'own' })).policy.digest
    }
    await put('contract.yml', 'fields: [own]')
    expect(await digest(`${valid}${waiver}`)).not.toBe(await digest(valid))
  })

  it.each([
    [
      'fairness',
      'fairness: {columns: [sex], rules: {demographic_parity_difference: {max: 0.1}}}',
      'fairness: {columns: [sex], rules: {demographic_parity_difference: {max: 1}}}',
    ],
    [
      'the least rows of a group',
      'fairness: {columns: [sex], rules: {equal_opportunity_ratio: {min: 0.8}}}',
      'fairness: {columns: [sex], min_rows: 9999, rules: {equal_opportunity_ratio: {min: 0.8}}}',
    ],
    [
      'slices',
      'slices: {columns: [sex], rules: {accuracy: {min: 0.8}}}',
      'slices: {columns: [sex], min_rows: 9999, rules: {accuracy: {min: 0.8}}}',
    ],
    ['new errors', 'new_errors: {max: 1}', 'new_errors: {max: 1000, listed: 0}'],
    ['the overlap', 'max_overlap: 0', 'max_overlap: 1'],
    ['the budget of a test set', 'test_set_budget: 3', 'test_set_budget: 1000000'],
    ['what an inconclusive verdict does', 'inconclusive: fail', 'inconclusive: warn'],
    ['baselines', 'baselines: [base, best]', 'baselines: []'],
  ])('%s cannot be loosened or taken away', async (_what, strict, loose) => {
    const gate = (more: string) => valid.replace('gate:\n', `gate:\n  ${more}\n`)
    await put('contract.yml', 'fields: []')
    await put('modelassay.yml', gate(strict))
    const asked = (await load({ base: base(gate(strict)) })).config
    for (const change of [gate(loose), valid]) {
      await put('modelassay.yml', change)
      const { config, policy } = await load({ base: base(gate(strict)) })
      expect(config.gate).toEqual(asked.gate)
      expect(policy.protected).toBe(true)
      expect(policy.pending).not.toEqual([])
    }
    await put('modelassay.yml', gate(strict))
    const brought = await load({ base: base(valid) })
    expect(brought.config.gate).not.toEqual(asked.gate)
  })

  it.each([
    ['max_gap', 'max_gap: {max: 0.05, evaluation: train}', 'max_gap: {max: 0.9, evaluation: train}'],
    ['better_than_naive', 'better_than_naive: 0.1', 'better_than_naive: 0'],
    ['must_improve', 'must_improve: 0.1', 'must_improve: 0.0001'],
    ['max_worsening_ratio', 'max_worsening_ratio: 0.01', 'max_worsening_ratio: 1'],
    ['confidence', 'confidence: 0.95', 'max: 2'],
  ])('%s of a rule cannot be loosened or taken away', async (_what, strict, loose) => {
    const ruled = (more: string) => valid.replace('min: 0.8, max_worsening: 0.01', `min: 0.8, ${more}`)
    await put('modelassay.yml', ruled(strict))
    const asked = (await load({ base: base(ruled(strict)) })).config.gate
    for (const change of [ruled(loose), valid]) {
      await put('modelassay.yml', change)
      expect((await load({ base: base(ruled(strict)) })).config.gate).toEqual(asked)
    }
  })

  it.each([
    ['which rows belong together', 'group: household'],
    ['when they were', 'time: day'],
    ['what they weigh', 'weight: w'],
    ['which query they are of', 'query: q'],
    ['where the label is', 'label: truth'],
    ['which id they have', 'id: key'],
  ])('%s is for the base to say', async (_what, column) => {
    const with_ = (columns: string) =>
      valid.replace('  positive: yes it is', `  positive: yes it is\n  columns: {${columns}}`)
    expect(with_(column)).not.toBe(valid)
    const [kind = '', name = ''] = column.split(': ')
    for (const change of [with_(`${kind}: mine`), valid]) {
      await put('modelassay.yml', change)
      const { config } = await load({ base: base(with_(column)) })
      expect(config.evaluations.test!.columns).toMatchObject({ [kind]: name })
    }
    await put('modelassay.yml', with_(`${column}, score: s`))
    const { config } = await load({ base: base(valid) })
    expect(config.evaluations.test!.columns).toEqual({ score: 's' })
  })

  it.each([
    ['that an evaluation is judged', 'judged: false'],
    ['what stands for a baseline', 'baseline: stored'],
    ['the task', 'task: multiclass'],
  ])('%s is for the base to say, too', async (_what, key) => {
    const strict = valid.replace('  task: binary', '  task: binary\n  baseline: rerun')
    await put('modelassay.yml', valid.replace('  task: binary', `  ${key}`))
    const { config } = await load({ base: base(strict) })
    expect(config.evaluations.test).toMatchObject({ judged: true, baseline: 'rerun', task: 'binary' })
  })

  it.each([
    ['no metric', 'ceiling: 1, until: 2099-12-31, reason: x', 'missing-key'],
    ['no ceiling', 'metric: accuracy, until: 2099-12-31, reason: x', 'missing-key'],
    ['no end', 'metric: accuracy, ceiling: 1, reason: x', 'missing-key'],
    ['no reason', 'metric: accuracy, ceiling: 1, until: 2099-12-31', 'missing-key'],
    ['a blank reason', 'metric: accuracy, ceiling: 1, until: 2099-12-31, reason: " "', 'wrong-value'],
    ['an endless ceiling', 'metric: accuracy, ceiling: .inf, until: 2099-12-31, reason: x', 'wrong-value'],
    ['a ceiling of 0', 'metric: accuracy, ceiling: 0, until: 2099-12-31, reason: x', 'wrong-value'],
    ['a day that never comes', 'metric: accuracy, ceiling: 1, until: 2099-02-30, reason: x', 'wrong-value'],
  ])('a waiver with %s is a mistake', async (_what, text, code) => {
    expect(await mistake(`${valid}waivers: [{${text}}]\n`)).toMatchObject({ code })
  })

  it('a metric of its own cannot be turned around', async () => {
    await put('modelassay.yml', `${valid}metrics: {cost: {reported: cost, direction: higher}}\n`)
    const { config } = await load({
      base: base(`${valid}metrics: {cost: {reported: cost, direction: lower}}\n`),
    })
    expect(config.metrics.cost?.direction).toBe('lower')
  })

  it.each<[string, string, Record<string, string>, Record<string, string>, boolean]>([
    [
      'the test data of dvc.lock',
      'dvc.lock',
      { 'dvc.lock': lock('1', '2') },
      { 'dvc.lock': lock('1', '3') },
      true,
    ],
    [
      'only other data of dvc.lock',
      'dvc.lock',
      { 'dvc.lock': lock('1', '2') },
      { 'dvc.lock': lock('3', '2') },
      false,
    ],
    ['a dvc.lock that is new', 'dvc.lock', {}, { 'dvc.lock': lock('1', '2') }, true],
    ['a dvc.lock that nobody can read', 'dvc.lock', {}, { 'dvc.lock': 'stages: [' }, true],
    [
      'a DVC file of another name',
      'dvc/t.dvc',
      {},
      { 'dvc/t.dvc': 'wdir: ..\nouts:\n- {path: data/test.parquet, md5: "a1"}\n' },
      true,
    ],
    ['a DVC file of other data', 'o.dvc', {}, { 'o.dvc': 'outs:\n- {path: o.csv, md5: "a1"}\n' }, false],
  ])('sees whether the change edits what it is judged on by %s', async (_, file, ofBase, now, edits) => {
    await put('modelassay.yml', valid)
    await put('contract.yml', 'fields: []')
    for (const [path, text] of Object.entries(now)) await put(path, text)
    const known = base(valid, [file])
    const { policy } = await load({
      base: { ...known, read: async (path) => ofBase[path] ?? known.read(path) },
    })
    expect(policy.notes).toEqual(edits ? [`this change edits what it is judged on (${file})`] : [])
  })

  it.each([
    ['edits the workflow', base(valid, ['.github/workflows/model.yml']), [], 'edits the workflow'],
    [
      'edits a workflow that the judging one calls',
      base(valid, ['.github/workflows/shared.yml']),
      [],
      'edits the workflow that judges it (.github/workflows/shared.yml)',
    ],
    [
      'edits the test data',
      base(valid, ['data/test.parquet']),
      [],
      'edits what it is judged on (data/test.parquet)',
    ],
    [
      'edits the DVC file of a folder that the test data lie in',
      base(valid, ['data.dvc']),
      [],
      'edits what it is judged on (data.dvc)',
    ],
    [
      'edits the file that it is measured against',
      base(valid.replace('gate:', 'gate:\n  baselines: [file:old/metrics.json]'), ['old/metrics.json']),
      [],
      'edits what it is judged on (old/metrics.json)',
    ],
    [
      'edits what travels with the record that it is measured against',
      base(valid.replace('gate:', 'gate:\n  baselines: [file:old/record.json]'), [
        'old/predictions-test.csv',
      ]),
      [],
      'edits what it is judged on (old/predictions-test.csv)',
    ],
    ['has no file at the base', base(undefined), [], 'does not exist at the base commit'],
    [
      'overrides the rules by an input',
      base(valid),
      [{ input: 'rules', at: ['gate', 'rules'], value: {} }],
      'input rules',
    ],
  ])('says that the rules are unprotected when the change %s', async (_what, at, overrides, note) => {
    await put('modelassay.yml', valid)
    await put('contract.yml', 'fields: []')
    const { policy } = await load({ base: at, overrides })
    expect(policy.protected).toBe(false)
    expect(policy.notes.join()).toContain(note)
  })

  it('keeps the policy digest when only the way of running changes', async () => {
    await put('modelassay.yml', valid)
    await put('contract.yml', 'fields: []')
    const before = (await load()).policy.digest
    await put('modelassay.yml', valid.replace('predict.py', 'renamed.py'))
    expect((await load()).policy.digest).toBe(before)
    await put('modelassay.yml', valid.replace('0.01', '0.02'))
    expect((await load()).policy.digest).not.toBe(before)
  })
})
