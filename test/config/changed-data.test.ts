import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changedData } from '../../src/config/changed-data.ts'
import { configSchema } from '../../src/config/schema.ts'

let workspace: string
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'changed-'))
})
afterEach(() => rm(workspace, { recursive: true }))

const changed = (path: unknown, files: readonly string[], baselines: readonly string[] = []) =>
  changedData(
    configSchema.parse({ name: 'm', data: { tables: { test: path } }, gate: { baselines } }),
    join(workspace, 'model'),
    workspace,
    files,
  )

describe('what a change is judged on', () => {
  it('is every file that a pattern or a list of the test table names, and what points to one', async () => {
    const files = [
      'model/data/a.csv',
      'model/data/b.csv.dvc',
      'model/data/c.txt',
      'data/a.csv',
      'model/new/d.csv',
    ]
    expect(await changed('data/*.csv', files)).toEqual(['model/data/a.csv', 'model/data/b.csv.dvc'])
    expect(await changed(['data/a.csv', '../data/*.csv'], files)).toEqual(['model/data/a.csv', 'data/a.csv'])
    expect(await changed('https://data.example/a.csv', files)).toEqual([])
  })

  it('is the commit of a submodule that it lies in, which git names by its folder', async () => {
    expect(await changed('shared/test.csv', ['model/shared', 'model/other'])).toEqual(['model/shared'])
    expect(await changed('shared/*.csv', ['model/shared'])).toEqual(['model/shared'])
    expect(await changed('test.csv', ['runs'], ['file:../runs/old.csv'])).toEqual(['runs'])
  })

  it('is what a system would put in its place that takes upper and lower case, or Unicode forms, for one', async () => {
    const files = ['model/data/Test.csv', 'model/data/te\u017ft.csv', 'model/data/tests.csv']
    expect(await changed('data/test.csv', files)).toEqual(files.slice(0, 2))
    expect(await changed('d\u00e9.csv', ['model/de\u0301.csv'])).toEqual(['model/de\u0301.csv'])
  })

  it.skipIf(process.platform === 'win32')(
    'is what links on the way to it lead to, and the links',
    async () => {
      const put = async (path: string) => {
        await mkdir(dirname(join(workspace, path)), { recursive: true })
        await writeFile(join(workspace, path), 'id,label\n1,1\n')
      }
      await put('sets/v2/test.csv')
      await put('model/one.csv')
      await put('runs/7/record.json')
      await symlink('v2', join(workspace, 'sets/latest'))
      await symlink('../sets/latest', join(workspace, 'model/data'))
      await symlink('../../model/one.csv', join(workspace, 'sets/v2/linked.csv'))
      await symlink('7', join(workspace, 'runs/last'))
      const way = ['model/data', 'sets/latest', 'sets/v2/test.csv', 'sets/v2/test.csv.dvc']
      expect(await changed('data/test.csv', [...way, 'sets/v1/test.csv', 'sets/v2/other.csv'])).toEqual(way)
      const ofPattern = [...way, 'sets/v2/gone.csv', 'model/one.csv']
      expect(await changed('data/*.csv', [...ofPattern, 'sets/v2/a.txt'])).toEqual(ofPattern)
      const baseline = ['runs/last', 'runs/7/predictions-test.csv']
      expect(await changed('x.csv', baseline, ['file:../runs/last/record.json'])).toEqual(baseline)
    },
  )

  it.skipIf(process.platform === 'win32')('is told where links lead nowhere or in a circle', async () => {
    await mkdir(join(workspace, 'model'))
    await symlink('round', join(workspace, 'model/round'))
    await symlink('/etc', join(workspace, 'model/away'))
    expect(await changed(['round/a.csv', 'away/b.csv'], ['model/round', 'model/away', 'c'])).toEqual([
      'model/round',
      'model/away',
    ])
  })
})
