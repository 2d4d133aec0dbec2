import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkTable } from '../../../src/contract/check.ts'
import { loadContract } from '../../../src/contract/load.ts'
import { openTable } from '../../../src/tables/read.ts'
import { engineFor, tablesForTests } from '../../tables/engine-for-tests.ts'
import { checked, faults } from './checked-table.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

describe('columns that cannot be read', () => {
  const contract = `fieldsMatch: superset
fields: [{name: id, type: integer}, {name: label, type: string}, {name: day, type: date}]
environments: {serving: {absent: [label]}}
checks:
  columns:
    label: {nulls: {max: 0.5}, distinct: {max: 2, severity: warning}}
    day: {gaps: {step: 1d, by: label}}
  conditions: [{name: labelled, sql: id > 0 AND label <> ''}]
  aggregates: [{name: labels, sql: count(label), min: 1}]
`
  it('are a fault of every check that needs them', async () => {
    const table = await tables.open('id,day\n1,2024-01-01\n')
    const lacking = 'the table has no column "label" that can be read'
    expect(await faults(tables.engine, contract, table)).toEqual([
      `null-share x1: "nulls" cannot be checked: ${lacking}`,
      `warning distinct-count x1: "distinct" cannot be checked: ${lacking}`,
      `row-constraint x1: "labelled" cannot be checked: ${lacking}`,
      `aggregate x1: "labels" cannot be checked: ${lacking}`,
      `missing-step x1: the series of "day" cannot be told apart: ${lacking}`,
    ])
  })

  it('are none where the environment allows that they are absent', async () => {
    const table = await tables.open('id,day\n1,2024-01-01\n')
    expect(await faults(tables.engine, contract, table, 'serving')).toEqual([])
  })

  it('are those of Parquet too whose type does not fit', async () => {
    const table = await tables.parquet("SELECT 1 AS id, 'a' AS label, 'x' AS day")
    expect(
      await faults(
        tables.engine,
        contract
          .replace('type: date', 'type: boolean')
          .replace(/ {4}day.*\n/, '    day: {nulls: {max: 0.5}}\n'),
        table,
      ),
    ).toEqual([
      'type-error x1: "day" is stored as VARCHAR, which cannot hold true or false',
      'null-share x1: "nulls" cannot be checked: the table has no column "day" that can be read',
    ])
  })

  it('are no faults of their own where the header has none of the fields', async () => {
    const table = await tables.open('id;label\n1;a\n')
    expect((await checked(tables.engine, contract, table)).counts.by_code).toEqual({ 'incorrect-label': 1 })
  })
})

it('the age of data is unknown where nobody says what time it is', async () => {
  const text = 'fields: [{name: day, type: date}]\nchecks: {columns: {day: {fresh: {max_age: 1d}}}}\n'
  const table = await tables.open('day\n2024-01-01\n')
  const { errors } = await checkTable(tables.engine, loadContract(text, 'contract.yml'), table, { name: 't' })
  expect(errors.map(({ code, message }) => [code, message])).toEqual([
    ['freshness', 'the time of the run is not known'],
  ])
})

it('cells of a wrong type are left out of every measure, and are faults by themselves', async () => {
  const contract = `fieldsMatch: subset
fields: [{name: x, type: number}]
checks:
  columns: {x: {mean: {min: 2, max: 2}, median: {min: 2, max: 2}, nulls: {max: 0.1}, ordered: {}, distinct: {min: 4, max: 4}, categories: {values: [1, 2, 3], min_share: 0.75}}}
`
  expect(await faults(tables.engine, contract, await tables.open('x\n1\n2\nNaN\n3\n'))).toEqual([
    'type-error x1 at 3/4: "x" is "NaN", not a number',
  ])
  const stored = await tables.parquet("SELECT unnest(['1', '2', 'nan', '3'])::DOUBLE AS x")
  expect(await faults(tables.engine, contract, stored)).toEqual([
    'type-error x1 at 3/-: "x" is "nan", not a number',
  ])
})

describe('a larger table', () => {
  const rows = 150_000
  const contract = `fields: [{name: id, type: integer}, {name: x, type: number}, {name: y, type: number}, {name: k, type: string}, {name: t, type: datetime}]
checks:
  columns:
    id: {ordered: {strict: true, direction: decreasing}, sum: {max: 0}, mean: {max: 0}, distinct: {max: 0}}
    x: {mean: {max: -1000}, sum: {max: -1000}, std: {max: 0}, median: {max: -1000}, quantiles: {"0.9": {max: -1000}}, ordered: {}}
    y: {mean: {max: -1000}, std: {max: 0}, nulls: {max: 0}}
    k: {categories: {values: [k1, k2], min_share: 1, min_each: 0.5}}
    t: {gaps: {step: 1s, by: k}, ordered: {strict: true}}
  conditions: [{name: c, sql: x * y < id % 7}]
  aggregates: [{name: a, sql: sum(x * y) / sum(y), max: -1000}, {name: b, sql: 'corr(x, y) + stddev_pop(x)', max: -1000}, {name: c, sql: "avg(x) FILTER (WHERE k = 'k1')", max: -1000}]
`
  const columns = `i AS id, sin(i * 12.9898) * 43758.5453 AS x, CASE WHEN i % 10 = 3 THEN NULL ELSE exp(cos(i)) END AS y,
    'k' || (hash(i) % 5) AS k, TIMESTAMPTZ '2024-01-01 00:00:00Z' + to_seconds(i + (i // 1000)::BIGINT) AS t`

  it('measures the same from every format with every number of threads', async () => {
    const query = `SELECT ${columns} FROM range(${rows}) r(i)`
    const parquet = `${tables.engine.scratch}/large.parquet`
    const csv = `${tables.engine.scratch}/large.csv`
    await tables.engine.run(`COPY (${query}) TO '${parquet}' (FORMAT parquet, ROW_GROUP_SIZE 20000)`)
    await tables.engine.run(
      `COPY (SELECT * REPLACE (strftime(t, '%Y-%m-%dT%H:%M:%SZ') AS t) FROM (${query})) TO '${csv}' (FORMAT csv)`,
    )
    const results: unknown[] = []
    for (const [file, threads] of [
      [parquet, 1],
      [parquet, 2],
      [parquet, 3],
      [csv, 1],
      [csv, 2],
    ] as const) {
      const engine = await engineFor([file], threads)
      const { groups, errors } = await checked(
        engine,
        contract,
        await openTable(engine, file, { label: 'large' }),
      )
      engine.close()
      results.push({
        groups: groups.map(({ code, field, count }) => ({ code, field, count })),
        errors: errors.map(({ row, message }) => ({
          row,
          message: message.replace(/(is|after|between|and) "20[^"]*"/g, ''),
        })),
      })
    }
    for (const result of results.slice(1)) expect(result).toEqual(results[0])
    expect((results[0] as { groups: { code: string; count: number }[] }).groups).toMatchObject([
      { code: 'sum', field: 'id' },
      { code: 'mean', field: 'id' },
      { code: 'sum', field: 'x' },
      { code: 'mean', field: 'x' },
      { code: 'standard-deviation', field: 'x' },
      { code: 'null-share', field: 'y' },
      { code: 'mean', field: 'y' },
      { code: 'standard-deviation', field: 'y' },
      { code: 'category-coverage', field: 'k' },
      { code: 'category-coverage', field: 'k' },
      { code: 'row-constraint' },
      { code: 'aggregate' },
      { code: 'aggregate' },
      { code: 'aggregate' },
      { code: 'distinct-count', field: 'id' },
      { code: 'order', field: 'id', count: rows - 1 },
      { code: 'median', field: 'x' },
      { code: 'quantile', field: 'x' },
      { code: 'order', field: 'x' },
      { code: 'missing-step', field: 't' },
    ])
  })
})
