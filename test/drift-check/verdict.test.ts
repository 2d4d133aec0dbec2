import { describe, expect, test } from 'vitest'
import { readBundle } from '../../src/record/bundle.ts'
import { sha256 } from '../../src/record/digest.ts'
import { findingDigest } from '../../src/record/finding.ts'
import { reference, run } from './compared.ts'
import { check, csv, customers, place, times } from './drift-run.ts'

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
