import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newProject, valid } from './new-project.ts'

const { workspace, put, load } = newProject()

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

  it('is told the line of every key, looking each map through once', async () => {
    const tables = Array.from({ length: 50_000 }, (_, i) => `    t${i}: a.csv\n`).join('')
    await put('modelassay.yml', `name: m\ndata:\n  tables:\n${tables}`)
    const { lines } = await load()
    expect(lines['data.tables.t49999']).toBe(50_003)
  })

  it('must be there when it was asked for', async () => {
    await expect(load({ file: 'other.yml', asked: true })).rejects.toMatchObject({
      code: 'config-not-found',
      exitCode: 2,
    })
  })

  it.skipIf(process.platform === 'win32')(
    'is no pipe, and neither is a contract: to read one would never end',
    async () => {
      execFileSync('mkfifo', [join(workspace(), 'pipe')])
      await expect(load({ file: 'pipe', asked: true })).rejects.toMatchObject({
        code: 'config-not-found',
        message: 'pipe is no plain file',
      })
      await put('modelassay.yml', 'name: m\ndata: { contract: pipe, tables: { train: t.csv } }\n')
      await expect(load()).rejects.toMatchObject({
        code: 'contract-not-found',
        message: 'the contract cannot be read: pipe is no plain file',
      })
    },
  )

  it('need not be there: the inputs alone are enough, and the folder names the model', async () => {
    const { config, file } = await load({
      overrides: [{ input: 'data', at: ['data', 'tables'], value: { train: 'x.csv' } }],
    })
    expect(file).toBeUndefined()
    expect(config.data.tables.train).toEqual({ path: 'x.csv', role: 'train' })
    expect(workspace()).toContain(config.name)
  })
})

it.each([
  [valid, 'contract infer data/train.csv --output'],
  [
    valid.replace('train: data/train.csv', 'train: in/customers.parquet'),
    'contract infer in/customers.parquet --output',
  ],
  [valid.replace('train: data/train.csv', 'train: "my data.csv"'), 'contract infer data/train.csv --output'],
])(
  'a contract that is missing is to be learnt from the table that trains, not from those that judge',
  async (text, hint) => {
    await put('modelassay.yml', text)
    await expect(load()).rejects.toMatchObject({
      code: 'contract-not-found',
      hint: expect.stringContaining(hint),
    })
  },
)
