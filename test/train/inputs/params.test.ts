import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readParams } from '../../../src/train/inputs/params.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'params-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('parameters of more than 16 MB are refused, before they are read', async () => {
  const file = join(folder, 'params.yaml')
  await writeFile(file, 'C: 1\n')
  expect(await readParams(file, 'params.yaml')).toEqual({ C: 1 })
  await truncate(file, 17_000_000)
  await expect(readParams(file, 'params.yaml')).rejects.toMatchObject({
    code: 'params-unreadable',
    message: 'the parameters in params.yaml have 17.0 MB, and at most 16.0 MB are read',
  })
})

it('parameters that nest too deep are refused as that', async () => {
  const file = join(folder, 'params.yaml')
  await writeFile(file, `C: ${'['.repeat(200_000)}`)
  await expect(readParams(file, 'params.yaml')).rejects.toMatchObject({
    code: 'params-unreadable',
    message: expect.stringMatching(
      /^the parameters in params.yaml cannot be read: lists and maps nest deeper than 100 levels: write them .* at line 1, column \d+$/,
    ),
  })
})
