import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readInputs } from '../../src/config/inputs.ts'
import { inputCalled } from '../../src/stage/calling.ts'
import type { Input } from '../../src/stage/inputs.ts'
import { newProject } from './new-project.ts'

const { workspace } = newProject()

describe('inputs', () => {
  const inputs: Record<string, Input> = {
    data: { description: '', at: ['data', 'tables'], form: 'tables' },
    run: { description: '', at: ['train', 'run'] },
    rules: { description: '', at: ['gate', 'rules'], form: 'yaml' },
    baselines: { description: '', at: ['gate', 'baselines'], form: 'list' },
    'rollback-to': { description: '' },
  }
  const read = (given: Record<string, string>) =>
    readInputs(given, inputs, {
      workspace: workspace(),
      root: join(workspace(), 'models/a'),
      called: inputCalled('github'),
    })

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
