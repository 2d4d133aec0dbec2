import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { keptAsRead } from '../../src/tables/kept-as-read.ts'

const file = join(mkdtempSync(join(tmpdir(), 'modelassay-kept-')), 'train.csv')

it.each<[string, changed: boolean, (file: string) => void]>([
  ['nothing', false, () => undefined],
  ['a reading', false, (path) => readFileSync(path)],
  ['other content of the same length', true, (path) => writeFileSync(path, 'x\n2\n')],
  [
    'other content with the time set back',
    true,
    (path) => {
      writeFileSync(path, 'x\n3\n')
      utimesSync(path, 0, 0)
    },
  ],
  ['its removal', true, (path) => rmSync(path)],
])('a table is told to be another after %s: %s', async (_, changed, happen) => {
  writeFileSync(file, 'x\n1\n')
  utimesSync(file, 0, 0)
  const requireKept = await keptAsRead([{ file, label: 'train.csv' }])
  happen(file)
  const outcome = await requireKept().then(
    () => undefined,
    ({ code }: { code: string }) => code,
  )
  expect(outcome).toBe(changed ? 'table-changed' : undefined)
})
