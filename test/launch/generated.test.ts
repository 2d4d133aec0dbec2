import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { generated } from '../../src/launch/generated.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

describe('what is generated and committed', () => {
  it('actions, their READMEs and the schemas are what the sources say (npm run generate)', async () => {
    for (const [path, text] of Object.entries(await generated()))
      expect(await readFile(join(root, path), 'utf8'), `${path} is out of date: npm run generate`).toBe(text)
  })

  it('dist/ is what the sources build (npm run build), small, and comes with the licences of what is in it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dist-'))
    const [dist, licences] = [join(folder, 'dist'), join(folder, 'licences')]
    try {
      execFileSync(process.execPath, ['scripts/build.mjs', dist, licences], { cwd: root, stdio: 'ignore' })
      const [built, committed] = await Promise.all([digests(dist), digests(join(root, 'dist'))])
      expect(committed, 'dist/ is out of date: npm run build').toEqual(built)
      expect(await bytes(dist)).toBeLessThan(4_000_000)
      const texts = await readFile(join(root, 'THIRD-PARTY-NOTICES.txt'), 'utf8')
      expect(texts, 'the licences are out of date: npm run build').toBe(await readFile(licences, 'utf8'))
      expect(texts).toContain('Copyright (c) 2025 Colin McDonnell')
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

async function digests(folder: string): Promise<Record<string, string>> {
  const files = await filesOf(folder)
  const read = files.map(async (file) => [
    relative(folder, file),
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  ])
  return Object.fromEntries((await Promise.all(read)).sort(([a], [b]) => (a! < b! ? -1 : 1)))
}

const bytes = async (folder: string) =>
  (await Promise.all((await filesOf(folder)).map((file) => readFile(file)))).reduce(
    (sum, { length }) => sum + length,
    0,
  )

const filesOf = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
