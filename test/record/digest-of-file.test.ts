import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sha256, sha256OfFile } from '../../src/record/digest.ts'

const folder = mkdtempSync(join(tmpdir(), 'digest-'))

test.each([0, 1, 2 ** 16 - 1, 2 ** 16, 2 ** 18 + 1, 2 ** 24, 2 ** 24 + 1])(
  'the digest of a file of %i bytes is that of its bytes',
  async (length) => {
    const bytes = Buffer.alloc(length, 'how a file is read depends on its size; ')
    const file = join(folder, `${length}`)
    writeFileSync(file, bytes)
    expect(await sha256OfFile(file)).toBe(sha256(bytes))
  },
)

test('what is no file has none', async () => {
  await expect(sha256OfFile(join(folder, 'missing'))).rejects.toThrow('ENOENT')
  await expect(sha256OfFile(folder)).rejects.toThrow('EISDIR')
})
