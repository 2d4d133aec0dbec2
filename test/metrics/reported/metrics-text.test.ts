import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { metricsText } from '../../../src/metrics/reported/metrics-text.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelassay-metrics-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('is read as UTF-8, up to 16 MB', async () => {
  const file = join(folder, 'm.json')
  await writeFile(file, '{"précision": 1}')
  expect(await metricsText(file, 'm.json')).toBe('{"précision": 1}')
  await truncate(file, 16_000_000)
  expect(await metricsText(file, 'm.json')).toHaveLength(16_000_000 - 1)
  await truncate(file, 16_000_001)
  await expect(metricsText(file, 'm.json')).rejects.toMatchObject({
    code: 'metrics-too-large',
    place: { file: 'm.json' },
  })
})

it('is not read of a folder, nor of a device', async () => {
  await expect(metricsText(folder, 'metrics')).rejects.toMatchObject({
    code: 'metrics-folder',
    message: 'metrics is a folder, and no file with metrics',
  })
  await expect(metricsText('/dev/null', 'm.json')).rejects.toMatchObject({
    code: 'metrics-special',
    message: 'm.json is no plain file',
  })
})
