import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cells, checksFor, ways } from './both-formats.ts'

/** What is asked of a column, a table that keeps it to the last digit, and one that does not. */
interface Case {
  readonly asks: string
  readonly kept: Cells
  readonly broken: Cells
  /** without the place of rows, which only text formats know by line */
  readonly says: string
}

const x = (...values: (number | null)[]): Cells => ({ x: values })
const days = (...values: (string | null)[]): Cells => ({ d: values })

const cases: readonly Case[] = [
  {
    asks: 'x: {nulls: {max: 0.25}}',
    kept: x(1, null, 2, 3),
    broken: x(1, null, null, 3),
    says: 'null-share x1: "x" is missing in 2 of 4 rows, a share of 0.5; the contract asks for at most 0.25',
  },
  {
    asks: 'x: {nulls: {min: 0.5}}',
    kept: x(1, null),
    broken: x(1, null, 2),
    says: 'null-share x1: "x" is missing in 1 of 3 rows, a share of 0.333333; the contract asks for at least 0.5',
  },
  {
    asks: 'k: {distinct: {min: 2, max: 3}}',
    kept: { k: ['a', 'b', 'b', null] },
    broken: { k: ['a', 'a', null] },
    says: 'distinct-count x1: the number of distinct values of "k" is 1; the contract asks for at least 2',
  },
  {
    asks: 'k: {distinct: {max: 3}}',
    kept: { k: ['a', 'b', 'c', 'a'] },
    broken: { k: ['a', 'b', 'c', 'd'] },
    says: 'distinct-count x1: the number of distinct values of "k" is 4; the contract asks for at most 3',
  },
  {
    asks: 'k: {distinct_share: {min: 0.75}}',
    kept: { k: ['a', 'b', 'c', 'c', null] },
    broken: { k: ['a', 'b', 'b', 'b'] },
    says: 'distinct-share x1: the share of distinct values of "k" is 0.5; the contract asks for at least 0.75',
  },
  {
    asks: 'x: {mean: {min: 0.2, max: 0.3}}',
    kept: x(0.1, 0.2, 0.3, null),
    broken: x(0.1, 0.5, 0.6),
    says: 'mean x1: the mean of "x" is 0.4; the contract asks for at most 0.3',
  },
  {
    asks: 'id: {mean: {min: 2.5}}',
    kept: { id: [1, 4] },
    broken: { id: [1, 3, 3] },
    says: 'mean x1: the mean of "id" is 2.33333; the contract asks for at least 2.5',
  },
  {
    asks: 'x: {sum: {min: 0.8, max: 0.8}}',
    kept: x(0.1, 0.7),
    broken: x(0.1, 0.8),
    says: 'sum x1: the sum of "x" is 0.9; the contract asks for at most 0.8',
  },
  {
    asks: 'id: {sum: {max: 9007199254740991}}',
    kept: { id: ['9007199254740990', 1] },
    broken: { id: ['9007199254740991', 1] },
    says: 'sum x1: the sum of "id" is 9007199254740992; the contract asks for at most 9007199254740991',
  },
  {
    asks: 'x: {sum: {min: 0, max: 0}}',
    kept: x(1e16, 1, -1e16, -1),
    broken: x(1e16, 1, -1e16),
    says: 'sum x1: the sum of "x" is 1; the contract asks for at most 0',
  },
  {
    asks: 'x: {median: {min: 2.5}}',
    kept: x(4, 1, 3, 2, null),
    broken: x(4, 1, 2, 2),
    says: 'median x1: the median of "x" is 2; the contract asks for at least 2.5',
  },
  {
    asks: 'x: {quantiles: {"0.25": {min: 2}, "1": {max: 5}}}',
    kept: x(5, 4, 3, 2, 1),
    broken: x(5, 4, 3, 1, 1),
    says: 'quantile x1: the 0.25 quantile of "x" is 1; the contract asks for at least 2',
  },
  {
    asks: 'x: {std: {max: 1.5811388300842}}',
    kept: x(1, 2, 3, 4, 5),
    broken: x(1, 2, 3, 4, 6),
    says: 'standard-deviation x1: the standard deviation of "x" is 1.92354; the contract asks for at most 1.5811388300842',
  },
  {
    asks: 'x: {std: {max: 0}}',
    kept: x(0.1, 0.1, 0.1),
    broken: x(0.1, 0.1, 0.2),
    says: 'standard-deviation x1: the standard deviation of "x" is 0.057735; the contract asks for at most 0',
  },
  {
    asks: 'k: {categories: {values: [a, b], min_share: 0.5}}',
    kept: { k: ['a', 'b', 'c', 'd', null] },
    broken: { k: ['a', 'c', 'd', null] },
    says: 'category-coverage x2 at 2: "k" is "c"; the categories of the contract cover 1 of 3 values, a share of 0.333333; the contract asks for at least 0.5',
  },
  {
    asks: 'id: {categories: {values: [1, 2], min_each: 0.25}}',
    kept: { id: [1, 2, 3, 4] },
    broken: { id: [1, 1, 3, 4] },
    says: 'category-coverage x1: "2" of "id" has a share of 0; the contract asks for at least 0.25',
  },
  {
    asks: 'at: {fresh: {max_age: 1d}}',
    kept: { at: ['2024-03-30T12:00:00Z', '2020-01-01T00:00:00Z', null] },
    broken: { at: ['2024-03-30T11:59:59Z', '2020-01-01T00:00:00Z'] },
    says: 'freshness x1: the newest value of "at" is 2024-03-30T11:59:59Z, more than 1d before the time of the run',
  },
  {
    asks: 'd: {fresh: {max_age: 1mo, clock: "2024-03-31"}}',
    kept: days('2024-02-29'),
    broken: days('2024-02-28'),
    says: 'freshness x1: the newest value of "d" is 2024-02-28, more than 1mo before 2024-03-31',
  },
  {
    asks: 'at: {fresh: {max_age: 1d, max_ahead: 2h}}',
    kept: { at: ['2024-03-31T14:00:00Z', '2024-03-31T00:00:00Z'] },
    broken: { at: ['2024-03-31T00:00:00Z', '2024-03-31T14:00:01Z'] },
    says: 'freshness x1 at 2: "at" is <its text>, more than 2h after the time of the run',
  },
  {
    asks: 'x: {ordered: {}}',
    kept: x(1, null, 1, 2),
    broken: x(1, 3, null, 2, 2.5, 1),
    says: 'order x2 at 4: "x" is "2" after "3"; the contract asks that it is increasing',
  },
  {
    asks: 'id: {ordered: {direction: decreasing, strict: true}}',
    kept: { id: [5, 3, -1] },
    broken: { id: [5, 3, 3] },
    says: 'order x1 at 3: "id" is "3" after "3"; the contract asks that it is strictly decreasing',
  },
  {
    asks: 'd: {gaps: {step: 1d}}',
    kept: days('2024-03-02', '2024-02-29', null, '2024-03-01', '2024-03-01'),
    broken: days('2024-03-03', '2024-02-29'),
    says: 'missing-step x2 at 1: 2 steps of 1d are missing in "d" between "2024-02-29" and "2024-03-03"',
  },
  {
    asks: 'd: {gaps: {step: 1mo, max: 1}}',
    kept: days('2024-01-31', '2024-02-01', '2024-04-30'),
    broken: days('2024-01-31', '2024-02-01', '2024-05-01'),
    says: 'missing-step x2 at 3: 2 steps of 1mo are missing in "d" between "2024-02-01" and "2024-05-01"; 2 are in all, the contract allows 1',
  },
  {
    asks: 'at: {gaps: {step: 15m, by: k}}',
    kept: {
      at: ['2024-01-01T00:00:00Z', '2024-01-01T00:15:00Z', '2024-01-01T06:00:00Z', '2024-01-01T06:14:00Z'],
      k: ['a', 'a', 'b', 'b'],
    },
    broken: {
      at: ['2024-01-01T00:00:00Z', '2024-01-01T00:15:00Z', '2024-01-01T00:15:00Z', '2024-01-01T00:30:01Z'],
      k: ['a', 'b', 'b', 'a'],
    },
    says: 'missing-step x2 at 4: 2 steps of 15m are missing in "at" between <its text> and <its text>',
  },
]

/** Times and numbers of Parquet have no text of their own. */
const plainly = (fault: string) =>
  fault
    .replace(/ at (\d+)\/[\d-]+:/, ' at $1:')
    .replace(/"(\d+)\.0"/g, '"$1"')
    .replace(/(?<=" is |after |between |and )"[\d.]+(-[^"]*)?[:.\d][^"]*"/g, '<its text>')

describe.each(ways)('checks of columns: $format, threads: $threads', (way) => {
  let table: Awaited<ReturnType<typeof checksFor>>
  beforeAll(async () => {
    table = await checksFor(way)
  })
  afterAll(() => table.engine.close())

  it.each(cases)('$asks', async ({ asks, kept, broken, says }) => {
    const checks = `{columns: {${asks}}}`
    expect(await table.faults(checks, kept)).toEqual([])
    expect((await table.faults(checks, broken)).map(plainly)).toEqual([plainly(says)])
  })

  it('a column without a value is a fault of every check', async () => {
    const checks = `{rows: {min: 0}, columns: {
      x: {nulls: {max: 0.9}, distinct: {max: 9}, distinct_share: {max: 0.5}, mean: {max: 9}, median: {max: 9},
        quantiles: {"0.1": {max: 9}}, std: {max: 9}, sum: {max: 9}, ordered: {}},
      k: {categories: {values: [a], min_share: 0.1, min_each: 0.1}}, d: {fresh: {max_age: 1d}, gaps: {step: 1d}}}}`
    const all = [
      'category-coverage',
      'category-coverage',
      'distinct-count',
      'distinct-share',
      'freshness',
      'mean',
      'median',
      'missing-step',
      'null-share',
      'order',
      'quantile',
      'standard-deviation',
      'sum',
    ]
    const codes = (found: readonly string[]) => found.map((fault) => fault.split(' ')[0]).sort()
    expect(codes(await table.faults(checks, { id: [] }))).toEqual(all)
    expect(codes(await table.faults(checks, { id: [1, 2] }))).toEqual(all)
  })

  it('is a warning where the contract says so', async () => {
    const { counts } = await table.checked(
      '{rows: {max: 1, severity: warning}, columns: {x: {mean: {max: 1, severity: warning}, quantiles: {"0.5": {max: 1, severity: warning}}}}}',
      x(2, 3),
    )
    expect(counts).toEqual({ error: 0, warning: 3, by_code: { mean: 1, quantile: 1, 'row-count': 1 } })
  })
})
