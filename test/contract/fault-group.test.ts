import { describe, expect, it } from 'vitest'
import { checkResult, type FaultGroup } from '../../src/contract/fault-group.ts'
import { checkResultSchema } from '../../src/contract/finding.ts'

const group = (count: number, weight?: FaultGroup['weight']): FaultGroup => ({
  code: 'type-error',
  field: 'x',
  count,
  first: [{ row: 1, message: 'bad' }],
  ...(weight === undefined ? {} : { weight }),
})

function result(rows: number, ...groups: FaultGroup[]) {
  const found = checkResult('train', 'train.csv', rows, groups)
  expect(checkResultSchema.parse(found)).toEqual(found)
  return found
}

describe('a fault', () => {
  it('is an error where the contract says nothing else', () => {
    const { counts, groups } = result(100, group(3))
    expect(counts).toEqual({ error: 3, warning: 0, by_code: { 'type-error': 3 } })
    expect(groups[0]).toEqual({
      code: 'type-error',
      severity: 'error',
      table: 'train',
      file: 'train.csv',
      field: 'x',
      count: 3,
      message: 'bad, first at train.csv, row 1',
    })
  })

  it('is a warning where the contract says so', () => {
    const { counts, errors } = result(100, group(3, { severity: 'warning' }), group(2))
    expect(counts).toEqual({ error: 2, warning: 3, by_code: { 'type-error': 5 } })
    expect(errors.map(({ severity }) => severity)).toEqual(['warning', 'error'])
  })

  it('within its tolerance is shown, and in no sum but its own', () => {
    const { counts, errors, groups } = result(100, group(3, { tolerance: 0.03 }))
    expect(counts).toEqual({ error: 0, warning: 0, tolerated: 3, by_code: {} })
    expect(groups[0]).toMatchObject({ severity: 'tolerated', count: 3, share: 0.03, tolerance: 0.03 })
    expect(errors[0]).toMatchObject({
      severity: 'tolerated',
      message: 'bad (3 of 100 rows, 3%; the contract tolerates 3%)',
    })
  })

  it('beyond its tolerance is a fault, with its share', () => {
    const { counts, errors } = result(1000, group(31, { tolerance: 0.03 }))
    expect(counts).toEqual({ error: 31, warning: 0, by_code: { 'type-error': 31 } })
    expect(errors[0]?.message).toBe('bad (31 of 1,000 rows, 3.1%; the contract tolerates 3%)')
  })

  it.each([
    [0.07, 7],
    [0.29, 29],
    [0.57, 57],
    [0.003, 0.3],
  ])('a share of %s of 100 rows is %s rows, whatever its binary form', (tolerance, rows) => {
    const { counts } = result(100, group(Math.ceil(rows), { tolerance }))
    expect(counts.tolerated).toBe(Number.isInteger(rows) ? rows : undefined)
  })
})
