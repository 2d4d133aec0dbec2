import { rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { locateTable } from '../../src/tables/locate.ts'
import { newRepository, type Repository } from '../runner/local/repository.ts'

let repository: Repository
beforeEach(async () => {
  repository = await newRepository()
  await repository.commit({ '.dvc/config': '', 'data/.gitignore': '' })
})
afterEach(() => rm(repository.folder, { recursive: true, force: true }))

const locate = (path: string) => locateTable({ path, root: repository.folder, workspace: repository.folder })
const dvcFile = (path: string) => `outs:\n- md5: ${'0'.repeat(32)}\n  path: ${path}\n`

it.each([
  ['a folder that DVC tracks', { 'data.dvc': dvcFile('data') }, 'data.dvc'],
  [
    'files that DVC tracks',
    { 'data/a/x.csv.dvc': dvcFile('x.csv'), 'data/a/y.csv.dvc': dvcFile('y.csv') },
    '2 outputs',
  ],
  [
    'what a pipeline makes',
    {
      'dvc.lock': `schema: '2.0'\nstages:\n  s:\n    cmd: x\n    ${dvcFile('data/a.csv').replace(/\n/g, '\n    ')}`,
    },
    '1 output',
  ],
])('a pattern over %s that are not there says what pulls it', async (_what, files, says) => {
  await repository.write(files as Record<string, string>)
  await expect(locate('data/**/*.csv')).rejects.toMatchObject({
    code: 'dvc-not-pulled',
    message: `No file matches data/**/*.csv: DVC tracks what lies there (${says}), and it has not been fetched.`,
    hint: 'Run `dvc pull`, or set data.pull to dvc in modelassay.yml.',
  })
})

it('a pattern over what DVC does not know is only a wrong pattern, whatever links lead back', async () => {
  await repository.write({ 'other.dvc': dvcFile('other') })
  for (const link of ['a', 'b']) await symlink('.', join(repository.folder, 'data', link))
  await expect(locate('data/*.csv')).rejects.toMatchObject({ code: 'no-files' })
})
