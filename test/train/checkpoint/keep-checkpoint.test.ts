import { mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { measured } from '../../../src/train/checkpoint/keep-checkpoint.ts'
import { readManifest } from '../../../src/train/checkpoint/manifest.ts'
import { memoryRunner } from '../../ports/memory-runner.ts'

let room: string
beforeEach(async () => {
  room = await mkdtemp(join(tmpdir(), 'checkpoint-'))
})
afterEach(() => rm(room, { recursive: true, force: true }))

async function left(seed: number, size: number) {
  const folder = join(room, String(seed))
  await mkdir(folder)
  await writeFile(join(folder, 'state'), 'x'.repeat(size))
  return { seed, folder }
}

it('keeps what there is room for, the seed under way first, and says what there is none for', async () => {
  const { log, lines } = await memoryRunner()
  const found = await measured([await left(3, 40), await left(1, 70), await left(2, 60)], { most: 100, log })
  expect(found.map(({ seed }) => seed)).toEqual([3, 2])
  expect(lines).toEqual([
    expect.stringMatching(/^warning: The checkpoint of seed 1 has 70 B and is not kept.*at most 100 B are/),
  ])
})

it('keeps nothing of a folder that is empty, or not there', async () => {
  const { log, lines } = await memoryRunner()
  await mkdir(join(room, 'empty'))
  const places = ['empty', 'absent'].map((name, seed) => ({ seed, folder: join(room, name) }))
  expect(await measured(places, { log })).toEqual([])
  expect(lines).toEqual([])
})

it('refuses a link, which would be read from elsewhere the next time', async () => {
  const { log } = await memoryRunner()
  const place = await left(0, 1)
  await symlink('/etc/hostname', join(place.folder, 'last.ckpt'))
  await expect(measured([place], { log })).rejects.toMatchObject({ code: 'special-file' })
})

it.each<[string, (file: string) => Promise<unknown>]>([
  ['a link', (file) => symlink('/etc/hostname', file)],
  ['no JSON', (file) => writeFile(file, '{')],
  ['endless', (file) => writeFile(file, '').then(() => truncate(file, 2 ** 21))],
  ['of another form', (file) => writeFile(file, '{"format": 2}')],
])('what is said of a checkpoint is not read where it is %s', async (_what, write) => {
  await write(join(room, 'checkpoint.json'))
  expect(await readManifest(room)).toBeUndefined()
  expect(await readFile('/etc/hostname', 'utf8')).not.toBe('')
})
