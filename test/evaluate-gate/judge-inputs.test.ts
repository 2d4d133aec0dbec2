import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Measured, measuredSchema } from '../../src/evaluate-gate/measured.ts'
import type { EvaluationRequest, JudgeRequest, TrainedRows } from '../../src/evaluate-gate/request.ts'
import { tasks } from '../../src/evaluate-gate/tasks.ts'
import { evidenceOf, writeBundle } from '../../src/record/bundle.ts'
import { curvesFile } from '../../src/record/curves.ts'
import { sha256 } from '../../src/record/digest.ts'
import { plainDialect } from '../../src/tables/csv/csv-dialect.ts'
import { openTable } from '../../src/tables/read.ts'
import { keepRowHashes } from '../../src/train/keep-row-hashes.ts'
import { gateRecord } from '../report/gate-records.ts'
import { newRepository } from '../runner/local/repository.ts'
import { engineCache, engineFor } from '../tables/engine-for-tests.ts'

let root: string
let trained: TrainedRows
let otherColumns: TrainedRows
const path = (name: string) => join(root, name)
const texts = {
  'table.csv': 'id,age,y\na,1,0\nb,2,1\nc,3,0\nd,4,1\n',
  'now.csv': 'id,prediction,score\na,0,0.1\nb,1,0.9\nc,1,0.8\nd,1,0.7\n',
  'seed.csv': 'id,prediction\na,0\nb,0\nc,0\nd,1\n',
  'before.csv': 'id,label,prediction\na,0,0\nb,1,1\nc,0,0\nd,1,1\n',
  'm.json': '{"latency": 3}',
  'train.csv': 'id,age,y\nb,2,0\nx,9,1\n',
  'wide.csv': 'id,age,city,y\nb,2,Rome,0\n',
}
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'modelassay-judge-'))
  for (const [name, text] of Object.entries(texts)) await writeFile(path(name), text)
  const engine = await engineFor([path('train.csv'), path('wide.csv')])
  const hashesOf = async (name: string) => {
    const table = await openTable(engine, path(name), { label: name })
    const { evidence, columns } = (await keepRowHashes(engine, table, {
      name,
      labels: ['y'],
      evidence: root,
    }))!
    return { file: path(evidence), columns }
  }
  trained = await hashesOf('train.csv')
  otherColumns = await hashesOf('wide.csv')
  const parquet = join(engine.scratch, 'now.parquet')
  await engine.run(
    `COPY (SELECT * FROM (VALUES ('a', '0'), ('b', '1'), ('c', '1'), ('d', '1')) AS t(id, prediction)) TO '${parquet}' (FORMAT parquet)`,
  )
  await writeFile(path('now.parquet'), await readFile(parquet))
  engine.close()
})
afterAll(() => rm(root, { recursive: true, force: true }))

const file = (label: string) => ({ path: path(label), label })
/** The first is of the model that ships. */
const seedFiles = (...names: string[]) => names.map((name, i) => ({ ...file(name), ships: i === 0 }))
const place = (name: string) => ({ path: name, root, workspace: root })
const truth = (at = place('table.csv')) => ({ place: at, column: 'y', id: 'id' })
const evaluation = (given: Partial<EvaluationRequest> = {}): EvaluationRequest => ({
  name: 'test',
  predictions: file('now.csv'),
  truth: truth(),
  config: { columns: {}, task: 'binary', positive: '1' },
  ...given,
})
const noEngine = { cache: '/dev/null/none' }

let runs = 0
async function judged(
  given: Partial<JudgeRequest> = {},
  engine: object = { cache: engineCache },
): Promise<Measured & { log: string[]; evidence: string }> {
  const log: string[] = []
  const line = (message: string) => void log.push(message)
  const evidence = path(`evidence-${++runs}`)
  await mkdir(evidence)
  const request: JudgeRequest = {
    evaluations: [evaluation()],
    baselines: [],
    own: {},
    ruled: ['accuracy'],
    confident: [],
    run: { id: 'now' },
    maxOverlap: 1,
    ...given,
  }
  const bench = {
    log: { info: line, warning: line },
    evidence,
    scratch: path('scratch'),
    engine,
    environment: {},
  }
  const measured = await tasks['judge-inputs']!(request as never, bench as never)
  return { ...(measuredSchema.parse(measured) as Measured), log, evidence }
}

/** A gate record of a model that has all right, of the same test set. */
async function recorded() {
  const folder = path(`record-${++runs}`)
  await mkdir(folder)
  await writeFile(join(folder, 'predictions-test.csv'), texts['before.csv'])
  const [whole] = gateRecord().evaluations!
  return writeBundle(
    folder,
    gateRecord({
      evaluations: [
        {
          ...whole!,
          rows: 4,
          task: 'binary',
          positive: '1',
          identity: { kind: 'content', value: sha256(texts['table.csv']) },
        },
      ],
      evidence: [await evidenceOf(folder, 'predictions-test.csv')],
    }),
  )
}
async function base(more: object = {}) {
  const { folder, digest } = await recorded()
  return { kind: 'record', name: 'base', from: 'run', folder, digest, description: 'run 7', ...more } as const
}

describe('what the work measures', () => {
  it('is the candidate on each evaluation, beside each baseline, and names every file that it read', async () => {
    const first = evaluation({ metrics: file('m.json') })
    const second = evaluation({
      name: 'other',
      predictions: file('seed.csv'),
      testTable: { place: place('train.csv') },
    })
    const baselines = [await base(), { kind: 'file', name: 'file:m.json', file: file('m.json') } as const]
    const wanted = {
      evaluations: [first, second],
      baselines: baselines.slice(0, 1),
      ruled: ['accuracy', 'latency'],
    }
    const found = await judged(wanted, noEngine)
    expect(found.evaluations).toMatchObject([
      { name: 'test', rows: 4, metrics: { accuracy: 0.75, latency: 3 } },
      { name: 'other', rows: 4, metrics: { accuracy: 0.75 } },
    ])
    expect(found.baselines[0]!.evaluations).toMatchObject([
      { name: 'test', comparable: true, metrics: { accuracy: 1 } },
    ])
    expect(found.files.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'file now.csv',
      'file m.json',
      'file table.csv',
      'file seed.csv',
      'file train.csv',
      'record baseline base',
    ])
    expect(found.files[0]!.digest).toBe(sha256(texts['now.csv']))
    expect(found.log).toEqual([
      'Measuring test: now.csv',
      'Measuring other: seed.csv',
      'Measuring the baseline base',
    ])
    for (const key of ['old', 'seeds']) expect(found).not.toHaveProperty(key)
    expect(found.evaluations[0]).not.toHaveProperty('trained_on')
  })

  it('is a file beside it too, and reported values alone', async () => {
    const { predictions: _none, truth: _no, ...bare } = evaluation({ metrics: file('m.json') })
    await writeFile(path('older.json'), '{"latency": 4}')
    const baselines = [{ kind: 'file', name: 'file:older.json', file: file('older.json') } as const]
    const found = await judged({ evaluations: [bare], baselines, ruled: ['latency'] }, noEngine)
    expect(found.baselines).toMatchObject([
      { name: 'file:older.json', evaluations: [{ metrics: { latency: 4 } }] },
    ])
    expect(found.log[0]).toBe('Measuring test: m.json')
    expect(await readdir(found.evidence)).toEqual([])
  })

  it('keeps what both sides look like in a file, and not in the record', async () => {
    const found = await judged({ baselines: [await base()] })
    const { evaluations } = JSON.parse(await readFile(join(found.evidence, curvesFile), 'utf8'))
    expect(evaluations).toMatchObject([{ name: 'test', baselines: [{ name: 'base' }] }])
    expect(found.baselines[0]!.evaluations[0]).not.toHaveProperty('curves')
  })

  it('is of the files that the training of the model wrote', async () => {
    const written = { predictions: { digest: sha256(texts['seed.csv']), kept: path('seed.csv') } }
    const { evaluations, log } = await judged({ evaluations: [evaluation({ written })] })
    expect(evaluations[0]!.metrics.accuracy).toBe(0.75)
    expect(log[0]).toContain('what that training kept of it is judged')
  })

  it('has no baseline of the very run that is judged, but a version that it registered before', async () => {
    const run = { id: '4711', repository: 'acme/penguins' }
    await expect(judged({ run, baselines: [await base()] })).rejects.toMatchObject({
      code: 'baseline-is-candidate',
    })
    const version = await base({ name: 'version:1.0.0', from: 'version' })
    expect((await judged({ run, baselines: [version] })).baselines).toMatchObject([{ name: 'version:1.0.0' }])
  })

  it('has its labels as they are written', async () => {
    await writeFile(path('semicolons.csv'), texts['table.csv'].replaceAll(',', ';'))
    const written = { ...truth(place('semicolons.csv')), writtenAs: { dialect: plainDialect(';') } }
    const { evaluations } = await judged({ evaluations: [evaluation({ truth: written })] })
    expect(evaluations[0]!.metrics.accuracy).toBe(0.75)
  })

  it('holds the size of the model where a rule asks for it', async () => {
    const { evaluations } = await judged({ ruled: ['accuracy', 'model_bytes'], modelSize: 12 })
    expect(evaluations[0]!.metrics.model_bytes).toBe(12)
  })

  it('tells an evaluation of training rows that they are the test rows', async () => {
    const { evaluations } = await judged({
      evaluations: [evaluation(), evaluation({ name: 'train', judged: false })],
    })
    expect(evaluations[1]).toMatchObject({ judged: false, same_rows_as: 'test' })
  })

  it('reads what is no plain text through the engine', async () => {
    const parquet = evaluation({ predictions: file('now.parquet') })
    expect(
      (await judged({ evaluations: [parquet, evaluation({ name: 'b', predictions: file('now.parquet') })] }))
        .evaluations,
    ).toMatchObject([{ metrics: { accuracy: 0.75 } }, { metrics: { accuracy: 0.75 } }])
    const files = seedFiles('now.parquet', 'now.parquet')
    const again = { predictions: file('again.parquet'), columns: { id: 'id' } }
    await writeFile(path('again.parquet'), await readFile(path('now.parquet')))
    for (const name of ['older.parquet', 'alone.parquet'])
      await writeFile(path(name), await readFile(path('now.parquet')))
    const { baselines, seeds } = await judged({
      seeds: files,
      baselines: [
        { kind: 'file', name: 'file:alone.parquet', file: file('alone.parquet') },
        await base({ seeds: seedFiles('before.csv', 'older.parquet') }),
        await base({ name: 'best', reruns: { test: { always: true, files: again } } }),
      ],
    })
    expect(seeds).toEqual({ accuracy: [0.75, 0.75] })
    expect(baselines.map(({ evaluations: [one] }) => one)).toMatchObject([
      { comparable: true, metrics: { accuracy: 0.75 } },
      { comparable: true, seeds: { accuracy: { baseline: 0.875 } } },
      { comparable: true, metrics: { accuracy: 0.75 } },
    ])
    await expect(judged({ evaluations: [parquet] }, noEngine)).rejects.toMatchObject({ kind: 'outside' })
  })
})

describe('rows that a model was trained on', () => {
  it('are looked for on both sides, and left out', async () => {
    const found = await judged({ trained: [trained], baselines: [await base({ trained: [trained] })] })
    expect(found.evaluations[0]!.trained_on).toBe(1)
    expect(found.baselines[0]!.evaluations[0]).toMatchObject({ trainedOn: 1, candidate: { rows: 3 } })
  })

  it('are those of a baseline alone where those of the candidate are not known', async () => {
    const second = await base({ name: 'best', trained: [trained] })
    const found = await judged({ baselines: [await base(), second] })
    expect(found.evaluations[0]).not.toHaveProperty('trained_on')
    expect(found.baselines[0]!.evaluations[0]).not.toHaveProperty('trainedOn')
    expect(found.baselines[1]!.evaluations[0]).toMatchObject({ trainedOn: 1, candidate: { rows: 3 } })
  })

  it('cannot be told where columns differ, and it is said why', async () => {
    const { evaluations } = await judged({ trained: [otherColumns] })
    expect(evaluations[0]).not.toHaveProperty('trained_on')
    expect(evaluations[0]!.trained_on_unknown).toContain('"city"')
  })

  it('cannot be told without the engine, which is a warning', async () => {
    const { evaluations, log } = await judged({ trained: [trained] }, noEngine)
    expect(evaluations[0]).not.toHaveProperty('trained_on')
    expect(log.join()).toContain('Whether a model was trained on test rows cannot be told:')
  })

  it('are not looked for without a table of labels, or where nothing was predicted', async () => {
    const { truth: _none, ...bare } = evaluation({ predictions: file('before.csv') })
    const { log, evaluations } = await judged({ evaluations: [bare], trained: [trained] }, noEngine)
    expect(log.join()).not.toContain('trained on')
    expect(evaluations[0]).not.toHaveProperty('trained_on')
  })
})

describe('seeds', () => {
  it('are compared where both sides have predictions of several', async () => {
    const two = seedFiles('now.csv', 'seed.csv')
    const seeds = seedFiles('before.csv', 'seed.csv')
    const best = await base({ name: 'best', seeds: seedFiles('before.csv') })
    const found = await judged({
      seeds: two,
      baselines: [await base({ seeds }), best, await base({ name: 'other' })],
    })
    expect(found.seeds).toEqual({ accuracy: [0.75, 0.75] })
    expect(found.baselines[0]!.evaluations[0]).toMatchObject({
      seeds: { accuracy: { candidate: 0.75, baseline: 0.875, seeds: [2, 2] } },
    })
    for (const i of [1, 2]) expect(found.baselines[i]!.evaluations[0]).not.toHaveProperty('seeds')
    expect(found.log).toContain(
      'Seeds of the baseline best are not compared: its training kept predictions of no two seeds',
    )
    const alone = await judged({ seeds: seedFiles('now.csv'), baselines: [await base({ seeds })] })
    expect(alone.seeds).toBe('its training kept predictions of no two seeds')
    expect(alone.baselines[0]!.evaluations[0]).not.toHaveProperty('seeds')
  })
})

describe('test sets of before', () => {
  const name = 'old test of best'
  const old = () => ({
    name,
    of: 'test',
    baselines: [1],
    digest: sha256('id,age,y\na,1,0\nb,2,1\n'),
    request: evaluation({ predictions: file('old-now.csv'), truth: truth(place('old.csv')) }),
  })

  it('are measured for those that were judged on them, without the rows that were trained on', async () => {
    await writeFile(path('old.csv'), 'id,age,y\na,1,0\nb,2,1\n')
    await writeFile(path('old-now.csv'), 'id,prediction\na,1\nb,1\n')
    const baselines = [await base({ name: 'base' }), await base({ name: 'best', trained: [trained] })]
    const found = await judged({ oldTestSets: [old()], baselines, trained: [trained] })
    expect(found.old).toMatchObject([
      { name, of: 'test', baselines: ['best'], candidate: { metrics: { accuracy: 0.5 }, trained_on: 1 } },
    ])
    expect(found.baselines[0]).not.toHaveProperty('old')
    expect(found.baselines[1]!.old).toMatchObject([{ name }])
    expect(found.log).toContain(`Measuring ${name}`)
  })

  it('that cannot be had are told', async () => {
    const { request: _none, ...bare } = old()
    expect((await judged({ oldTestSets: [{ ...bare, why: 'it is gone' }] })).old).toEqual([
      { name, of: 'test', digest: bare.digest, baselines: [], why: 'it is gone' },
    ])
  })
})

it('worktrees are taken away, also after a failure', async () => {
  for (const evaluations of [[evaluation()], [evaluation({ predictions: file('gone.csv') })]]) {
    const folder = path(`worktree-${++runs}`)
    await mkdir(folder)
    await judged({ evaluations, worktrees: [{ root, folder }] }).catch(() => undefined)
    expect(await readdir(root)).not.toContain(basename(folder))
  }
})

it('a table that the commit only links to is no test set of a change', async () => {
  const repository = await newRepository()
  await repository.write({ 'model/own.csv': texts['table.csv'] })
  await symlink(path('table.csv'), join(repository.folder, 'model', 'linked.csv'))
  await repository.commit({})
  const at = (name: string) => ({
    path: name,
    root: join(repository.folder, 'model'),
    workspace: repository.folder,
  })
  const { truth: _none, ...bare } = evaluation({ predictions: file('before.csv') })
  const linked = { place: at('linked.csv') }
  for (const one of [evaluation({ truth: truth(linked.place) }), { ...bare, testTable: linked }])
    await expect(judged({ evaluations: [one] })).rejects.toMatchObject({ kind: 'input' })
  const own = truth(at('own.csv'))
  expect((await judged({ evaluations: [evaluation({ truth: own })] })).evaluations).toHaveLength(1)
  await rm(repository.folder, { recursive: true, force: true })
})

it('files are laid out as they are planned', async () => {
  await writeFile(path('laid.json'), 'stale')
  const files = [{ ...file('laid.json'), digest: sha256(texts['m.json']), kept: path('m.json') }]
  const log = { info: () => undefined }
  expect(await tasks['lay-files']!({ files } as never, { log } as never)).toEqual({})
  expect(await readFile(path('laid.json'), 'utf8')).toBe(texts['m.json'])
})
