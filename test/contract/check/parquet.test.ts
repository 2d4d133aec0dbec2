import { describe, expect, it } from 'vitest'
import { checking, field } from './checking.ts'

const on = checking()
const { faults } = on

describe('Parquet', () => {
  it('is held to the types that it stores', async () => {
    const table = await on.tables.parquet(
      "SELECT unnest([1, NULL, 3]) AS i, unnest(['0.5', 'nan', 'inf']::DOUBLE[]) AS d, unnest(['a', '', NULL]) AS s, DATE '2024-01-01' AS day, '1' AS t, 1.5::DOUBLE AS f, true AS b, TIMESTAMP '2024-01-01 00:00:00' AS ts",
    )
    const contract = `
fields:
  - { name: i, type: integer, constraints: { required: true, minimum: 2 } }
  - { name: d, type: number }
  - { name: s, type: string, constraints: { required: true, unique: true } }
  - { name: day, type: date, constraints: { maximum: 2023-12-31 } }
  - { name: t, type: integer }
  - { name: f, type: integer }
  - { name: b, type: boolean, constraints: { enum: [false] } }
  - { name: ts, type: datetime, constraints: { minimum: "2024-01-01T00:00:01Z" } }
`
    expect(await faults(contract, table)).toEqual([
      'type-error -/-: "t" is stored as VARCHAR, which cannot hold a whole number',
      'type-error -/-: "f" is stored as DOUBLE, which cannot hold a whole number',
      'constraint-error 2/-: "i" is missing, and is required',
      'constraint-error 1/-: "i" is "1"; the contract asks that it is at least 2',
      'type-error 2/-: "d" is "nan", not a number',
      'type-error 3/-: "d" is "inf", not a number',
      'constraint-error 2/-: "s" is missing, and is required',
      'constraint-error 3/-: "s" is missing, and is required',
      ...[1, 2, 3].map(
        (row) =>
          `constraint-error ${row}/-: "day" is "2024-01-01"; the contract asks that it is at most 2023-12-31`,
      ),
      ...[1, 2, 3].map(
        (row) => `constraint-error ${row}/-: "b" is "true"; the contract asks that it is one of false`,
      ),
      ...[1, 2, 3].map(
        (row) =>
          `constraint-error ${row}/-: "ts" is "2024-01-01 00:00:00"; the contract asks that it is at least 2024-01-01T00:00:01Z`,
      ),
    ])
  })

  it('has no date without an end', async () => {
    const table = await on.tables.parquet("SELECT DATE 'infinity' AS x, TIMESTAMP '-infinity' AS y")
    expect(await faults('fields: [{ name: x, type: date }, { name: y, type: datetime }]', table)).toEqual([
      'type-error 1/-: "x" is "infinity", not a date such as 2024-01-31',
      'type-error 1/-: "y" is "-infinity", not a date and time such as 2024-01-31T08:00:00Z',
    ])
  })

  it('has NaN as missing where the contract says so', async () => {
    const table = await on.tables.parquet("SELECT unnest(['1', 'nan']::DOUBLE[]) AS x")
    expect(await faults(`missingValues: ["", NaN]\n${field('number')}`, table)).toEqual([])
  })
})
