import { describe, expect, it } from 'vitest'
import { validate } from './validate.ts'

const config = 'name: m\ndata: { contract: contract.yml, tables: { train: train.csv } }\n'
const contract = (checks: string) =>
  `fields: [{name: day, type: date}, {name: x, type: number}]\nchecks: ${checks}\n`

describe('the checks of a contract, as the action runs them', () => {
  it('measure age against the time of the run, which is in the record but in no message', async () => {
    const checks = '{columns: {day: {fresh: {max_age: 30d}}}}'
    const { record, exitCode } = await validate({
      'modelassay.yml': config,
      'contract.yml': contract(checks),
      'train.csv': 'day,x\n2019-12-31,1\n2020-01-31,2\n',
    })
    expect(exitCode).toBe(1)
    expect(record.errors).toMatchObject([
      {
        code: 'freshness',
        severity: 'error',
        field: 'day',
        message: 'the newest value of "day" is 2020-01-31, more than 30d before the time of the run',
        contract_line: 2,
      },
    ])
    expect(new Date(String(record.observed.clock)).toISOString()).toBe(record.observed.clock)
  })

  it('let a warning pass', async () => {
    const { record, exitCode } = await validate({
      'modelassay.yml': config,
      'contract.yml': contract('{columns: {x: {mean: {max: 1, severity: warning}}}}'),
      'train.csv': 'day,x\n2020-01-31,1\n2020-02-01,2\n',
    })
    expect(exitCode).toBe(0)
    expect(record).toMatchObject({ verdict: 'valid', counts: { error: 0, warning: 1, by_code: { mean: 1 } } })
  })

  it('end in an error of the contract, with its line, where its SQL cannot be asked', async () => {
    const { record, exitCode } = await validate({
      'modelassay.yml': config,
      'contract.yml': contract(`
  conditions:
    - name: secrets
      sql: x > length(getenv('GITHUB_TOKEN'))`),
      'train.csv': 'day,x\n2020-01-31,1\n',
    })
    expect(exitCode).toBe(2)
    expect(record).toMatchObject({
      verdict: 'error',
      passes: false,
      error: {
        code: 'bad-sql',
        file: 'contract.yml',
        line: 5,
        message:
          'contract.yml: the condition "secrets" calls "getenv", which is not among the functions that a contract can use.',
      },
    })
  })
})
