import { describe, expect, it } from 'vitest'
import { base, newProject, valid, waiver } from './new-project.ts'

const { put, load } = newProject()

const lock = (train: string, test: string) => `schema: '2.0'
stages:
  split:
    outs:
    - {path: data/train.csv, md5: "${train}"}
    - {path: data/test.parquet, md5: "${test}"}
`

describe('on a pull request', () => {
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
