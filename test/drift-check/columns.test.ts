import { describe, expect, test } from 'vitest'
import { columnsOf, run } from './compared.ts'
import { type Checked, check, csv, place, times } from './drift-run.ts'

const leftOf = ({ record }: Checked) =>
  (record as { not_compared?: { name: string; reason: string }[] }).not_compared

/** A table of columns with these names, also those that an object would not keep. */
function tableOf(names: readonly string[], rows: number, by: number): string {
  const cells = (of: (name: string) => string) =>
    `${names.map((name) => `"${of(name).replaceAll('"', '""')}"`).join(',')}\n`
  return cells((name) => name) + times(rows, (row) => cells(() => `${(row % 5) + by}'"`)).join('')
}

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
