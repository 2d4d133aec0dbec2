import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readBundle } from '../../src/record/bundle.ts'
import { sha256 } from '../../src/record/digest.ts'
import { findingDigest } from '../../src/record/finding.ts'
import { engineFor } from '../tables/engine-for-tests.ts'
import { type Check, type Checked, check, csv, customers, place, times } from './drift-run.ts'

const run = async (asked: Check) => check(await place(), asked)
const reference = customers(1000)

const columnsOf = ({ record }: Checked) =>
  Object.fromEntries((record.columns ?? []).map(({ name, drifted }) => [name, drifted]))
const leftOf = ({ record }: Checked) =>
  (record as { not_compared?: { name: string; reason: string }[] }).not_compared

/** Compares one column of this name, and says how it went. */
async function compared(
  before: readonly (string | number)[],
  now: readonly (string | number)[],
  changes: Check = {},
  name = 'x',
) {
  const table = (values: readonly (string | number)[]) => csv({ [name]: values, row: values.map(() => 1) })
  const files = { 'reference.csv': table(before), 'live.csv': table(now) }
  const checked = await run({ ...changes, files: { ...files, ...changes.files } })
  return { ...checked, column: checked.record.columns?.find((column) => column.name === name) }
}

describe('the verdict', () => {
  test('is stable where the data look as they did', async () => {
    const { record, exitCode, outputs } = await run({
      files: { 'reference.csv': reference, 'live.csv': customers(300) },
      drift: { columns: ['age', 'plan'] },
    })
    expect(record).toMatchObject({
      stage: 'drift-check',
      name: 'churn',
      verdict: 'stable',
      passes: true,
      reason: 'none of 2 columns drifted in 300 rows',
      share: 0,
    })
    expect({ exitCode, ...outputs }).toMatchObject({
      exitCode: 0,
      verdict: 'stable',
      passes: 'true',
      'drifted-columns': '[]',
      share: '0',
      'issue-url': '',
    })
  })

  test('is that of live data at an address, of which nothing is shown that lets others fetch it', async () => {
    const { record } = await run({
      files: { 'reference.csv': reference },
      web: { 'https://data.example/live.csv?signature=hush': customers(300, { years: 25 }) },
      drift: { current: 'https://data.example/live.csv?signature=hush' },
    })
    expect(record).toMatchObject({
      verdict: 'drifted',
      current: { path: 'https://data.example/live.csv', rows: 300 },
      built_on: [{ name: 'reference.csv' }, { name: 'https://data.example/live.csv' }],
    })
    expect(JSON.stringify(record)).not.toContain('hush')
  })

  test('is that of all files that a pattern matches, against a reference at an address', async () => {
    const { record } = await run({
      files: { 'live/1.csv': customers(30), 'live/2.csv': customers(270) },
      web: { 'https://data.example/before.csv': reference },
      drift: {
        reference: 'https://data.example/before.csv',
        current: 'live/*.csv',
        columns: ['age', 'plan'],
      },
    })
    expect(record).toMatchObject({
      verdict: 'stable',
      reference: { source: 'https://data.example/before.csv', rows: 1000 },
      current: { path: 'live/*.csv', rows: 300 },
    })
  })

  test('is drifted where one column moved, and the record says which, how far and against what', async () => {
    const live = customers(300, { years: 25 })
    const { record, exitCode, outputs } = await run({
      files: { 'reference.csv': reference, 'live.csv': live },
      drift: { columns: ['age', 'plan'] },
    })
    expect(record).toMatchObject({
      verdict: 'drifted',
      passes: false,
      reason: '1 of 2 columns drifted: age',
      share: 0.5,
      reference: {
        source: 'reference.csv',
        rows: 1000,
        identity: { kind: 'content', value: sha256(reference) },
      },
      current: {
        name: 'live',
        path: 'live.csv',
        role: 'live',
        rows: 300,
        identity: { kind: 'content', value: sha256(live) },
      },
      actions: [],
      built_on: [
        { kind: 'file', name: 'reference.csv', digest: sha256(reference) },
        { kind: 'file', name: 'live.csv', digest: sha256(live) },
      ],
    })
    expect(record.columns).toEqual([
      {
        name: 'age',
        kind: 'numeric',
        method: 'psi',
        score: expect.any(Number),
        threshold: 0.2,
        noise_floor: expect.any(Number),
        p_value: expect.any(Number),
        p_adjusted: expect.any(Number),
        drifted: true,
        rows: 300,
      },
      expect.objectContaining({ name: 'plan', kind: 'categorical', drifted: false, rows: 300 }),
    ])
    expect(exitCode, 'drift is told, and stops nothing unless asked to').toBe(0)
    expect(outputs).toMatchObject({ passes: 'false', 'drifted-columns': '["age"]', share: '0.5' })
  })

  test.each([
    ['live data', 1000, 49, '49 rows of live data are too few to tell: at least 50 are needed'],
    ['reference data', 49, 1000, '49 rows of reference data are too few to tell: at least 50 are needed'],
  ])('is inconclusive with too few rows of %s, however far they moved', async (_, before, now, reason) => {
    const { record, outputs, exitCode } = await run({
      files: { 'reference.csv': customers(before), 'live.csv': customers(now, { years: 500 }) },
      drift: { columns: ['age'] },
    })
    expect(record).toMatchObject({ verdict: 'inconclusive', passes: false, reason })
    expect(record).not.toHaveProperty('share')
    expect(record.columns).toMatchObject([{ drifted: false, reason: 'too few rows to tell' }])
    expect({ ...outputs, exitCode }).toMatchObject({ 'drifted-columns': '[]', share: '', exitCode: 0 })
  })

  test('is one from the stated minimum on', async () => {
    const few = { 'reference.csv': reference, 'live.csv': customers(50, { years: 500 }) }
    expect((await run({ files: few, drift: { columns: ['age'] } })).record.verdict).toBe('drifted')
    expect((await run({ files: few, drift: { columns: ['age'], min_rows: 51 } })).record.verdict).toBe(
      'inconclusive',
    )
  })

  test('is drifted where a column is gone, however few the rows', async () => {
    const { record } = await run({
      files: { 'reference.csv': reference, 'live.csv': 'plan\nbasic\n' },
      drift: { columns: ['age', 'plan'] },
    })
    expect(record).toMatchObject({ verdict: 'drifted', reason: '1 of 2 columns drifted: age', share: 0.5 })
    expect(record.columns).toContainEqual({
      name: 'age',
      kind: 'numeric',
      method: 'presence',
      drifted: true,
      rows: 0,
      reason: 'missing from the current data',
    })
  })

  test('is inconclusive where there is no column to compare', async () => {
    const ids = csv({ id: times(100, (row) => `c${row}`) })
    const { record } = await run({ files: { 'reference.csv': ids, 'live.csv': ids } })
    expect(record).toMatchObject({
      verdict: 'inconclusive',
      passes: false,
      reason: 'there is no column to compare',
      columns: [],
    })
  })

  test.each([
    ['drifted', 'never', 0],
    ['drifted', 'drifted', 1],
    ['drifted', 'inconclusive', 1],
    ['inconclusive', 'drifted', 0],
    ['inconclusive', 'inconclusive', 1],
    ['stable', 'inconclusive', 0],
  ])(
    '%s with fail-on: %s ends with %d, and passes all the same or not',
    async (verdict, failOn, expected) => {
      const live = {
        stable: customers(300),
        drifted: customers(300, { years: 25 }),
        inconclusive: customers(10),
      }[verdict]!
      const { record, exitCode, outputs } = await run({
        files: { 'reference.csv': reference, 'live.csv': live },
        drift: { columns: ['age'] },
        given: { 'fail-on': failOn },
      })
      expect({ verdict: record.verdict, exitCode }).toEqual({ verdict, exitCode: expected })
      expect(outputs.passes).toBe(String(verdict === 'stable'))
    },
  )

  test('is stored with all that it rests on, and found again in the same data', async () => {
    const files = { 'reference.csv': reference, 'live.csv': customers(300, { years: 25 }) }
    const at = await place()
    const { record } = await check(at, { files })
    const stored = await readBundle(at.runner.saved.get('modelassay-churn-drift-check-1')!)
    expect(stored.record).toEqual(record)
    expect(findingDigest((await run({ files })).record)).toBe(findingDigest(record))
    expect(at.runner.summaries.join('')).toContain('`churn` shows drift')
  })
})

describe('which columns are compared', () => {
  const config = {
    data: { contract: 'contract.yml', tables: { train: 'train.csv', test: 'test.csv' } },
    evaluate: {
      predictions: 'p.csv',
      task: 'binary',
      truth: { table: 'test', column: 'churned', id: 'row' },
    },
  }
  const contract = JSON.stringify({
    fields: [
      { name: 'key' },
      { name: 'row' },
      { name: 'serial', constraints: { unique: true } },
      { name: 'age' },
      { name: 'churned' },
    ],
    primaryKey: 'key',
    missingValues: ['', 'unknown'],
  })
  const table = (rows: number, first: number) =>
    csv({
      key: times(rows, (row) => first + row),
      row: times(rows, (row) => first + row),
      serial: times(rows, (row) => first + row),
      free_text: times(rows, (row) => `note ${(row * 7919) % 997} of ${first}`),
      age: times(rows, (row) => 20 + (row % 60)),
      empty: times(rows, () => ''),
      churned: times(rows, (row) => (first === 0 ? row % 2 : 1)),
    })
  const files = { 'contract.yml': contract, 'reference.csv': table(500, 0), 'live.csv': table(500, 10_000) }

  test('not what identifies rows, the label, texts, or what was always empty', async () => {
    const checked = await run({ files, config })
    expect(checked.record.verdict).toBe('stable')
    expect(columnsOf(checked)).toEqual({ age: false })
    expect(leftOf(checked)).toEqual([
      { name: 'key', reason: 'identifies rows' },
      { name: 'row', reason: 'identifies rows' },
      { name: 'serial', reason: 'identifies rows' },
      { name: 'free_text', reason: 'has too many different values to be categories' },
      { name: 'empty', reason: 'has no values in the reference' },
      { name: 'churned', reason: 'is what the model predicts, which live data does not tell' },
    ])
  })

  test('live data need not have what is left out', async () => {
    const live = csv({ age: times(500, (row) => 20 + (row % 60)) })
    const checked = await run({ files: { ...files, 'live.csv': live }, config })
    expect(checked.record.verdict).toBe('stable')
  })

  test('without a contract or truth, the ids and labels that the evaluation names', async () => {
    const columns = { id: 'row', label: 'churned' }
    const { record } = await run({ files, config: { evaluate: { predictions: 'p.csv', columns } } })
    expect(record.columns?.map(({ name }) => name)).toEqual(['key', 'serial', 'age'])
  })

  test('all of those, where they are asked for', async () => {
    const checked = await run({ files, config, drift: { columns: ['serial', 'churned', 'empty'] } })
    expect(columnsOf(checked)).toEqual({ serial: true, churned: true, empty: false })
    expect(leftOf(checked)).toBeUndefined()
  })

  test('none of data that are compared with themselves', async () => {
    const { record, exitCode } = await run({ files, config, drift: { current: './reference.csv' } })
    expect(exitCode).toBe(2)
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'reference-is-current' } })
    expect(record.error?.hint).toContain('drift.current')
  })

  test('none of so many values that new ones would not be seen: that is a mistake', async () => {
    const { record, exitCode } = await run({ files, config, drift: { columns: ['age', 'free_text'] } })
    expect(exitCode).toBe(2)
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'too-many-categories', line: 1 } })
    expect(record.error?.message).toContain('"free_text" has 500 different values')
  })

  test('none that the reference never had: that is a mistake', async () => {
    const { record, exitCode } = await run({ files, config, drift: { columns: ['aeg'] } })
    expect(exitCode).toBe(2)
    expect(record).toMatchObject({ verdict: 'error', passes: false, error: { code: 'unknown-column' } })
    expect(record.error?.message).toMatch(/no column "aeg".*age/)
    expect(record.error?.hint).toContain('It has key, row, serial')
  })

  test('a new column has nothing to be compared with, and is listed', async () => {
    const live = csv({ age: times(500, (row) => 20 + (row % 60)), '<b>new</b>': times(500, () => 1) })
    const checked = await run({ files: { ...files, 'live.csv': live }, config })
    expect(columnsOf(checked)).toEqual({ age: false })
    expect(leftOf(checked)).toContainEqual({ name: '<b>new</b>', reason: 'is not in the reference' })
  })

  test('missing values are those of the contract', async () => {
    const live = csv({ age: times(500, (row) => (row % 2 ? 'unknown' : 20 + (row % 60))) })
    const { record } = await run({ files: { ...files, 'live.csv': live }, config })
    expect(record.columns).toMatchObject([{ name: 'age', kind: 'numeric', drifted: true, rows: 500 }])
  })
})

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

describe('hostile names', () => {
  const names = [
    `"; DROP TABLE x; --`,
    `it's`,
    'a|b`c``d',
    'two\nlines\r\n::error::owned',
    '<script>alert(1)</script>',
    '@mention #1',
    '${{ github.token }}',
    '__proto__',
    'constructor',
    'ünï\u202Ecode',
  ]

  test('are columns like any other, and text wherever they are shown', async () => {
    const at = await place()
    const checked = await check(at, {
      files: { 'reference.csv': tableOf(names, 300, 0), 'live.csv': tableOf(names, 300, 9) },
    })
    expect(checked.record).toMatchObject({ verdict: 'drifted', share: 1 })
    expect(checked.record.columns?.map(({ name, drifted }) => [name, drifted])).toEqual(
      names.map((name) => [name, true]),
    )
    expect(JSON.parse(checked.outputs['drifted-columns']!)).toEqual(names)
    expect(checked.record.reason).not.toMatch(/[\n\r\u202e]/)
    const [summary = ''] = at.runner.summaries
    expect(summary.split('\n').filter((line) => /^(::|#(?!## ))/.test(line))).toEqual([])
    // Outside of code spans there is neither markup nor a mention.
    expect(summary.replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '')).not.toMatch(/<script|@mention|\n::/)
  })

  test('cannot break the message about a column that is not there', async () => {
    const at = await place()
    const { record } = await check(at, {
      files: { 'reference.csv': tableOf(names, 300, 0), 'live.csv': tableOf(names, 300, 0) },
      drift: { columns: ['x\n::error::'] },
    })
    expect(record.error?.message).toContain('no column "x\\n::error::"')
    expect(at.runner.annotations).toHaveLength(1)
  })
})

/** A table of columns with these names, also those that an object would not keep. */
function tableOf(names: readonly string[], rows: number, by: number): string {
  const cells = (of: (name: string) => string) =>
    `${names.map((name) => `"${of(name).replaceAll('"', '""')}"`).join(',')}\n`
  return cells((name) => name) + times(rows, (row) => cells(() => `${(row % 5) + by}'"`)).join('')
}

describe('it ends as an error, with 2,', () => {
  const good = { 'reference.csv': reference, 'live.csv': customers(100) }
  test.each<[string, Check, string, RegExp]>([
    [
      'without live data to check',
      { drift: { current: undefined } },
      'missing-key',
      /drift\.current is missing/,
    ],
    ['for no such live data', { drift: { current: 'gone.csv' } }, 'file-not-found', /no file gone\.csv/],
    ['for no such reference', { drift: { reference: 'gone.csv' } }, 'file-not-found', /no file gone\.csv/],
    [
      'for an address that is not there',
      { drift: { current: 'https://data.example/gone.csv?signature=1' } },
      'not-fetched',
      /^https:\/\/data\.example\/gone\.csv cannot be fetched: the server answers with status 404/,
    ],
    ['for a pattern that nothing matches', { drift: { current: 'live/*.csv' } }, 'no-files', /live\/\*\.csv/],
    ['for empty live data', { files: { 'live.csv': '' } }, 'empty-file', /live\.csv is empty/],
    [
      'for live data of a header only',
      { files: { 'live.csv': 'id,age,plan\n' } },
      'no-rows',
      /live\.csv has a header but no rows/,
    ],
    [
      'for a reference of a header only',
      { files: { 'reference.csv': 'id,age,plan\n' } },
      'no-rows',
      /reference\.csv has a header but no rows/,
    ],
    [
      'for rows that are not whole',
      { files: { 'live.csv': 'id,age,plan\nc1,3\n' } },
      'broken-rows',
      /live\.csv, line 2/,
    ],
    [
      'for two columns of one name',
      { files: { 'live.csv': 'age,age,plan\n1,2,x\n' } },
      'duplicate-column',
      /more than one column "age"/,
    ],
    [
      'for a binary',
      { files: { 'live.csv': Buffer.from([0x50, 0x4b, 3, 4, 0, 0]) } },
      'not-a-table',
      /ZIP archive/,
    ],
    ['for an unknown thing to do', { drift: { on_drift: ['mail'] } }, 'wrong-value', /on_drift/],
  ])('%s', async (_, { files, drift }, code, message) => {
    const at = await place()
    const { record, exitCode, outputs } = await check(at, {
      files: { ...good, ...files },
      drift: { columns: ['age', 'plan'], fail_on: 'never', on_drift: ['issue'], ...drift },
    })
    expect(record).toMatchObject({ verdict: 'error', passes: false, error: { code } })
    expect(record.error?.message).toMatch(message)
    expect(record).not.toHaveProperty('actions')
    expect({ exitCode, passes: outputs.passes }).toEqual({ exitCode: 2, passes: 'false' })
    expect(at.runner.annotations.at(-1)?.message).toMatch(message)
    expect(at.runner.saved.size).toBe(1)
  })

  test('for a folder in place of live data', async () => {
    const at = await place()
    await mkdir(join(at.runner.workspace, 'folder.csv'))
    const { record } = await check(at, { files: good, drift: { current: 'folder.csv' } })
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'is-a-directory' } })
  })
})

test('paths of inputs are relative to the workspace, those of modelassay.yml to its folder', async () => {
  const files = {
    'models/churn/modelassay.yml': JSON.stringify({ name: 'churn', drift: { current: 'live.csv' } }),
    'models/churn/live.csv': customers(100),
    'data/reference.csv': reference,
  }
  const { record } = await run({
    files,
    given: { config: 'models/churn/modelassay.yml', reference: 'data/reference.csv' },
  })
  expect(record).toMatchObject({
    verdict: 'stable',
    reference: { source: '../../data/reference.csv' },
    current: { path: 'live.csv' },
  })
})
