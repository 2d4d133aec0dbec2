import { describe, expect, it } from 'vitest'
import { validate } from './validate.ts'

const config = (tables: string, more = '') =>
  `name: m\ndata:\n  contract: contract.yml\n  tables: { ${tables} }\n${more}`

describe('foreign keys', () => {
  const files = (orders: string, stores: string) => ({
    'modelassay.yml': config('orders: orders.csv, stores: { path: stores.csv, contract: stores.yml }'),
    'contract.yml': `fields: [{ name: store, type: integer }]
foreignKeys: [{ fields: store, reference: { resource: stores, fields: id } }]
`,
    'stores.yml': 'fields: [{ name: id, type: integer }]\n',
    'orders.csv': orders,
    'stores.csv': stores,
  })

  it('are looked up in another table of the configuration, wherever it stands', async () => {
    const { record } = await validate(files('store\n1\n3\n', 'id\n01\n2\n'))
    expect(record.verdict).toBe('invalid')
    expect(record.errors).toMatchObject([
      {
        code: 'foreign-key',
        table: 'orders',
        file: 'orders.csv',
        line: 3,
        field: 'store',
        message: '"store" is "3", which is not in "id" of stores.csv',
        contract_line: 2,
      },
    ])
    expect(record.counts?.by_code).toEqual({ 'foreign-key': 1 })
  })

  it('to a table that cannot be read are no fault beside that', async () => {
    const { record } = await validate(files('store\n1\n', ''))
    expect(record.verdict).toBe('error')
    expect(record.errors).toEqual([])
  })

  it('to a table that is not configured are an error before anything is read', async () => {
    const { record } = await validate({
      ...files('store\n1\n', 'id\n1\n'),
      'modelassay.yml': config('orders: orders.csv, store: { path: stores.csv, contract: stores.yml }'),
    })
    expect(record).toMatchObject({
      verdict: 'error',
      error: { code: 'unknown-table', file: 'contract.yml', line: 2 },
    })
    expect(record.reason).toContain('did you mean "store"?')
  })

  it('to a column that is not there are an error of the contract', async () => {
    const { record } = await validate({
      ...files('store\n1\n', 'number\n1\n'),
      'stores.yml': 'fields: [{ name: number }]\n',
    })
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'unknown-column', line: 2 } })
  })
})

describe('environments', () => {
  const contract = `fields: [{ name: id }, { name: label, constraints: { required: true } }]
environments: { serving: { absent: [label] }, early: { absent: [id] } }
`
  const data = { 'contract.yml': contract, 'train.csv': 'id,label\n1,a\n', 'x.csv': 'id\n1\n' }

  it('live data are at serving, where the contract says what that means', async () => {
    const { record } = await validate({
      ...data,
      'modelassay.yml': config('train: train.csv, now: { path: x.csv, role: live }'),
    })
    expect(record.verdict).toBe('valid')
    expect(record.tables?.map(({ environment }) => environment)).toEqual([undefined, 'serving'])
  })

  it('other data are where the configuration says', async () => {
    const serving = config('x: { path: x.csv, environment: serving }')
    expect((await validate({ ...data, 'modelassay.yml': serving })).record.verdict).toBe('valid')
    const { record } = await validate({ ...data, 'modelassay.yml': config('x: x.csv') })
    expect(record.counts?.by_code).toEqual({ 'missing-label': 1 })
  })

  it('live data may be elsewhere', async () => {
    const early = config('x: { path: x.csv, role: live, environment: early }')
    const { record } = await validate({ ...data, 'modelassay.yml': early })
    expect(record.counts?.by_code).toEqual({ 'missing-label': 1 })
  })

  it('that the contract lacks are an error', async () => {
    const { record } = await validate({
      ...data,
      'modelassay.yml': config('x: { path: x.csv, environment: servng }'),
    })
    expect(record).toMatchObject({
      verdict: 'error',
      error: { code: 'unknown-environment', file: 'contract.yml' },
    })
  })
})

describe('warnings', () => {
  const files = {
    'contract.yml': `fields: [{ name: id, type: integer }]
severity: { fields: { id: { type: warning } } }
`,
    'x.csv': 'id\n1\nx\n',
  }

  it('pass by default, and are counted', async () => {
    const { record, exitCode } = await validate({ ...files, 'modelassay.yml': config('x: x.csv') })
    expect(record).toMatchObject({ verdict: 'valid', counts: { error: 0, warning: 1 } })
    expect(record.errors).toMatchObject([{ severity: 'warning', line: 3 }])
    expect(exitCode).toBe(0)
  })

  it('fail where the configuration says so', async () => {
    const { record, exitCode } = await validate({
      ...files,
      'modelassay.yml': config('x: x.csv', '  fail_on: warning\n'),
    })
    expect(record.verdict).toBe('invalid')
    expect(exitCode).toBe(1)
  })
})

describe('what is tolerated', () => {
  it('passes even where warnings fail, and stays in the record', async () => {
    const { record, exitCode } = await validate({
      'modelassay.yml': config('x: x.csv', '  fail_on: warning\n'),
      'contract.yml': `fields: [{ name: id, type: integer }]
tolerance: { fields: { id: { type: 0.5 } } }
`,
      'x.csv': 'id\n1\nx\n',
    })
    expect(record).toMatchObject({
      verdict: 'valid',
      counts: { error: 0, warning: 0, tolerated: 1, by_code: {} },
      errors: [{ severity: 'tolerated', line: 3 }],
      reason: '2 rows in 1 table: no fault by contract.yml; 1 tolerated.',
    })
    expect(exitCode).toBe(0)
  })
})
