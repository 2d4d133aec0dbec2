import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { reference, run } from './compared.ts'
import { type Check, check, customers, place } from './drift-run.ts'

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
