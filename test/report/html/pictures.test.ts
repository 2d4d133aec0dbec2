import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')

it('the README shows pictures that are there, in light and dark, and small', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const named = [...readme.matchAll(/docs\/pictures\/[a-z-]+\.png/g)].map(([path]) => path)
  expect(named).toEqual(
    expect.arrayContaining(
      ['comment', 'comment-dark', 'report', 'report-dark'].map((name) => `docs/pictures/${name}.png`),
    ),
  )
  for (const path of named) {
    const bytes = await readFile(join(root, path))
    expect(bytes.subarray(1, 4).toString()).toBe('PNG')
    expect(bytes.length, path).toBeLessThan(250_000)
  }
})
