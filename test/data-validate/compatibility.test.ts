import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadContract } from '../../src/contract/load.ts'
import { dataValidate } from '../../src/data-validate/stage.ts'
import { tasks } from '../../src/data-validate/tasks.ts'
import { outsideError } from '../../src/errors.ts'
import { concludeStage } from '../../src/launch/conclude.ts'
import { openProject } from '../../src/launch/open-project.ts'
import { planStage } from '../../src/launch/plan.ts'
import { readOutcomes, readPlan, writeOutcomes, writePlan } from '../../src/launch/plan-file.ts'
import { doWork } from '../../src/launch/work.ts'
import { canonicalJson, type Json } from '../../src/record/canonical-json.ts'
import { sha256 } from '../../src/record/digest.ts'
import { type RecordOf, stageRecordSchema } from '../../src/record/record.ts'
import type { Runner } from '../../src/runner/runner.ts'
import type { Ports, Stage } from '../../src/stage/stage.ts'
import { inProduction } from '../drift-check/in-production.ts'
import type { MemoryRunner } from '../ports/memory-runner.ts'
import { githubWorld, localWorld, type Oddities, type World } from '../registry/world.ts'
import { engineCache } from '../tables/engine-for-tests.ts'

const trainedUnder = `fields:
  - { name: id, type: integer, constraints: { required: true, unique: true } }
  - name: island
    type: string
    constraints: { enum: [Biscoe] }
  - name: mass
    type: number
    constraints: { minimum: 0 }
  - { name: species, type: string, constraints: { enum: [Adelie] } }
`
const wider = trainedUnder.replace('[Biscoe]', '[Biscoe, Dream]').replace('[Adelie]', '[Adelie, Gentoo]')
const train = 'id,island,mass,species\n1,Biscoe,3,Adelie\n2,Biscoe,4,Adelie\n'
const settings = (data: object = {}) =>
  canonicalJson({
    name: 'churn',
    data: { contract: 'contract.yml', tables: { train: 'train.csv' }, ...data },
    evaluate: { predictions: 'p.csv', columns: { label: 'species' } },
  } as Json)

/** The record of a training under this contract. */
function signed(text: string, changes: { contract?: string; signature?: object } = {}): Oddities {
  const contract = canonicalJson(loadContract(text, 'contract.yml').contract as unknown as Json)
  const digest = sha256(contract)
  return {
    contract: changes.contract ?? contract,
    train: {
      signature: [
        {
          table: 'train',
          contract: 'contract.yml',
          evidence: 'contract.json',
          digest,
          labels: ['species'],
          ids: [],
          ...changes.signature,
        },
      ],
    },
  }
}

interface Place extends Ports {
  readonly runner: MemoryRunner
}

/** A later run of the repository with these files, on top of what is there. */
async function validate(at: Place, files: Readonly<Record<string, string>>) {
  const ports: Place = { ...at, runner: { ...at.runner, engine: { cache: engineCache } } }
  const { runner } = ports
  for (const [name, content] of Object.entries({
    'train.csv': train,
    'modelassay.yml': settings(),
    ...files,
  })) {
    await mkdir(dirname(join(runner.workspace, name)), { recursive: true })
    await writeFile(join(runner.workspace, name), content)
  }
  const stage = dataValidate as unknown as Stage
  const plan = await planStage({ stage, ports, loadProject: () => openProject(stage, {}, ports) })
  const { file, digest } = await writePlan(plan)
  await doWork(plan, {
    log: runner.log,
    env: {},
    tasks,
    signal: new AbortController().signal,
    now: () => runner.now(),
    keep: (outcomes) => writeOutcomes(file, outcomes),
  })
  const read = await readPlan(file, digest)
  const { record, ...rest } = await concludeStage(stage, read, await readOutcomes(file, read), ports)
  expect(stageRecordSchema.safeParse(record).error).toBeUndefined()
  expect(JSON.stringify(record)).not.toMatch(/:null|NaN/)
  return { ...rest, record: record as RecordOf<'data-validate'>, runner }
}

async function later(world: World, changes: Partial<Runner> = {}, run: object = {}): Promise<Place> {
  const { runner, ports } = await world.run(await world.commit(), run)
  return { ...ports, runner: { ...runner, ...changes } }
}

describe.each([
  ['on a laptop', localWorld],
  ['on GitHub', githubWorld],
] as const)('against the contract of the model in production, %s,', (_, open: () => Promise<World>) => {
  let world: World
  beforeEach(async () => {
    world = await open()
  })
  afterEach(() => world.close())

  it('a change that the model never saw is a warning at its line, and the data pass', async () => {
    await inProduction(world, 'one', signed(trainedUnder))
    const { record, exitCode, runner } = await validate(await later(world), { 'contract.yml': wider })
    expect(record).toMatchObject({
      verdict: 'valid',
      passes: true,
      reason:
        '2 rows in 1 table: no fault by contract.yml. 1 change of the contract breaks churn@v0.1.0, live now.',
      compatibility: {
        model: 'churn',
        version: '0.1.0',
        severity: 'warning',
        breaking: 1,
        changes: [
          {
            table: 'train',
            path: 'fields.island.constraints.enum',
            field: 'island',
            old: ['Biscoe'],
            new: ['Biscoe', 'Dream'],
            model: 'breaking',
            producer: 'compatible',
            why: '"Dream" is new: the trained model never saw it',
            file: 'contract.yml',
            line: 5,
          },
          { path: 'fields.species.constraints.enum', model: 'widens', line: 9 },
        ],
      },
    })
    expect(exitCode).toBe(0)
    expect(runner.annotations).toEqual([
      {
        level: 'warning',
        title: 'train: breaks churn@v0.1.0',
        message:
          'This column is an input of churn@v0.1.0, live now: "Dream" is new: the trained model never saw it.\nfields.island.constraints.enum: ["Biscoe"] -> ["Biscoe","Dream"]',
        file: 'contract.yml',
        line: 5,
      },
    ])
    const summary = runner.summaries.join('')
    expect(summary).toContain('\n\n#### The contract against that of `churn@v0.1.0`, live now\n\n')
    expect(summary).toContain(
      '| breaking for a trained model | `fields.island.constraints.enum` | `contract.yml:5` |',
    )
  })

  it('what did not change is not spoken of', async () => {
    await inProduction(world, 'one', signed(trainedUnder))
    const { record, runner } = await validate(await later(world), { 'contract.yml': trainedUnder })
    expect(record.compatibility).toBeUndefined()
    expect(runner.annotations).toEqual([])
    expect(record.reason).toBe('2 rows in 1 table: no fault by contract.yml.')
  })

  it('nothing is said at all where nobody speaks of versions', async () => {
    const { record, runner } = await validate(await later(world), { 'contract.yml': wider })
    expect(record).toMatchObject({ verdict: 'valid', passes: true })
    expect(runner.lines.join('\n')).not.toContain('production')
  })

  it.each([
    { register: { aliases: [] } },
    { deploy: { production: { target: 'command', up: 'true', health: 'http://127.0.0.1:1/' } } },
    { gate: { baselines: ['production'] } },
  ])('nothing is said while nothing is in production, but one line in the log: %j', async (more) => {
    const config = canonicalJson({ ...JSON.parse(settings()), ...more })
    const files = { 'contract.yml': wider, 'modelassay.yml': config }
    const { record, runner } = await validate(await later(world), files)
    expect(record).toMatchObject({ verdict: 'valid', passes: true })
    expect(record.compatibility).toBeUndefined()
    expect(runner.lines.filter((line) => line.includes('is not compared'))).toEqual([
      "The contract is not compared with production's: nothing is in production yet.",
    ])
  })

  it('nor of a version that has no contract', async () => {
    await inProduction(world, 'one', {})
    const { record, runner } = await validate(await later(world), { 'contract.yml': wider })
    expect(record.compatibility).toBeUndefined()
    expect(runner.lines.join('\n')).toContain('version 0.1.0, which is in production, was registered without')
  })
})

describe('where it is to be an error', () => {
  const files = { 'contract.yml': wider, 'modelassay.yml': settings({ compatibility: 'error' }) }

  it('the data do not pass, and the annotation is one', async () => {
    const world = await localWorld()
    await inProduction(world, 'one', signed(trainedUnder))
    const { record, exitCode, runner } = await validate(await later(world), files)
    expect(record).toMatchObject({ verdict: 'invalid', passes: false, compatibility: { severity: 'error' } })
    expect(record.reason).toContain('1 change of the contract breaks churn@v0.1.0, live now.')
    expect(exitCode).toBe(1)
    expect(runner.annotations).toMatchObject([{ level: 'error', file: 'contract.yml', line: 5 }])
  })

  it('it is a warning on the branch itself, where the next model is made', async () => {
    const world = await githubWorld()
    await inProduction(world, 'one', signed(trainedUnder))
    const { record, exitCode } = await validate(await later(world), files)
    expect(record).toMatchObject({ verdict: 'valid', passes: true, compatibility: { severity: 'warning' } })
    expect(exitCode).toBe(0)
    await world.close()
  })

  it('a registry that cannot be reached is one, too; by default it is a line in the log', async () => {
    const world = await githubWorld()
    const at = await later(world)
    const forge = {
      ...at.forge!,
      git: new Proxy(at.forge!.git, {
        get: () => () => {
          throw outsideError('unreachable', 'GitHub does not answer', { hint: 'Run it again.' })
        },
      }),
    }
    const strict = await validate({ ...at, forge }, files)
    expect(strict.record).toMatchObject({ verdict: 'error', error: { code: 'unreachable' } })
    expect(strict.exitCode).toBe(3)
    const lenient = await validate({ ...at, forge }, { 'contract.yml': wider })
    expect(lenient.record).toMatchObject({ verdict: 'valid', passes: true })
    expect(lenient.runner.lines.join('\n')).toContain(
      "The contract is not compared with production's: GitHub does not answer.",
    )
    await world.close()
  })
})

describe('on a pull request', () => {
  it('the contract that it proposes is compared, and the one of the base judges', async () => {
    const world = await githubWorld()
    await inProduction(world, 'one', signed(trainedUnder))
    const base = await world.commit({
      'contract.yml': trainedUnder,
      'modelassay.yml': settings(),
      'train.csv': train,
    })
    const head = await world.commit({ 'contract.yml': wider }, 'change')
    const { runner, ports } = await world.run(head, {
      run: { event: 'pull_request', ref: 'refs/pull/1/merge', head_sha: head },
      trigger: { event: 'pull_request', baseSha: base, branch: undefined } as object,
    })
    const { record } = await validate(
      { ...ports, runner },
      { 'contract.yml': wider, 'train.csv': train.replace('2,Biscoe', '2,Dream') },
    )
    expect(record).toMatchObject({
      verdict: 'invalid',
      counts: { error: 1 },
      compatibility: { breaking: 1, changes: [{ path: 'fields.island.constraints.enum' }, {}] },
    })
    await world.close()
  })
})

describe('what cannot be compared', () => {
  const changed = async (files: Readonly<Record<string, string>>) => {
    const world = await localWorld()
    await inProduction(world, 'one', signed(trainedUnder))
    return validate(await later(world), files)
  }

  it('is a training table that is held to no contract any more', async () => {
    const { record } = await changed({ 'modelassay.yml': settings({ contract: undefined }) })
    expect(record.compatibility?.changes).toMatchObject([
      {
        path: 'contract',
        model: 'breaking',
        why: 'the training table train was held to contract.yml, and to no contract now',
      },
    ])
  })

  it('is not asked for where it is turned off', async () => {
    const { record } = await changed({
      'contract.yml': wider,
      'modelassay.yml': settings({ compatibility: 'off' }),
    })
    expect(record.compatibility).toBeUndefined()
  })

  it.each([
    ['was changed', { contract: '{"fields":[{"name":"x"}]}\n' }, 'was changed'],
    ['lies elsewhere', { signature: { evidence: '../../../secret.json' } }, 'has a name of its own'],
    [
      'nobody knows',
      { contract: '{}\n', signature: { digest: sha256('{}\n') } },
      'is none that this version',
    ],
  ])('is a contract in the registry that %s', async (_, changes, message) => {
    const world = await localWorld()
    await inProduction(world, 'one', signed(trainedUnder, changes))
    const { record, runner } = await validate(await later(world), { 'contract.yml': wider })
    expect(record).toMatchObject({ verdict: 'valid', passes: true })
    expect(record.compatibility).toBeUndefined()
    expect(runner.lines.join('\n')).toContain(`registered with version 0.1.0 ${message}`)
  })
})

it('keeps to few annotations, and escapes hostile names', async () => {
  const world = await localWorld()
  const fields = (kind: string) =>
    Array.from({ length: 14 }, (_, i) => `  - { name: "c${i}|\`", type: ${kind} }\n`).join('')
  const data = `${Array.from({ length: 14 }, (_, i) => `c${i}|\``).join(',')}\n${Array(14).fill('1').join(',')}\n`
  await inProduction(world, 'one', signed(`fields:\n${fields('integer')}`))
  const { record, runner } = await validate(await later(world), {
    'contract.yml': `fields:\n${fields('number')}`,
    'train.csv': data,
  })
  expect(record.compatibility?.breaking).toBe(14)
  expect(runner.annotations).toHaveLength(10)
  expect(runner.annotations.at(-1)?.message).toMatch(/^5 more changes of the contract break churn@v0\.1\.0/)
  const rows = runner.summaries
    .join('')
    .split('\n')
    .filter((line) => line.startsWith('| breaking'))
  expect(rows).toHaveLength(14)
  for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(5)
})
