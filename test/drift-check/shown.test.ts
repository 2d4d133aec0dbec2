import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { engineFor } from '../tables/engine-for-tests.ts'
import { columnsOf, compared, run } from './compared.ts'
import { check, csv, place, times } from './drift-run.ts'

describe('drift shows', () => {
  const numbers = times(500, (row) => row % 100)

  test.each([
    ['a constant that is another one', times(200, () => 5), times(200, () => 6)],
    ['a constant that began to vary', times(200, () => 5), times(200, (row) => row)],
    [
      'a frequent value that moved to where there was nothing',
      times(500, (row) => (row < 25 ? row : 0)),
      times(500, () => -1),
    ],
    ['a value that went far beyond the range', numbers, times(500, () => 1e9)],
    ['numbers that are all missing now', numbers, times(500, () => '')],
    ['numbers that became text', numbers, times(500, () => 'n/a')],
    ['numbers that became NaN', numbers, times(500, () => 'NaN')],
    ['numbers that became infinite', numbers, times(500, (row) => (row % 2 ? 'inf' : '-Infinity'))],
    ['a third of the numbers NaN', numbers, times(500, (row) => (row % 3 ? row % 100 : 'nan'))],
    ['a category never seen', times(500, () => 'a'), times(500, (row) => (row % 3 ? 'a' : 'b'))],
    ['categories in other letters', times(500, () => 'Yes'), times(500, () => 'yes')],
    ['categories that are all missing now', times(500, (row) => 'ab'[row % 2]!), times(500, () => '')],
    ['a rest of rare categories that grew', times(500, (row) => `k${row % 60}`), times(500, () => 'other')],
  ])('in %s', async (_, before, now) => {
    const { record, column } = await compared(before, now)
    expect(column).toMatchObject({ drifted: true, rows: now.length })
    expect(column?.score).toBeGreaterThan(0.2)
    expect(record.verdict).toBe('drifted')
  })

  test.each([
    ['the same constant', times(200, () => 5), times(60, () => 5)],
    [
      'the same share of missing values',
      times(500, (row) => (row % 5 ? 1 : '')),
      times(100, (row) => (row % 5 ? 1 : '')),
    ],
    [
      'the same numbers written in another way',
      times(500, (row) => row % 7),
      times(500, (row) => `${row % 7}.0e0`),
    ],
    [
      'one stray category in a thousand rows',
      times(1000, () => 'a'),
      times(1000, (row) => (row ? 'a' : 'b')),
    ],
  ])('not in %s', async (_, before, now) => {
    const { record } = await compared(before, now)
    expect(record.verdict).toBe('stable')
  })

  test('in NaN, infinities and NULL of Parquet', async () => {
    const at = await place()
    const file = (name: string) => join(at.runner.workspace, name)
    const engine = await engineFor([file('reference.parquet'), file('live.parquet')])
    const write = (name: string, value: string) =>
      engine.run(
        `COPY (SELECT ${value} AS x, 1.5 AS "select" FROM range(300) AS t(i)) TO '${file(name)}' (FORMAT parquet)`,
      )
    await write('reference.parquet', 'i::DOUBLE')
    await write('live.parquet', "CASE i % 3 WHEN 0 THEN 'nan'::DOUBLE WHEN 1 THEN 'inf'::DOUBLE END")
    engine.close()
    const checked = await check(at, { drift: { reference: 'reference.parquet', current: 'live.parquet' } })
    expect(columnsOf(checked)).toEqual({ x: true, select: false })
  })

  test('adjusted over the columns: what one column alone would show is not enough among forty', async () => {
    const before = times(60, (row) => row % 3)
    const slightly = times(60, (row) => (row < 28 ? 0 : row % 3))
    const alone = await compared(before, slightly, { drift: { threshold: 0.01 } })
    expect(alone.column?.p_value).toBeLessThan(0.05)
    const among = (x: readonly number[]) =>
      csv({ x, ...Object.fromEntries(times(40, (i) => [`same${i}`, before])) })
    const { record } = await run({
      files: { 'reference.csv': among(before), 'live.csv': among(slightly) },
      drift: { threshold: 0.01 },
    })
    const [x] = record.columns ?? []
    expect({ before: alone.column?.drifted, now: x?.drifted, p: x?.p_value }).toEqual({
      before: true,
      now: false,
      p: alone.column?.p_value,
    })
    expect(x?.p_adjusted).toBeGreaterThan(0.05)
    expect(record.verdict).toBe('stable')
  })
})
