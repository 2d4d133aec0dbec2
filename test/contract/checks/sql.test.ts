import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkTable } from '../../../src/contract/check.ts'
import { loadContract } from '../../../src/contract/load.ts'
import type { AssayError } from '../../../src/errors.ts'
import { openTable } from '../../../src/tables/read.ts'
import { engineFor, tablesForTests } from '../../tables/engine-for-tests.ts'
import { checksFor, fields, ways } from './both-formats.ts'
import { checked, faults } from './checked-table.ts'

const condition = (sql: string, more = '') => `{conditions: [{name: it, sql: ${JSON.stringify(sql)}${more}}]}`
const aggregate = (sql: string, bounds: string) =>
  `{aggregates: [{name: it, sql: ${JSON.stringify(sql)}, ${bounds}}]}`

describe.each(ways)('SQL of a contract: $format, threads: $threads', (way) => {
  let table: Awaited<ReturnType<typeof checksFor>>
  beforeAll(async () => {
    table = await checksFor(way)
  })
  afterAll(() => table.engine.close())

  const cells = {
    id: [1, 2, 3, 4],
    x: [1.5, 2.5, null, -4],
    k: ['a', '7', null, "it's"],
    d: ['2024-01-31', '2024-02-29', null, '2023-12-31'],
    at: ['2024-01-31T08:00:00Z', '2024-02-29T00:00:00Z', null, '2023-12-31T23:59:59Z'],
  }

  /** Rows for which a condition does not hold, by their id. */
  it.each([
    ['x > 0', [3, 4]],
    ['x > 0 OR x IS NULL', [4]],
    ['x >= 1.5', [3, 4]],
    ['"x" between -4 and 2.5', [3]],
    ['X IS NOT NULL -- in any case of letters', [3]],
    ["k = 'it''s'", [1, 2, 3]],
    ["k in ('a', '7')", [3, 4]],
    ["k not like 'a%'", [1, 3]],
    ["regexp_full_match(k, '[0-9]+') is distinct from true", [2]],
    ['k::INTEGER > 0', [1, 3, 4]],
    ['k::INTEGER + k::INTEGER > 0 AND k::INTEGER > 1', [1, 3, 4]],
    ["CASE WHEN regexp_full_match(k, '[0-9]+') THEN k::INTEGER > 5 ELSE true END", []],
    ['coalesce(try_cast(k as integer), 0) = 0', [2]],
    ['sqrt(x) > 0', [3, 4]],
    ['pow(x, 0.5) > 0', [3, 4]],
    ["'nan'::DOUBLE > x", [1, 2, 3, 4]],
    ["'infinity'::DATE > d", [1, 2, 3, 4]],
    ['try_cast(\'-infinity\' AS TIMESTAMPTZ) < "at"', [1, 2, 3, 4]],
    ['id * 100000000000000000000000000000000000000 > id', [2, 3, 4]],
    ["d >= DATE '2024-01-01'", [3, 4]],
    ['d + INTERVAL 1 DAY > "at"', [3]],
    ['date_trunc(\'day\', "at") = d', [3]],
    ['year(d) = 2024 and extract(month from d) <= 2', [3, 4]],
    ['"at" < \'2024-02-29T00:00:00Z\'::TIMESTAMPTZ', [2, 3]],
    ['id / 2 = 0.5 or id // 2 = 1 or id % 4 = 0', []],
    ['id < 12345678901234567890 and id > -0.1234567890123456789 and x <> 9007199254740993', [3]],
  ])('%s', async (sql, ids) => {
    const { groups, errors } = await table.checked(condition(sql), cells)
    expect(errors.map(({ row }) => row)).toEqual(ids.slice(0, 3))
    expect(groups.map(({ code, count }) => [code, count])).toEqual(
      ids.length === 0 ? [] : [['row-constraint', ids.length]],
    )
  })

  it('shows the values of the row, and tolerates as many as it says', async () => {
    const [first] = (await table.checked(condition('x > 0 AND id > 0'), cells)).errors
    expect(first?.message).toBe('"it" does not hold: x > 0 AND id > 0, where id, x is "3, missing"')
    expect((await table.checked(condition('x > 0', ', tolerance: 0.5'), cells)).counts).toEqual({
      error: 0,
      warning: 0,
      tolerated: 2,
      by_code: {},
    })
    expect(
      (await table.checked(condition('x > 0', ', tolerance: 0.49, severity: warning'), cells)).counts,
    ).toEqual({
      error: 0,
      warning: 2,
      by_code: { 'row-constraint': 2 },
    })
  })

  it.each([
    ['count(*)', 4],
    ['count(x)', 3],
    ['count(DISTINCT k)', 3],
    ["avg((k = 'a')::INT)", 1 / 3],
    ["count(*) FILTER (WHERE k = 'a') / count(*)", 0.25],
    ['sum(x) + sum(id)', 10],
    ['sum(x) FILTER (WHERE id < 3)', 4],
    ['avg(x)', 0],
    ['median(id)', 2.5],
    ['quantile_cont(x, 0.5)', 1.5],
    ['max(id) - min(id)', 3],
    ['stddev_samp(id)', 1.29099445],
    ['corr(id, id)', 1],
    ['bool_and(id > 0)::INT', 1],
    ['CASE WHEN count(*) > 3 THEN round(avg(id), 1) END', 2.5],
    ["date_diff('day', min(d), max(d))", 60],
  ])('%s is %d', async (sql, value) => {
    const rounded = Number(value.toPrecision(9))
    expect(
      await table.faults(aggregate(sql, `min: ${rounded - 1e-8}, max: ${rounded + 1e-8}`), cells),
    ).toEqual([])
    const [fault] = await table.faults(aggregate(sql, `min: ${rounded + 0.001}`), cells)
    expect(fault).toMatch(/^aggregate x1: "it" is .*; the contract asks for at least /)
  })

  it.each([
    ['avg(x) FILTER (WHERE id > 9)', 'comes to no number'],
    ['sum(id) / 0', 'comes to no number'],
    ['sum(id)::VARCHAR::DATE::VARCHAR::INTEGER', 'comes to no number'],
    ['sum(k::INTEGER)', 'cannot be computed for 2 rows'],
    ['count(*) FILTER (WHERE k::INTEGER > 0)', 'cannot be computed for 2 rows'],
    ['avg(sqrt(x))', 'cannot be computed for 1 row'],
    ['sum(x * 1e300)', 'cannot be computed for 3 rows'],
    ['kurtosis(x * 1e200)', 'cannot be computed for 3 rows'],
  ])('%s is a fault: it %s', async (sql, says) => {
    expect(await table.faults(aggregate(sql, 'min: -1e9'), cells)).toEqual([`aggregate x1: "it" ${says}`])
  })

  it('an empty table breaks no condition, and has no average', async () => {
    const checks = `{rows: {min: 0}, conditions: [{name: c, sql: x > 0}], aggregates: [
      {name: mean, sql: avg(x), min: -1e9}, {name: rows, sql: count(*), max: 0}]}`
    expect(await table.faults(checks, { id: [] })).toEqual(['aggregate x1: "mean" comes to no number'])
    expect(await table.faults(checks.replace('max: 0', 'max: 2'), { id: [1, 2] })).toEqual([
      'row-constraint x2 at 1/' +
        (way.format === 'csv' ? '2' : '-') +
        ': "c" does not hold: x > 0, where x is "missing"',
      'aggregate x1: "mean" comes to no number',
    ])
  })
})

describe('SQL that a contract cannot have', () => {
  let tables: Awaited<ReturnType<typeof tablesForTests>>
  beforeAll(async () => {
    tables = await tablesForTests()
  })
  afterAll(() => tables.engine.close())

  const refused = async (checks: string, columns = fields): Promise<AssayError> => {
    const table = await tables.open('id,x,k,d,at\n1,1,a,,\n')
    return checked(tables.engine, `${columns}checks: ${checks}\n`, table).then(
      (result) => {
        throw new Error(`passed: ${JSON.stringify(result)}`)
      },
      (error: AssayError) => error,
    )
  }

  it.each([
    ['it is not finished', 'x >', 'is no SQL expression: syntax error at end of input'],
    [
      'it closes the bracket that it stands in',
      'x > 0) OR (1=1',
      'is no SQL expression: syntax error at or near ")"',
    ],
    ['it is two statements', 'x > 0; DROP TABLE t', 'is not one expression and nothing else'],
    ['it begins a comment that never ends', 'x > 0 /* ', 'is no SQL expression'],
    ['it names a table', "x > 0 FROM read_csv('/etc/passwd')", 'is not one expression and nothing else'],
    ['it has a WHERE of its own', 'x > 0 WHERE true', 'is not one expression and nothing else'],
    ['it sorts', 'x > 0 ORDER BY 1', 'is not one expression and nothing else'],
    ['it is two expressions', 'x > 0, true', 'is not one expression and nothing else'],
    ['it has a subquery', 'x > (SELECT 1)', 'has a subquery'],
    ['it looks into a subquery', "EXISTS (FROM read_text('/proc/self/environ')) OR x > 0", 'has a subquery'],
    [
      'it never ends',
      '(WITH RECURSIVE t AS (SELECT 1 UNION ALL SELECT 1 FROM t) SELECT count(*) FROM t) > x',
      'has a subquery',
    ],
    ['it reads the environment', "k = getenv('HOME')", 'calls "getenv", which is not among the functions'],
    ['it reads a setting', "current_setting('threads') = k", 'calls "current_setting"'],
    ['it reads a file as a function', "k = read_text('/etc/passwd')", 'calls "read_text"'],
    ['it asks the clock', 'd < today()', 'calls "today"'],
    ['it asks the clock by a name', 'd < current_date', 'names "current_date", which is no field'],
    ['it throws dice', 'random() > x', 'calls "random"'],
    ['it eats memory', "repeat(k, 1000000000) = 'a'", 'calls "repeat"'],
    ['it makes a list', 'list_sum(range(1000000000)) > x', 'calls "list_sum"'],
    ['it raises errors of its own', "error('no') IS NULL AND x > 0", 'calls "error"'],
    [
      'it writes itself out again and again',
      `${'nullif('.repeat(3)}x${', 1)'.repeat(3)} > 0`,
      'calls nullif within',
    ],
    [
      'its parser would',
      `${'CASE '.repeat(12)}x${' WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 3 THEN 3 END'.repeat(12)} > 0`,
      'has more than 2 CASE',
    ],
    ['it looks at other rows', 'lag(x) OVER () < x', 'has a window function'],
    ['it has a lambda', 'list_filter([x], lambda y: y > 0) = [x]', 'has a lambda function'],
    ['it takes whatever columns there are', "COLUMNS('x') > 0", 'has a *'],
    ['it has a parameter', 'x > ?', 'has a parameter'],
    ['it counts columns', '#1 > 0', 'has a #'],
    ['it looks into a schema', 'main.abs(x) > 0 AND other.f(x)', 'has a part that a contract cannot have'],
    ['it looks into a column', 'k.y > 0', 'names "k.y"'],
    ['it names no field', 'y > 0', 'names "y", which is no field of this contract; did you mean "x"?'],
    ['it names no column at all', '1 = 1', 'names no column'],
    ['it is an aggregate', 'avg(x) > 0', 'calls avg, which is an aggregate'],
    ['it is not true or false', 'x + 1', 'is of type DOUBLE, and must be true or false'],
    ['types do not fit', 'k > 0', 'cannot be computed: Binder Error: Cannot compare values of type VARCHAR'],
    [
      'a literal is none',
      "x > 'abc'::INTEGER",
      "cannot be computed: Conversion Error: Could not convert string 'abc'",
    ],
    ['a pattern is none', "regexp_matches(k, '(')", 'cannot be computed: Invalid Input Error: missing )'],
    ['a number is too large', 'x > 1e400', 'has a number that is too large'],
    ['it holds a NUL character', "k = '\0'", 'cannot be computed: A name or value holds a NUL character'],
  ])('%s', async (_, sql, says) => {
    const error = await refused(condition(sql))
    expect(error).toMatchObject({
      kind: 'configuration',
      code: 'bad-sql',
      place: { file: 'contract.yml', line: 7 },
    })
    expect(error.message).toContain(`contract.yml: the condition "it" ${says}`)
    expect(error.message).not.toContain('\n')
  })

  it.each([
    ['it has none', 'x', 'names "x" outside of an aggregate'],
    ['a column stands beside it', 'avg(x) + id', 'names "id" outside of an aggregate'],
    ['one stands in another', 'sum(avg(x))', 'calls avg within another aggregate'],
    ['it is no number', 'max(k)', 'is of type VARCHAR, and must be a number'],
    ['it keeps all values', 'length(string_agg(k))', 'calls "string_agg"'],
    ['it depends on the order of the rows', 'first(x)', 'calls "first"'],
    ['it is sorted', 'sum(x ORDER BY id)', 'has a part that a contract cannot have'],
    ['it is not exact', 'approx_count_distinct(k)', 'calls "approx_count_distinct"'],
    [
      'it looks elsewhere',
      "count(*) + (SELECT count(*) FROM read_text('/proc/self/environ'))",
      'has a subquery',
    ],
    ['it is a constant', '1', 'has no aggregate'],
  ])('an aggregate, where %s', async (_, sql, says) => {
    const error = await refused(aggregate(sql, 'min: 0'))
    expect(error).toMatchObject({
      kind: 'configuration',
      code: 'bad-sql',
      place: { file: 'contract.yml', line: 7 },
    })
    expect(error.message).toContain(`contract.yml: the aggregate "it" ${says}`)
  })

  it('names of columns may be any text', async () => {
    const names = ['a b', 'select', "q'; DROP TABLE t; --", 'A B', 'a.b', '"quoted"', '${{ github.token }}']
    const contract = (sql: string) =>
      `fields:\n${names.map((name) => `  - {name: ${JSON.stringify(name)}, type: integer}\n`).join('')}checks: ${condition(sql)}\n`
    const header = names.map((name) => `"${name.replaceAll('"', '""')}"`)
    const table = await tables.open(`${header.join(',')}\n${names.map((_, i) => i).join(',')}\n`)
    const all = header.map((name, i) => `${name} = ${i}`).join(' AND ')
    expect(await faults(tables.engine, contract(all), table)).toEqual([])
    expect(
      await faults(tables.engine, contract('"A b" = 1'), table).catch((error: Error) => error.message),
    ).toContain('names "A b", which is no field')
  })

  it('whole numbers that no expression sees are no pass', async () => {
    const table = await tables.open(`id,x,k,d,at\n${'9'.repeat(50)},1,a,,\n`)
    const contract = `${fields}checks: {conditions: [{name: c, sql: id > 0}], aggregates: [{name: a, sql: count(id), max: 9}], columns: {id: {sum: {min: 0}, median: {min: 0}, ordered: {}}}}\n`
    expect(await faults(tables.engine, contract, table)).toEqual([
      'sum x1: "id" has 1 value too large to be summed exactly, so that its sum is undefined',
      `row-constraint x1 at 1/2: "c" does not hold: id > 0, where id is "${'9'.repeat(50)}"`,
      'aggregate x1: "a" cannot be computed for 1 row',
      'median x1: "id" has 1 value too large to be compared, so that its median is undefined',
    ])
  })

  it('what takes too long is ended, and the contract is told', async () => {
    const table = await tables.parquet('SELECT i AS id, i::DOUBLE AS x FROM range(3000000) t(i)')
    const text = `fieldsMatch: superset\n${fields}checks: ${condition("md5(md5(md5(id::VARCHAR))) <> 'x'")}\n`
    const result = checkTable(tables.engine, loadContract(text, 'contract.yml'), table, {
      name: 't',
      sqlSeconds: 0.05,
    })
    await expect(result).rejects.toMatchObject({ code: 'sql-too-slow', place: { line: 8 } })
  })
})

describe('the engine that runs it', () => {
  it('reads and writes no file, whatever statement gets to it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'modelassay-sql-'))
    const [mine, other, written] = ['mine.csv', 'other.csv', 'written.csv'].map((name) => join(folder, name))
    writeFileSync(mine!, 'x\n1\n')
    writeFileSync(other!, 'x\n2\n')
    const engine = await engineFor([mine!])
    try {
      await openTable(engine, mine!)
      for (const sql of [
        "SELECT content FROM read_text('/proc/self/environ')",
        `SELECT * FROM read_csv('${other}')`,
        `COPY (SELECT 1) TO '${written}'`,
        `EXPORT DATABASE '${folder}/database'`,
        `ATTACH '${folder}/database.db'`,
        'INSTALL httpfs',
        'LOAD httpfs',
        'SET threads = 1',
        'SET enable_external_access = true',
        'RESET lock_configuration',
        "SELECT getenv('HOME')",
      ])
        await expect(engine.rows(sql), sql).rejects.toThrow()
      expect(existsSync(written!)).toBe(false)
    } finally {
      engine.close()
    }
  })
})
