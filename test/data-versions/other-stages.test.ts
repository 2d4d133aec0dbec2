import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RecordOf } from '../../src/record/record.ts'
import { churn, copyOfWorkplace, withCommand, workplace } from '../cli/command.ts'
import { type StagesHere, stagesHere } from '../cli/stages-here.ts'
import { dvcEnvironment, dvcPython } from './dvc-repository.ts'

withCommand()
let place: StagesHere
const files = { ...churn, '.gitignore': `${churn['.gitignore']}.config/\n.cache/\n` }
beforeEach(async () => {
  place = stagesHere(await workplace(files))
})
afterEach(() => place.remove())

describe('train', () => {
  it('records where its tables come from', async () => {
    const { ran, record } = await place.json(['train'])
    expect(ran.code, ran.said).toBe(0)
    expect((record as RecordOf<'train'>).tables).toMatchObject(
      ['train', 'test'].map((name) => ({
        name,
        identity: { kind: 'content' },
        source: {
          kind: 'git',
          path: `data/${name}.csv`,
          blob: place.git('rev-parse', `HEAD:data/${name}.csv`),
        },
      })),
    )
  })

  it('warns of data that are not what DVC says, and still says by their digest which they are', async () => {
    await place.write({ 'data/train.csv.dvc': dvcFileOf('data/test.csv') })
    place.git('rm', '--quiet', '--cached', 'data/train.csv')
    await place.commit({ 'data/.gitignore': 'train.csv\n' })
    const { ran, record } = await place.json(['train'])
    expect(ran.code, ran.said).toBe(0)
    expect(ran.stderr).toMatch(/data\/train\.csv has the md5 [0-9a-f]{32}, and data\/train\.csv\.dvc says /)
    const [table] = (record as RecordOf<'train'>).tables!
    expect(table).toMatchObject({ identity: { kind: 'content', value: expect.stringMatching(/^sha256:/) } })
    expect(table).not.toHaveProperty('source')
  })

  const dvcFileOf = (path: string) => {
    const [md5] = execFileSync('md5sum', [path], { cwd: place.folder, encoding: 'utf8' }).split(' ')
    return `outs:\n- md5: ${md5}\n  hash: md5\n  path: train.csv\n`
  }
})

describe.skipIf(!dvcPython)('data.pull: dvc, where each stage is a job of its own', () => {
  const tables = ['data/train.csv', 'data/test.csv', 'data/live.csv']
  let template: StagesHere
  beforeAll(async () => {
    template = stagesHere(await workplace(files))
    const env = dvcEnvironment(template.folder)
    const dvc = (...args: string[]) =>
      execFileSync(join(dirname(dvcPython!), 'dvc'), args, { cwd: template.folder, env, stdio: 'pipe' })
    dvc('init', '-q')
    dvc('remote', 'add', '-q', '-d', 'store', 'store')
    template.git('rm', '-r', '--quiet', '--cached', 'data')
    dvc('add', '-q', ...tables)
    dvc('push', '-q')
    await template.commit({
      'modelassay.yml': churn['modelassay.yml']!.replace('data:\n', 'data:\n  pull: dvc\n'),
      '.gitignore': `${churn['.gitignore']}.config/\n.cache/\nstore/\n`,
    })
  })
  afterAll(() => template.remove())
  beforeEach(async () => {
    await place.remove()
    place = stagesHere(await copyOfWorkplace(template))
  })
  const gone = () => Promise.all(tables.map((name) => rm(join(place.folder, name), { force: true })))
  const there = () => tables.filter((name) => existsSync(join(place.folder, name)))

  it.each<[string, readonly string[]]>([
    ['train', ['data/train.csv', 'data/test.csv']],
    ['evaluate-gate', ['data/test.csv']],
    ['drift-check', ['data/train.csv', 'data/live.csv']],
  ])('%s pulls the tables that it reads', async (stage, pulled) => {
    const env = dvcEnvironment(place.folder)
    if (stage === 'evaluate-gate') expect((await place.modelassay(['train'], { env })).code).toBe(0)
    await gone()
    const { ran } = await place.json([stage], { env })
    expect(ran.code, ran.said).toBe(0)
    expect(there()).toEqual(pulled)
  })

  it.each(['train', 'evaluate-gate', 'drift-check'])('%s ends with 3 where that fails', async (stage) => {
    const env = dvcEnvironment(place.folder)
    if (stage === 'evaluate-gate') expect((await place.modelassay(['train'], { env })).code).toBe(0)
    await gone()
    for (const folder of ['store', '.dvc/cache']) await rm(join(place.folder, folder), { recursive: true })
    const { ran, record } = await place.json([stage], { env })
    expect(ran.code, ran.said).toBe(3)
    expect(record.error).toMatchObject({ code: 'dvc-pull-failed' })
  })
})
