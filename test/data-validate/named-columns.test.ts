import { describe, expect, it } from 'vitest'
import { validate } from './validate.ts'

const labels = (more: object) => ({
  'train.csv': 'id,churned\n1,yes\n2,no\n',
  'test.csv': 'id,churned\n3,yes\n',
  ...more,
})
const config = (data: string, rest = '') =>
  `name: m\ndata:\n  tables: { train: train.csv, test: test.csv }\n${data}${rest}`
const closed = 'fields: [{ name: id, type: integer }, { name: churned }]\n'

describe('a column that the configuration names', () => {
  it.each([
    ['', 'train.csv'],
    ['  profile: false\n', 'train.csv'],
    ['  checks: { duplicates: {} }\n', 'train.csv'],
    ['  contract: contract.yml\n', 'contract.yml'],
  ])('is told before training where no table can have it: data.label, with %j', async (more, told) => {
    const { record, exitCode } = await validate(
      labels({ 'contract.yml': closed, 'modelassay.yml': config('  label: churnd\n', more) }),
    )
    expect(exitCode).toBe(2)
    expect(record).toMatchObject({
      verdict: 'error',
      error: {
        code: 'missing-column',
        message: `${told} has no column "churnd", which data.label names; did you mean "churned"?`,
        hint: expect.stringContaining('Its columns are "id", "churned".'),
        file: 'modelassay.yml',
        line: 4,
      },
    })
  })

  it.each(['column', 'id'])('is told of evaluate.truth.%s too', async (part) => {
    const truth = { table: 'test', column: 'churned', id: 'id', [part]: 'chruned' }
    const { record } = await validate(
      labels({ 'modelassay.yml': config(`evaluate: { truth: ${JSON.stringify(truth)} }\n`) }),
    )
    expect(record.error).toMatchObject({
      code: 'missing-column',
      message: expect.stringContaining(
        `test.csv has no column "chruned", which evaluate.truth.${part} names`,
      ),
      line: 4,
    })
  })

  it('may be in one of the tables alone, and in none that is not trained or judged on', async () => {
    const { record } = await validate(
      labels({ 'test.csv': 'id\n3\n', 'modelassay.yml': config('  label: churned\n') }),
    )
    expect(record.verdict).toBe('valid')
    const live = await validate({
      'modelassay.yml': 'name: m\ndata: { tables: { live: live.csv }, label: churned }\n',
      'live.csv': 'id\n3\n',
    })
    expect(live.record.verdict).toBe('valid')
  })

  it('is a column of the table where the contract lets it have more', async () => {
    const { record } = await validate(
      labels({
        'contract.yml': 'fieldsMatch: subset\nfields: [{ name: id }]\n',
        'modelassay.yml': config('  contract: contract.yml\n  label: churned\n'),
      }),
    )
    expect(record.verdict).toBe('valid')
  })

  it('is the fault of the table where that breaks its contract', async () => {
    const { record } = await validate(
      labels({
        'train.csv': 'id\n1\n',
        'test.csv': 'id\n3\n',
        'contract.yml': closed,
        'modelassay.yml': config('  contract: contract.yml\n  label: churned\n'),
      }),
    )
    expect(record).toMatchObject({ verdict: 'invalid', counts: { by_code: { 'missing-label': 2 } } })
  })
})
