import { describe, expect, it } from 'vitest'
import { base, newProject, valid } from './new-project.ts'

const { put, load } = newProject()

describe('on a pull request', () => {
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

  it('a gate of the base that is of fairness alone holds, too', async () => {
    const gated = (max: number, more: string) =>
      `name: m\nevaluate: {predictions: p.csv, positive: 'yes'}\ngate: {baselines: [], ${more}, fairness: {columns: [sex], rules: {demographic_parity_difference: {max: ${max}}}}}\n`
    await put('modelassay.yml', gated(0.9, 'inconclusive: warn, max_overlap: 1'))
    const { config, policy } = await load({ base: base(gated(0.1, 'inconclusive: fail')) })
    expect(config.gate.fairness?.rules.demographic_parity_difference?.max).toBe(0.1)
    expect(config.gate).toMatchObject({ inconclusive: 'fail' })
    expect(policy).toMatchObject({ protected: true, notes: [] })
    expect(policy.pending?.length).toBeGreaterThan(0)
    await put('modelassay.yml', valid)
    const replaced = await load({ base: base(gated(0.1, 'inconclusive: fail')) })
    expect(replaced.config.gate.rules).toEqual({})
    expect(replaced.config.gate.fairness?.rules.demographic_parity_difference?.max).toBe(0.1)
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

  it.each([
    ['a table of its name', 'data: { tables: { day: { path: mine.csv, role: test } } }', true],
    ['a second test table', 'data: { tables: { more: { path: mine.csv, role: test } } }', true],
    ['a second evaluation', 'evaluations: { day: {}, easy: { predictions: easy.csv } }', true],
    ['a table of another role', 'data: { tables: { mine: mine.csv } }', false],
    ['nothing', '', false],
  ])('it is said where %s takes an evaluation off its table', async (_, text, moved) => {
    const evaluation = { predictions: 'day.csv' }
    const text_ = (more: object) =>
      JSON.stringify({
        name: 'm',
        data: { tables: { all: { path: 'all.csv', role: 'test' } } },
        evaluations: { day: { ...evaluation, ...more } },
        gate: { rules: { accuracy: { min: 0.8 } } },
      })
    await put('modelassay.yml', text)
    const note = 'this change has the evaluation day made on another table than the base commit has it'
    expect((await load({ base: base(text_({})) })).policy.notes).toEqual(moved ? [note] : [])
    const truth = { truth: { table: 'all', column: 'y', id: 'id' } }
    expect((await load({ base: base(text_(truth)) })).policy.notes).toEqual([])
    const again = text_({ ...truth, baseline: 'rerun' })
    expect((await load({ base: base(again) })).policy.notes).toEqual(moved ? [note] : [])
  })

  it.each([
    ['a submodule', ['contracts'], undefined, true],
    ['a submodule, whose contract the base commit shows', ['contracts'], 'fields: []', false],
    ['no folder that it lies in', ['contracts/contract.yml', 'other'], undefined, false],
  ])('it is said where a contract is the change’s own: %s', async (_, changed, atBase, said) => {
    const inFolder = valid.replace('contract: contract.yml', 'contract: contracts/contract.yml')
    await put('modelassay.yml', inFolder)
    await put('contracts/contract.yml', 'fields: []')
    const known = base(inFolder, changed)
    const read = async (path: string) => (path === 'contracts/contract.yml' ? atBase : known.read(path))
    const { policy } = await load({ base: { ...known, read } })
    expect(policy.notes).toEqual(said ? ['this change edits what it is judged on (contracts)'] : [])
  })

  it('how data get here is for the change to say', async () => {
    await put('modelassay.yml', valid.replace('data:\n', 'data:\n  pull: dvc\n'))
    const { config, policy } = await load({ base: base(valid) })
    expect(config.data.pull).toBe('dvc')
    expect(policy.protected).toBe(true)
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
})
