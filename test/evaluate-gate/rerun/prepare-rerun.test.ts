import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, parse } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareRerun } from '../../../src/evaluate-gate/rerun/prepare-rerun.ts'
import { addWorktree, placeTables, removeWorktree } from '../../../src/evaluate-gate/rerun/worktree.ts'
import { modelDigest } from '../../../src/models/digest.ts'
import type { Digest } from '../../../src/record/digest.ts'
import { newRepository, type Repository } from '../../runner/local/repository.ts'

let repository: Repository
let root: string
let temp: string
let sha: string
let digest: Digest
const env = { PATH: process.env.PATH ?? '' }
beforeAll(async () => {
  repository = await newRepository()
  root = join(repository.folder, 'model')
  temp = await mkdtemp(join(tmpdir(), 'modelassay-prepare-'))
  await mkdir(join(root, 'folder.csv'), { recursive: true })
  await symlink(temp, join(root, 'away'))
  sha = await repository.commit({
    'model/predict.py': 'old',
    'model/test.csv': 'old',
    'model/part-1.csv': 'old 1',
    'model/part-2.csv': 'old 2',
    'model/folder.csv/readme': '',
    'model/file': '',
    'beside.csv': 'beside',
  })
  await repository.commit({ 'model/predict.py': 'new', 'model/test.csv': 'new', 'model/part-1.csv': 'new 1' })
  repository.git('rm', '--quiet', 'model/part-2.csv')
  await mkdir(join(temp, 'weights'))
  await writeFile(join(temp, 'weights', 'w'), '1')
  await writeFile(join(temp, 'theirs.csv'), 'theirs')
  digest = (await modelDigest(join(temp, 'weights'))).digest
})
afterAll(async () => {
  await rm(temp, { recursive: true, force: true })
  await rm(repository.folder, { recursive: true, force: true })
})

const table = (path: string | string[], to = path) => ({ place: { path, root, workspace: root }, to })
let made = 0
async function prepared(given: object = {}) {
  const folder = join(temp, `tree-${made++}`)
  const log: string[] = []
  const model = { folder: join(temp, 'weights'), digest }
  const request = { root, sha, folder, tables: [table('test.csv')], model, ...given }
  const bench = { environment: env, log: { info: (line: string) => void log.push(line) } }
  const answer = (await prepareRerun(request as never, bench as never)) as { settled: boolean; why?: string }
  const files = await readdir(join(folder, 'project')).catch(() => undefined)
  const read = (path: string) => readFile(join(folder, 'project', path), 'utf8')
  return { answer, files, read, folder, log }
}
const removed = (folder: string) => removeWorktree({ root, folder }, env)

describe('a worktree of the commit of a baseline', () => {
  it('has its code, and the test table of the model that is judged', async () => {
    const { answer, read, folder, log } = await prepared()
    expect(answer).toStrictEqual({ settled: false })
    expect([await read('predict.py'), await read('test.csv')]).toEqual(['old', 'new'])
    expect(log).toEqual([`Checking out ${sha.slice(0, 7)}, whose code evaluates its own model`])
    await removed(folder)
    expect(await readdir(temp)).not.toContain(basename(folder))
    expect(repository.git('worktree', 'list')).not.toContain(`${basename(folder)}/`)
  })

  it('has no file left of a table of several', async () => {
    const { read, files, folder } = await prepared({ tables: [table('test.csv'), table('part-*.csv')] })
    expect(files).toEqual(['away', 'file', 'folder.csv', 'part-1.csv', 'predict.py', 'test.csv'])
    expect([await read('part-1.csv'), await read('test.csv')]).toEqual(['new 1', 'new'])
    await removed(folder)
    const one = await prepared({ tables: [table('test.csv', ['part-2.csv', 'part-1.csv'])] })
    expect(one.files).toEqual(['away', 'file', 'folder.csv', 'predict.py', 'test.csv'])
    await removed(one.folder)
  })

  it.each<[string, () => object]>([
    ['does not hold its commit 0123456; fetch', () => ({ sha: '0123456789' })],
    ['git does not work here (', () => ({ root: parse(temp).root })],
    ['its model changed after it was fetched (', () => ({ model: { folder: root, digest } })],
    ['*.parquet', () => ({ tables: [table('*.parquet')] })],
    [
      'its table ../../x.csv lies outside of the repository',
      () => ({ tables: [table('test.csv', '../../x.csv')] }),
    ],
    [
      'its table away/t.csv lies behind a link that leaves',
      () => ({ tables: [table('test.csv', 'away/t.csv')] }),
    ],
    [
      'its table away/new/t.csv lies behind a link',
      () => ({ tables: [table('test.csv', 'away/new/t.csv')] }),
    ],
    ['its table away/*.csv lies outside', () => ({ tables: [table(['test.csv'], ['away/*.csv'])] })],
    [
      'its commit has something else where its table folder.csv belongs',
      () => ({ tables: [table('test.csv', 'folder.csv')] }),
    ],
    [
      'its commit has something else where its table file/t.csv belongs',
      () => ({ tables: [table('test.csv', 'file/t.csv')] }),
    ],
  ])('that cannot be had is told why: %s', async (why, given) => {
    const { answer, folder } = await prepared(given())
    expect(answer).toEqual({ settled: true, why: expect.stringContaining(why) })
    expect(answer.why).not.toMatch(/\.\)?$/)
    await removed(folder)
    expect(await readFile(join(temp, 'theirs.csv'), 'utf8')).toBe('theirs')
    const left = (await readdir(temp)).filter((name) => name === 't.csv' || name === 'new')
    for (const name of left) await rm(join(temp, name), { recursive: true })
    expect(left).toEqual([])
  })

  it('that does not have the folder of the model is told so', async () => {
    const [later, folder] = [join(repository.folder, 'later'), join(temp, `later-${made}`)]
    await mkdir(later, { recursive: true })
    expect(await addWorktree(later, sha, folder, env)).toBeUndefined()
    const from = join(root, 'test.csv')
    expect(await placeTables(folder, [{ from, to: 'test.csv' }])).toBe('its commit does not have this folder')
    const tables = [{ ...table(['test.csv']), place: { path: ['test.csv'], root, workspace: root } }]
    const { answer, folder: other } = await prepared({ root: later, tables })
    expect(answer.why).toBe('its commit does not have this folder')
    await removeWorktree({ root: later, folder }, env)
    await removeWorktree({ root: later, folder: other }, env)
  })

  it('that git cannot check out is told what git says last', async () => {
    const folder = join(temp, `taken-${made}`)
    await mkdir(join(folder, 'tree'), { recursive: true })
    await writeFile(join(folder, 'tree', 'file'), '')
    expect(await addWorktree(root, sha, folder, env)).toMatch(
      new RegExp(`^its commit ${sha.slice(0, 7)} cannot be checked out \\(fatal: .*already exists\\)$`),
    )
    await removed(folder)
  })

  it('may lie beside others, and take a table from beside the folder of the model', async () => {
    const one = await prepared({ tables: [table('test.csv', 'below/it/t.csv')] })
    const other = await prepared({ tables: [table('test.csv', '../beside.csv')] })
    expect(await one.read('below/it/t.csv')).toBe('new')
    expect(await readFile(join(other.folder, 'tree', 'beside.csv'), 'utf8')).toBe('new')
    for (const { folder } of [one, other]) await removed(folder)
  })
})
