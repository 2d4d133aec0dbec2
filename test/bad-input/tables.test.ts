import { readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { churn, withCommand, workplace } from '../cli/command.ts'
import { type StagesHere, stagesHere } from '../cli/stages-here.ts'
import { expectClearEnd } from './clear.ts'

withCommand()
let place: StagesHere
beforeAll(async () => {
  place = stagesHere(
    await workplace({
      ...churn,
      'modelassay.yml': churn['modelassay.yml']!.replace('  run: node predict.mjs\n', ''),
    }),
  )
  const file = (name: string) => join(place.folder, name)
  await writeFile(file('empty.csv'), '')
  await writeFile(file('blank.csv'), '\n\n')
  await writeFile(file('header.csv'), 'id,age,churned\n')
  await writeFile(file('no-predictions.csv'), 'id,prediction,score\n')
  await writeFile(file('binary.csv'), readFileSync(process.execPath).subarray(0, 100_000))
  await writeFile(file('latin1.csv'), Buffer.from('id,age,churned\n1,20,M\xfcller\n', 'latin1'))
  await writeFile(file('text.parquet'), 'id,age,churned\n1,2,0\n')
  await mkdir(file('folder.csv'))
})
afterAll(() => place.remove())

/** Who reads a table of the user's, and by which option. */
const readers = [
  ['data-validate', '--data'],
  ['evaluate-gate', '--predictions'],
  ['drift-check', '--current'],
] as const

/** Data that were found invalid are not judged on: what is read here is another table. */
const forget = () => rm(join(place.folder, '.modelassay', 'runs'), { recursive: true, force: true })

describe.each(readers)('%s', (stage, option) => {
  beforeAll(forget)
  test.each([
    ['a missing file', 'nowhere.csv', /no file|does not exist|not there/, /path|Check|Write|write/],
    ['an empty file', 'empty.csv', /empty\.csv is empty/, 'a table has at least a header'],
    ['a file of empty lines', 'blank.csv', 'blank.csv has no header', 'names its columns'],
    ['a binary in place of a CSV', 'binary.csv', 'binary.csv is no text: it holds a NUL byte', 'UTF-8'],
    ['text of another encoding', 'latin1.csv', /latin1\.csv/, 'UTF-8'],
    ['a CSV in place of Parquet', 'text.parquet', 'text.parquet is no Parquet file', 'Parquet'],
    ['a directory in place of a CSV', 'folder.csv', 'folder.csv is a folder, not a table', 'Name one file'],
  ])('%s', async (_, file, cause, remedy) => {
    await expectClearEnd(place, [stage, option, file], { code: 2, cause, remedy })
  })
})

describe('a header only', () => {
  test('is data that breaks its contract', async () => {
    const record = await expectClearEnd(place, ['data-validate', '--data', 'header.csv'], {
      code: 1,
      cause: 'row-count',
      remedy: 'the table has no rows',
    })
    expect(record).toMatchObject({ verdict: 'invalid', errors: [{ code: 'row-count' }] })
  })

  test('is no predictions', async () => {
    await forget()
    await expectClearEnd(place, ['evaluate-gate', '--predictions', 'no-predictions.csv'], {
      code: 2,
      cause: 'no-predictions.csv has a header but no rows',
      remedy: 'Check the step that writes it',
    })
  })

  test('is no live data', async () => {
    await expectClearEnd(place, ['drift-check', '--current', 'header.csv'], {
      code: 2,
      cause: 'header.csv',
      remedy: /./,
    })
  })
})

test('a table that cannot be read does not hide what the others came to', async () => {
  const record = await expectClearEnd(place, ['data-validate', '--data', 'data/train.csv\nempty.csv'], {
    code: 2,
    cause: 'empty.csv is empty',
    remedy: 'header',
  })
  expect(record).toMatchObject({ verdict: 'error', tables: [{ file: 'data/train.csv', rows: 3 }] })
})
