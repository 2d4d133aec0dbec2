import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Checkpoints } from '../../../src/runner/checkpoints.ts'
import { restoreCheckpoint } from '../../../src/train/checkpoint/restore-checkpoint.ts'
import { memoryRunner } from '../../ports/memory-runner.ts'

const run = { id: '7', attempt: 2, event: 'push', ref: 'refs/heads/main', sha: 'a'.repeat(40) }
const left = {
  format: 1,
  name: 'churn',
  fingerprint: `sha256:${'f'.repeat(64)}`,
  run: { id: '6', attempt: 1, ref: 'refs/heads/main', sha: 'b'.repeat(40) },
  seeds: [{ seed: 0, digest: `sha256:${'d'.repeat(64)}`, bytes: 2, files: 1 }],
}
type Left = Omit<typeof left, 'run'> & { run: Partial<typeof left.run>; ended?: string }

/** What is restored where an earlier job left this. */
async function restored(
  changes: Partial<Left>,
  settings: Record<string, boolean> = {},
  attempt = 2,
  unvouched?: string,
) {
  const asked: string[] = []
  const checkpoints: Checkpoints = {
    async newest(series, beginning, folder) {
      asked.push(`${series} ${beginning}`)
      await mkdir(folder)
      await writeFile(join(folder, 'checkpoint.json'), JSON.stringify({ ...left, ...changes }))
      return true
    },
    add: async () => {},
  }
  const { temp, log, lines } = await memoryRunner()
  const train = { checkpoint: 'checkpoints/', skip_unchanged: true, reproduce: false, ...settings }
  const found = await restoreCheckpoint(
    { name: 'churn', train } as unknown as Parameters<typeof restoreCheckpoint>[0],
    join(temp, 'restored'),
    { kind: 'train', part: undefined },
    {
      runner: { checkpoints, run: { ...run, attempt }, log },
      trust: {
        whyUnvouched: async (file) => {
          asked.push(`${file.path} of ${file.kind} in run ${file.run.id}`)
          return unvouched
        },
      },
    },
  )
  return { taken: found !== undefined, asked, lines }
}

it('takes what an unfinished training of the same model and branch left, of the same commit first', async () => {
  const { taken, asked, lines } = await restored({})
  expect(taken).toBe(true)
  expect(asked).toEqual([
    expect.stringMatching(/^modelassay-checkpoint-churn-[0-9a-f]{16} a{40}-$/),
    'checkpoint.json of train in run 6',
  ])
  expect(lines).toEqual([])
})

it.each<[string, Partial<Left>]>([
  ['another model', { name: 'other' }],
  ['another branch', { run: { ...left.run, ref: 'refs/heads/topic' } }],
  ['a tag of the same name', { run: { ...left.run, ref: 'refs/tags/main' } }],
  ['one seed twice', { seeds: [left.seeds[0]!, left.seeds[0]!] }],
  ['another form', { seeds: [{ ...left.seeds[0]!, digest: 'md5:1' }] }],
])('takes nothing of %s, and says so', async (_what, changes) => {
  const { taken, lines } = await restored(changes)
  expect(taken).toBe(false)
  expect(lines).toEqual([expect.stringMatching(/^warning: The kept checkpoint is not taken/)])
})

it('takes nothing that no record of that run names, and says so', async () => {
  const { taken, lines } = await restored({}, {}, 2, 'the training in run 6 left something else')
  expect(taken).toBe(false)
  expect(lines).toEqual([
    'warning: The kept checkpoint is not taken: the training in run 6 left something else. The training begins anew.',
  ])
})

it('takes nothing of a training that has ended', async () => {
  expect(await restored({ ended: 'trained', seeds: [] })).toMatchObject({ taken: false, lines: [] })
})

it('begins anew where it is forced, but for an earlier attempt of the same run', async () => {
  const forced = { skip_unchanged: false }
  const own = { run: { ...left.run, id: '7' } }
  expect((await restored({}, forced)).taken).toBe(false)
  expect((await restored(own, forced)).taken).toBe(true)
  expect((await restored(own, forced, 1)).taken).toBe(false)
  expect((await restored({ run: { ...own.run, attempt: 2 } }, forced)).taken).toBe(false)
})

it('asks for nothing where another training is to be reproduced', async () => {
  expect(await restored({}, { reproduce: true })).toMatchObject({ taken: false, asked: [] })
})
