import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { handedRecords } from '../../../src/runner/github/handed.ts'
import { setOutputs } from '../../../src/runner/github/outputs.ts'
import { appendSummary } from '../../../src/runner/github/summary.ts'

const folders: string[] = []
let file: string
beforeEach(async () => {
  folders.push(await mkdtemp(join(tmpdir(), 'runner-files-')))
  file = join(folders.at(-1)!, 'file')
  await writeFile(file, '')
})
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

/** As the runner reads such a file. */
async function values(): Promise<Record<string, string>> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  const found: Record<string, string> = {}
  for (let at = 0; at < lines.length - 1; ) {
    const [name = '', delimiter = ''] = (lines[at] ?? '').split('<<')
    const end = lines.indexOf(delimiter, at + 1)
    found[name] = lines.slice(at + 1, end).join('\n')
    at = end + 1
  }
  return found
}

test('an output holds any text and sets no other', async () => {
  const hostile = 'pass\nEOF\nverdict=pass\nverdict<<EOF\npass\nEOF'
  setOutputs({ GITHUB_OUTPUT: file }, { verdict: 'fail', reason: hostile })
  setOutputs({ GITHUB_OUTPUT: file }, { passes: 'false', empty: '' })
  expect(await values()).toEqual({ verdict: 'fail', reason: hostile, passes: 'false', empty: '' })
})

test('a runner without a file for outputs is told as such', () => {
  expect(() => setOutputs({}, { a: 'b' })).toThrow(expect.objectContaining({ code: 'not-on-github' }))
})

const digest = `sha256:${'a'.repeat(64)}` as const

test('records are handed from step to step of a job', async () => {
  const env = { GITHUB_ENV: file }
  const first = handedRecords(env)
  expect(first.get('penguins', 'train')).toBeUndefined()
  first.set('penguins', 'train', { artifact: 'modelassay-penguins-train-1', digest })
  const second = handedRecords({ ...env, ...(await values()) })
  second.set('penguins', 'evaluate-gate', { artifact: 'modelassay-penguins-evaluate-gate-1', digest })
  const third = handedRecords({ ...env, ...(await values()) })
  expect(third.get('penguins', 'train')).toEqual({ artifact: 'modelassay-penguins-train-1', digest })
  expect(third.get('penguins', 'evaluate-gate')?.artifact).toBe('modelassay-penguins-evaluate-gate-1')
  expect(third.get('other', 'train')).toBeUndefined()
})

test.each([
  '',
  '{',
  '[]',
  'null',
  '{"penguins/train": 1}',
  '{"penguins/train": "modelassay-x@sha256:short"}',
])('a variable %j hands on nothing', (text) => {
  expect(handedRecords({ MODELASSAY_RECORDS: text }).get('penguins', 'train')).toBeUndefined()
})

test('a summary keeps within what GitHub shows, and says that it was cut', async () => {
  const env = { GITHUB_STEP_SUMMARY: file }
  await appendSummary(env, '## Gate\n\nfine')
  await appendSummary(env, '| wörse |\n'.repeat(200_000))
  const text = await readFile(file, 'utf8')
  expect((await stat(file)).size).toBeLessThanOrEqual(1024 * 1024)
  expect(text).toMatch(/^## Gate\n\nfine\n\| wörse \|\n/)
  expect(text).toMatch(/\| wörse \|\n\n\n\*The rest does not fit: .*\*\n$/)
  await appendSummary(env, 'more'.repeat(1000))
  expect((await stat(file)).size).toBeLessThanOrEqual(1024 * 1024)
  await appendSummary({}, 'nowhere to go')
})
