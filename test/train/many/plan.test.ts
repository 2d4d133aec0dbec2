import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { artifactName } from '../../../src/record/artifact-name.ts'
import { findModels } from '../../../src/train/many/find-models.ts'
import { matrixOf } from '../../../src/train/many/matrix.ts'
import { planModels } from '../../../src/train/many/plan.ts'
import { planMarkdown, planText } from '../../../src/train/many/plan-text.ts'
import { gateBundle } from '../../trust/records.ts'
import { type TrainRepository, trainRepository } from '../train-run.ts'

const configuration = (name: string) => `name: ${name}
data: { tables: { train: data.csv } }
train: { run: 'echo 1 > "$MODELASSAY_MODEL_DIR/m"', inputs: [train.py], params: params.yaml }
`

const filesOf = (name: string) => ({
  [`models/${name}/modelassay.yml`]: configuration(name),
  [`models/${name}/train.py`]: 'print()\n',
  [`models/${name}/params.yaml`]: 'C: 1\n',
  [`models/${name}/data.csv`]: 'x\n1\n',
})

let repository: TrainRepository
beforeEach(async () => {
  repository = await trainRepository()
  await repository.commit({ ...filesOf('a'), ...filesOf('b') })
})
afterEach(() => rm(repository.folder, { recursive: true, force: true }))

/** @param from folder that somebody stands in, who has no other configuration to name there than its own */
async function build(name: string, from?: string) {
  const { record } =
    from === undefined
      ? await repository.train({ config: `models/${name}/modelassay.yml` })
      : await repository.train({}, from)
  expect(record.verdict).toBe('trained')
  const { runner, trust } = await repository.ports()
  const train = await trust.ofThisRun(name, 'train')
  const gate = await gateBundle(
    { ...runner.run, attempt: 1 },
    { name, built_on: [{ kind: 'record', name: 'train', digest: train!.digest }] },
  )
  await runner.bundles.save(artifactName(name, 'evaluate-gate', { attempt: 1 }), gate.folder)
}

const plan = async (scope: 'needed' | 'all' = 'needed') =>
  planModels(await repository.ports(), { PATH: process.env.PATH ?? '' }, scope)

const needed = async () => (await plan()).filter((model) => model.needed).map(({ name }) => name)

describe('a plan', () => {
  it('names the models that are not built, and those whose sources changed, with what did', async () => {
    expect(await needed()).toEqual(['a', 'b'])
    await build('a')
    await build('b')
    expect(await needed()).toEqual([])
    const since = `the run at ${repository.git('rev-parse', '--short=7', 'HEAD')}`
    await repository.commit({ 'models/b/params.yaml': 'C: 0.1\n', 'README.md': 'Models.\n' })
    const expected = { name: 'b', config: 'models/b/modelassay.yml' }
    for (const from of ['the records', 'the index of the plan before']) {
      const models = await plan()
      expect(matrixOf(models), from).toEqual({ include: [expected] })
      expect(models[1]?.reason).toBe(`Needed because parameter C: 1 → 0.1, since ${since}.`)
    }
  })

  it('knows a model that was trained in its own folder, below the requirements of them all', async () => {
    await repository.commit({ 'requirements.txt': 'pandas==2\n' })
    await build('a', 'models/a')
    expect(await needed()).toEqual(['b'])
  })

  it.each([
    ['its code', { 'models/a/train.py': 'print(1)\n' }],
    ['its data', { 'models/a/data.csv': 'x\n2\n' }],
    ['its command', { 'models/a/modelassay.yml': configuration('a').replace('echo 1', 'echo 2') }],
    ['a lockfile above it', { 'requirements.txt': 'pandas==2\n' }],
  ])('names a model whose training %s decides', async (_what, change) => {
    await build('a')
    await repository.commit(change)
    expect(await needed()).toContain('a')
  })

  it('names what nobody knows: a broken configuration, data that are not there', async () => {
    await repository.commit({
      'models/c/modelassay.yml': 'nmae: c\n',
      'models/d/modelassay.yml': configuration('d').replace('data.csv', 'gone.csv'),
      'models/d/train.py': '',
      'models/d/params.yaml': 'C: 1\n',
    })
    const said: string[] = []
    const { runner, trust } = await repository.ports()
    const log = { ...runner.log, warning: (text: string) => void said.push(text) }
    const models = await planModels({ runner: { ...runner, log }, trust }, {}, 'needed')
    expect(said.join()).toContain('gone.csv. The record cannot say')
    expect(models.find(({ name }) => name === 'c')).toMatchObject({
      needed: true,
      reason: expect.stringContaining('unknown key nmae'),
    })
    expect(models.find(({ name }) => name === 'd')).toMatchObject({
      needed: true,
      reason: expect.stringContaining('the content of the table train is not known'),
    })
  })

  it('finds none in a folder that holds none, whatever is above it', async () => {
    const folder = join(repository.folder, 'notes')
    await mkdir(folder)
    await expect(findModels(folder, 'modelassay.yml', {})).rejects.toMatchObject({
      message: 'git knows of no modelassay.yml in this folder or below it',
    })
  })

  it('refuses two models of one name, whose artifacts nobody could tell apart', async () => {
    await repository.commit({ 'models/b/modelassay.yml': configuration('a') })
    await expect(plan()).rejects.toMatchObject({ code: 'name-twice', kind: 'configuration' })
  })

  it('has every model where all are asked for', async () => {
    await build('a')
    await build('b')
    expect((await plan('all')).every((model) => model.needed)).toBe(true)
  })

  it('tells people without what could act on their page', () => {
    const hostile = '`|</td><img src=x> @team \u001b[31m'
    const models = [{ name: hostile, config: hostile, needed: true, reason: hostile }]
    const page = planMarkdown(models)
    const why = page.slice(page.lastIndexOf(' | '))
    expect(why).toContain('&lt;img src=x&gt;')
    expect(why).not.toContain('@team')
    const same = (text: string) => text
    const palette = { good: same, bad: same, unsure: same, strong: same, faint: same }
    expect(planText(models, palette)).not.toContain('\u001b')
    expect(planText(models, palette)).toMatch(/^1 model of 1 needs work\n/)
    const built = [{ name: 'a', config: 'modelassay.yml', needed: false, reason: 'Built by run 7.' }]
    expect(planText(built, palette)).toBe('None of 1 model needs work\n\n  a  Built by run 7.\n')
  })
})
