import { describe, expect, it } from 'vitest'
import { checking, field } from './checking.ts'

const { checked, faults } = checking()

describe('types', () => {
  it.each([
    [
      'integer',
      ['1', '-5', '+7', '007', '9223372036854775808', '1'.repeat(60)],
      ['1.0', '1e3', ' 1', '1_000', 'x', 'NaN', '0x10', '１'],
    ],
    [
      'number',
      ['1', '-.5', '5.', '1e-3', '+2E10', '1e308'],
      ['NaN', 'inf', '-Infinity', '1,5', ' 1', '1e999', '1 ', '--1', '.', 'e5'],
    ],
    [
      'boolean',
      ['true', 'True', 'TRUE', '1', 'false', 'False', 'FALSE', '0'],
      ['yes', 'no', 'tRue', '2', 't'],
    ],
    [
      'date',
      ['2024-01-31', '2024-02-29'],
      ['01/02/2024', '2023-02-29', '2024-1-1', '2024-01-31T00:00:00', '2024-13-01'],
    ],
    [
      'datetime',
      ['2024-01-31T08:00:00Z', '2024-01-31T08:00:00', '2024-01-31T08:00:00.123+02:00'],
      [
        '2024-01-31',
        '2024-01-31 08:00:00',
        '2024-01-31T25:00:00Z',
        '2024-01-31T08:00:00+99:99',
        '2024-01-31T08:00:00+02:60',
        'now',
      ],
    ],
    ['string', ['anything', 'NaN', '1'], []],
    ['any', ['anything'], []],
  ])('%s', async (type, good, bad) => {
    const quote = (values: readonly string[]) => values.map((value) => `"${value}"\n`).join('')
    expect(await faults(field(type), `x\n${quote(good)}`)).toEqual([])
    const { counts, errors } = await checked(field(type), `x\n${quote([...good, ...bad])}`)
    expect(counts.by_code).toEqual(bad.length === 0 ? {} : { 'type-error': bad.length })
    expect(errors.map(({ value, line }) => [value, line])).toEqual(
      bad.map((value, i) => [value, good.length + i + 2]),
    )
  })

  it('missing values are of no type', async () => {
    const contract = `missingValues: ["", "NA", "NaN"]\n${field('number', '{ minimum: 0 }')}`
    expect(await faults(contract, 'x,y\n,1\nNA,1\nNaN,1\n1,1\n')).toEqual([])
  })

  it("the empty cell is a value where '' is not listed as missing", async () => {
    expect(await faults(`missingValues: ["-"]\n${field('integer')}`, 'x,y\n-,1\n,1\n')).toEqual([
      'type-error 2/3: "x" is "", not a whole number',
    ])
    expect(
      await faults(`missingValues: []\n${field('string', '{ minLength: 1 }')}`, 'x,y\n,1\n'),
    ).toHaveLength(1)
  })
})
